// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.routing.api.DistributionStrategy;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;

class PluginStrategyTest {

    private static final DistributionStrategy LAST = (delivery, candidates, chosen) -> {
        chosen[0] = candidates.size() - 1;
        return 1;
    };

    private final CoreFixture fixture = new CoreFixture();
    private final FakeProducer producer = new FakeProducer();
    private final FakePeer first = new FakePeer();
    private final FakePeer second = new FakePeer();
    private final RouterLink link;

    PluginStrategyTest() {
        fixture.address("prefix", "a", "plugin:mine");
        fixture.attach(receiver("first"), first);
        fixture.attach(receiver("second"), second);
        link = fixture.sender("a", new FakePeer());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static LinkDescriptor receiver(String name) {
        return new LinkDescriptor(name, false, Kind.ADDRESSED, "a", List.of(), Map.of(), 42, false);
    }

    private TransferResult send() {
        return link.transfer(producer.message());
    }

    private void assertGot(int firstCount, int secondCount) {
        assertEquals(firstCount, first.deliveries.size());
        assertEquals(secondCount, second.deliveries.size());
    }

    @Test
    void shouldBeBalancedWhileThePluginIsAbsent() {
        send();
        send();
        assertGot(1, 1);
        fixture.plugins.bind(LAST, "mine", 0);
        send();
        send();
        assertGot(1, 3);
        fixture.plugins.unbind(LAST, "mine");
        send();
        send();
        assertGot(3, 3);
    }

    @Test
    void shouldSeeTheCandidates() {
        fixture.plugins.bind((delivery, candidates, chosen) -> {
            assertEquals(2, candidates.size());
            assertEquals("first", candidates.linkName(0));
            assertEquals("client1", candidates.container(1));
            assertEquals(42, candidates.capacity(0));
            assertEquals(5, candidates.outstanding(1));
            return LAST.choose(delivery, candidates, chosen);
        }, "mine", 0);
        second.stats.outstanding.set(5);
        send();
        assertGot(0, 1);
    }

    @Test
    void shouldCopyIfSeveralAreChosenAndReleaseIfNone() {
        AtomicInteger count = new AtomicInteger(2);
        fixture.plugins.bind((delivery, candidates, chosen) -> {
            chosen[1] = 1;
            return count.get();
        }, "mine", 0);
        assertEquals(TransferResult.ROUTED, send());
        assertGot(1, 1);
        first.settleOne(Outcome.ACCEPTED);
        assertTrue(producer.outcomes.isEmpty());
        second.settleOne(Outcome.ACCEPTED);
        assertEquals(1, producer.outcomes.size());
        count.set(0);
        assertEquals(TransferResult.NO_ROUTE, send());
    }

    @Test
    void shouldBeBalancedWhenThePluginFailsOrChoosesNonsense() {
        List<DistributionStrategy> bad = List.of(
                (delivery, candidates, chosen) -> {
                    throw new IllegalStateException("expected by the test");
                },
                (delivery, candidates, chosen) -> {
                    throw new NoClassDefFoundError("expected by the test");
                },
                (delivery, candidates, chosen) -> 3,
                (delivery, candidates, chosen) -> -1,
                (delivery, candidates, chosen) -> 2,
                (delivery, candidates, chosen) -> {
                    chosen[0] = 7;
                    return 1;
                });
        for (DistributionStrategy plugin : bad) {
            fixture.plugins.bind(plugin, "mine", 0);
            assertEquals(TransferResult.ROUTED, send());
            assertEquals(TransferResult.ROUTED, send());
            fixture.plugins.unbind(plugin, "mine");
        }
        assertGot(bad.size(), bad.size());
    }

    @Test
    void shouldAskAgainWithoutAConsumerThatHasEnded() {
        fixture.plugins.bind(LAST, "mine", 0);
        second.ended = true;
        assertEquals(TransferResult.ROUTED, send());
        assertGot(1, 0);
        first.ended = true;
        assertEquals(TransferResult.NO_ROUTE, send());
        assertEquals(0, second.stats.outstanding.get());
    }

    @Test
    void shouldUseTheHighestRankingThenTheNewestOfOneName() {
        Plugins plugins = new Plugins();
        DistributionStrategy other = (delivery, candidates, chosen) -> 0;
        DistributionStrategy third = (delivery, candidates, chosen) -> 0;
        plugins.bind(LAST, "n", 5);
        plugins.bind(other, "n", 0);
        assertEquals(LAST, plugins.get("n"));
        plugins.bind(third, "n", 5);
        assertEquals(third, plugins.get("n"));
        plugins.unbind(third, "n");
        assertEquals(LAST, plugins.get("n"));
        plugins.unbind(LAST, "n");
        plugins.unbind(LAST, "n");
        assertEquals(other, plugins.get("n"));
        plugins.unbind(other, "n");
        plugins.unbind(other, "unknown");
        assertNull(plugins.get("n"));
    }
}

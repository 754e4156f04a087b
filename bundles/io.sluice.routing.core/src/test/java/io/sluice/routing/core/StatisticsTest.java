// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.api.DeliveryTimes;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.core.address.Treatment;

/** Rates, and latencies for whoever asks for them. */
class StatisticsTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final CoreFixture fixture = new CoreFixture();
    private final FakePeer sender = new FakePeer();
    private final FakePeer receiver = new FakePeer();
    private final RouterStatsEntity stats = fixture.core.stats();

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void histograms(String patterns) {
        stats.update(Map.of("histograms", patterns));
        fixture.sync();
    }

    private ManagedEntity address(String key) {
        return fixture.core.table().watch().entities().get(key);
    }

    @Test
    void shouldMeasureNothingUntilSomebodyAsks() {
        fixture.sender("a", sender);
        fixture.receiver("a", receiver);
        assertNull(sender.stats.times);
        assertNull(receiver.stats.times);
        assertEquals(List.of(), List.copyOf(fixture.core.table().watch().entities().entities()));
        assertEquals("", stats.attribute("histograms"));
        assertEquals(0L, ((Map<?, ?>) stats.attribute("egressLatency")).get("count"));
    }

    @Test
    void shouldRecordTheLatenciesOfAnAddress() {
        fixture.sender("a", sender);
        histograms("a, b.#");
        fixture.receiver("a", receiver);
        for (int millis = 1; millis <= 100; millis++) {
            sender.stats.times.ended(TimeUnit.MILLISECONDS.toNanos(2L * millis));
            receiver.stats.times.sent(TimeUnit.MICROSECONDS.toNanos(millis));
            receiver.stats.times.ended(TimeUnit.MILLISECONDS.toNanos(millis));
        }
        ManagedEntity a = address("M0a");
        assertEquals("a", a.attribute("address"));
        Map<?, ?> outcome = (Map<?, ?>) a.attribute("outcomeLatency");
        assertEquals(100L, outcome.get("count"));
        assertEquals(50_000, (Long) outcome.get("p50"), 500);
        assertEquals(99_000, (Long) outcome.get("p99"), 990);
        assertEquals(100_000, (Long) outcome.get("max"), 1000);
        assertEquals(100_000, (Long) a.attribute("ingressP50Micros"), 1000);
        assertEquals(50L, a.attribute("egressP50Micros"));
        assertEquals(List.of("count", "min", "mean", "p50", "p90", "p99", "p999", "max"),
            List.copyOf(outcome.keySet()));
        assertEquals(99_000, (Long) stats.attribute("outcomeP99Micros"), 990);
        assertEquals(1, stats.attribute("recordedAddresses"));
    }

    @Test
    void shouldBeginAnewAndEnd() {
        fixture.receiver("a", receiver);
        histograms("#");
        receiver.stats.times.ended(SECOND);
        DeliveryTimes before = receiver.stats.times;
        histograms("#");
        assertNotNull(receiver.stats.times);
        assertTrue(before != receiver.stats.times);
        assertEquals(0L, address("M0a").attribute("outcomeP50Micros"));
        histograms("");
        assertNull(receiver.stats.times);
        assertNull(address("M0a"));
        assertEquals("", stats.attribute("histograms"));
    }

    @Test
    void shouldFollowLinksAndAddressesThatComeAndGo() {
        histograms("a");
        RouterLink link = fixture.receiver("a", receiver);
        assertNotNull(receiver.stats.times);
        assertNotNull(address("M0a"));
        link.detached(null);
        fixture.sync();
        assertNull(receiver.stats.times);
        assertNull(address("M0a"));
        FakePeer other = new FakePeer();
        fixture.receiver("b", other);
        assertNull(other.stats.times);
    }

    @Test
    void shouldRecordNoMoreAddressesThanTheLimit() {
        AddressWatch watch = new AddressWatch(1);
        AddressEntry first = new AddressEntry("M0a", Treatment.CLOSEST, -1, null);
        AddressEntry second = new AddressEntry("M0b", Treatment.CLOSEST, -1, null);
        watch.watch("#", List.of(first, second, new AddressEntry("Lx", Treatment.CLOSEST, -1, null)));
        assertEquals(1, watch.watched());
        assertEquals(1, watch.unwatched());
        watch.went(second);
        assertEquals(0, watch.unwatched());
        watch.went(first);
        assertEquals(0, watch.watched());
    }

    @Test
    void shouldLeaveALinkThatMeasuresForTheNextRouter() {
        fixture.receiver("a", receiver);
        histograms("#");
        DeliveryTimes next = new AddressStub();
        receiver.stats.times = next;
        fixture.core.stop();
        assertSame(next, receiver.stats.times);
    }

    @Test
    void shouldLetLinksGoWhenTheRouterEnds() {
        fixture.receiver("a", receiver);
        histograms("#");
        fixture.core.stop();
        assertNull(receiver.stats.times);
    }

    @Test
    void shouldTakeRatesEverySecondWhileSomebodyLooks() {
        long[] counter = {0};
        int[] taken = {0};
        Rates rates = new Rates(() -> {
            taken[0]++;
            return new long[] {counter[0]};
        }, 0);
        counter[0] = 1000;
        assertEquals(100, rates.rate(0, 10 * SECOND));
        counter[0] = 1500;
        assertEquals(100, rates.rate(0, 11 * SECOND));
        rates.tick(11 * SECOND);
        assertEquals(500, rates.rate(0, 11 * SECOND));
        for (int second = 12; second < 200; second++) {
            rates.tick(second * SECOND);
        }
        assertTrue(taken[0] < 40, "taken " + taken[0] + " times");
        counter[0] = 1500 + 100;
        assertTrue(rates.rate(0, 200 * SECOND) <= 1);
    }

    private static final class AddressStub implements DeliveryTimes {
        @Override
        public void sent(long nanos) {
            throw new AssertionError();
        }

        @Override
        public void ended(long nanos) {
            throw new AssertionError();
        }
    }
}

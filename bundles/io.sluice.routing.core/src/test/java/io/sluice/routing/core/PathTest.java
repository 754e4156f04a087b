// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;

class PathTest {

    private static final int MANY = 10_000;

    private final CoreFixture fixture = new CoreFixture();
    private final FakePeer sender = new FakePeer();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void shouldSayNothingWithoutConsumer() {
        fixture.sender("a", sender);
        assertEquals(List.of(), sender.paths);
    }

    @Test
    void shouldTellANewSenderOfAPresentConsumer() {
        fixture.receiver("a", new FakePeer());
        fixture.sender("a", sender);
        assertEquals(List.of(true), sender.paths);
    }

    @Test
    void shouldTakeNothingThatHasPassedMoreRoutersThanThereAre() {
        FakePeer receiver = new FakePeer();
        fixture.receiver("a", receiver);
        RouterLink link = fixture.sender("a", sender);
        Delivery near = new FakeProducer().message();
        near.annotations(new RouterAnnotations(null, 0, false, null, List.of("0/A")));
        assertEquals(TransferResult.ROUTED, link.transfer(near));
        Delivery far = new FakeProducer().message();
        far.annotations(new RouterAnnotations(null, 0, false, null, List.of("0/A", "0/B")));
        assertEquals(TransferResult.TOO_FAR, link.transfer(far));
    }

    @Test
    void shouldTellOfTheFirstConsumerAndOfTheLossOfTheLastOnly() {
        fixture.sender("a", sender);
        RouterLink first = fixture.receiver("a", new FakePeer());
        RouterLink second = fixture.receiver("/a/", new FakePeer());
        first.detached(null);
        fixture.sync();
        assertEquals(List.of(true), sender.paths);
        second.detached(null);
        fixture.sync();
        assertEquals(List.of(true, false), sender.paths);
        fixture.receiver("a", new FakePeer());
        assertEquals(List.of(true, false, true), sender.paths);
    }

    @Test
    void shouldTakeThePathAwayWhenTheConsumersConnectionCloses() {
        fixture.sender("a", sender);
        RouterConnection other = fixture.connect(null, "normal");
        other.attach(CoreFixture.link(false, Kind.ADDRESSED, "a"), new FakePeer());
        fixture.sync();
        assertTrue(sender.path());
        other.closed();
        other.closed();
        fixture.sync();
        assertEquals(List.of(true, false), sender.paths);
        assertEquals(1, fixture.core.connectionCount());
    }

    @Test
    void shouldNotTellASenderThatHasLeft() {
        RouterLink link = fixture.sender("a", sender);
        link.detached(null);
        fixture.receiver("a", new FakePeer());
        assertEquals(List.of(), sender.paths);
    }

    @Test
    void shouldBearAFlurryOfLinksOnOneAddress() {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            List<RouterLink> links = new ArrayList<>();
            List<FakePeer> senders = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                FakePeer peer = new FakePeer();
                senders.add(peer);
                links.add(fixture.connection.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), peer));
                links.add(fixture.connection.attach(CoreFixture.link(false, Kind.ADDRESSED, "a"), new FakePeer()));
            }
            fixture.sync();
            assertEquals(2 * MANY, fixture.core.totals().live().size());
            senders.forEach(peer -> assertEquals(List.of(true), peer.paths));
            links.forEach(link -> link.detached(null));
            fixture.sync();
            assertEquals(0, fixture.core.table().size());
            assertEquals(0, fixture.core.linkEntities().size());
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.core.FakeContainer.Asked;
import io.sluice.routing.core.address.Treatment;
import io.sluice.routing.core.rule.AutoLinkRule;
import io.sluice.routing.core.rule.RuleFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;


class AutoLinkTest {

    private final CoreFixture fixture = new CoreFixture();
    private final RuleFactory<AutoLinkRule> factory = fixture.factory(AutoLinks.PID, fixture.core.autoLinks());
    private int pids;

    @AfterEach
    void stop() {
        fixture.close();
    }

    /** Configures an auto-link on connections named {@code broker}, unless the attributes say otherwise. */
    private String autoLink(String address, String direction, Object... attributes) {
        Map<String, Object> all = new HashMap<>(Map.of("address", address, "direction", direction));
        for (int i = 0; i < attributes.length; i += 2) {
            all.put((String) attributes[i], attributes[i + 1]);
        }
        if (!all.containsKey("containerId")) {
            all.putIfAbsent("connection", "broker");
        }
        String pid = AutoLinks.PID + "~" + ++pids;
        all.put("identity", "autoLink/" + pids);
        factory.updated(pid, new Hashtable<>(all));
        fixture.sync();
        return pid;
    }

    private FakeContainer broker() {
        return new FakeContainer(fixture, 7, "broker", "BROKER");
    }

    private Object attribute(String name) {
        ManagedEntity entity = factory.entities().entities().iterator().next();
        return entity.attribute(name);
    }

    private AddressEntry entry(String key) {
        return fixture.core.table().get(key);
    }

    // ---- what is asked for

    @Test
    void shouldAskForALinkInEachDirection() throws Exception {
        autoLink("q", "in");
        autoLink("q", "out");
        FakeContainer broker = broker();
        LinkDescriptor in = broker.next().descriptor;
        assertTrue(in.incoming());
        assertTrue(in.routerInitiated());
        assertEquals("q", in.address());
        assertEquals(LinkDescriptor.Kind.ADDRESSED, in.kind());
        assertEquals(100, in.capacity());
        assertTrue(in.name().matches("qdlink\\.[A-Za-z0-9_-]{15}"), in.name());
        LinkDescriptor out = broker.next().descriptor;
        assertFalse(out.incoming());
        assertEquals("q", out.address());
        assertNotEquals(in.name(), out.name());
    }

    @Test
    void shouldAskForTheExternalAddress() throws Exception {
        autoLink("q", "in", "externalAddress", "ext");
        Asked asked = broker().next();
        assertEquals("ext", asked.descriptor.address());
        asked.accept();
        fixture.sync();
        assertEquals("M1q", asked.peer.owningAddress);
    }

    @Test
    void shouldChooseConnectionsByNameOrContainerAndRole() throws Exception {
        autoLink("by.name", "in");
        autoLink("by.container", "in", "containerId", "BROKER");
        Map<String, Object> nowhere = Map.of("address", "nowhere", "direction", "in", "identity", "9");
        factory.updated(AutoLinks.PID + "~nowhere", new Hashtable<>(nowhere));
        FakeContainer both = broker();
        assertEquals("by.name", both.next().descriptor.address());
        assertEquals("by.container", both.next().descriptor.address());
        FakeContainer other = new FakeContainer(fixture, 8, "other", "OTHER");
        FakeContainer byContainer = new FakeContainer(fixture, 9, "listener", "BROKER");
        assertEquals("by.container", byContainer.next().descriptor.address());
        FakeContainer normal = new FakeContainer(fixture.core, 10, "broker", "normal", "BROKER");
        normal.connection.replayed();
        fixture.sync();
        assertTrue(both.nothingAsked() && other.nothingAsked() && byContainer.nothingAsked() && normal.nothingAsked());
    }

    @Test
    void shouldWaitUntilTheConnectionHasAnnouncedItsLinks() {
        autoLink("q", "in");
        FakeContainer broker = new FakeContainer(fixture.core, 7, "broker", "route-container", "BROKER");
        fixture.sync();
        assertTrue(broker.nothingAsked());
        assertEquals("inactive", attribute("operStatus"));
    }

    // ---- phases and treatment

    @Test
    void shouldUseThePhaseOfItsDirectionUnlessConfigured() throws Exception {
        autoLink("a", "in");
        autoLink("b", "out");
        autoLink("c", "in", "phase", 3);
        autoLink("d", "out", "phase", "4");
        autoLink("e", "in", "fallback", true);
        autoLink("f", "out", "fallback", true);
        FakeContainer broker = broker();
        for (String key : new String[] {"M1a", "M0b", "M3c", "M4d", "M0e", "MFf"}) {
            Asked asked = broker.next().accept();
            fixture.sync();
            assertEquals(key, asked.peer.owningAddress);
        }
    }

    @Test
    void shouldBalanceUnlessConfiguredOtherwise() throws Exception {
        fixture.address("prefix", "gone", "unavailable");
        fixture.address("prefix", "all", "multicast");
        fixture.core.configure(RouterSettings.of(Map.of("id", "me", "defaultDistribution", "closest"), "1"));
        autoLink("x", "in");
        autoLink("gone", "in");
        autoLink("all", "in");
        FakeContainer broker = broker();
        for (int i = 0; i < 3; i++) {
            broker.next().accept();
        }
        fixture.sync();
        assertEquals(Treatment.BALANCED, entry("M1x").treatment());
        assertEquals(Treatment.BALANCED, entry("M1gone").treatment());
        assertEquals(Treatment.MULTICAST, entry("M1all").treatment());
    }

    // ---- messages

    @Test
    void shouldTakeMessagesThroughTheContainer() throws Exception {
        fixture.address(AddressRules.PID + "~w", Map.of("prefix", "q", "waypoint", true));
        autoLink("q", "out");
        autoLink("q", "in", "externalAddress", "ext");
        FakeContainer broker = broker();
        FakePeer sender = new FakePeer();
        RouterLink producer = fixture.sender("q", sender);
        assertFalse(sender.path());
        Asked out = broker.next().accept();
        Asked in = broker.next().accept();
        fixture.sync();
        assertTrue(sender.path());
        assertEquals(TransferResult.ROUTED, producer.transfer(new FakeProducer().message()));
        assertEquals(0, out.peer.deliveries.poll().annotations().phase());
        assertFalse(in.peer.path());
        FakePeer receiver = new FakePeer();
        fixture.receiver("q", receiver);
        assertTrue(in.peer.path());
        Delivery back = new FakeProducer().message();
        assertEquals(TransferResult.ROUTED, in.link.transfer(back));
        RouterAnnotations annotations = receiver.deliveries.poll().annotations();
        assertEquals(1, annotations.phase());
        assertEquals("q", annotations.to());
    }

    // ---- states

    @Test
    void shouldBeActiveWhenTheContainerNamesTheNode() throws Exception {
        autoLink("q", "in");
        FakeContainer broker = broker();
        Asked asked = broker.next();
        assertEquals("attaching", attribute("operStatus"));
        assertNull(attribute("linkRef"));
        assertFalse(asked.peer.attached);
        asked.accept();
        fixture.sync();
        assertEquals("active", attribute("operStatus"));
        assertEquals(Long.toString(asked.link.id()), attribute("linkRef"));
        assertNull(attribute("lastError"));
        assertTrue(asked.peer.attached);
    }

    @Test
    void shouldFailAndAskAgainWhenRefused() throws Exception {
        autoLink("q", "out");
        FakeContainer broker = broker();
        Asked first = broker.next().refuse();
        fixture.sync();
        assertEquals("attaching", attribute("operStatus"));
        long failed = System.nanoTime();
        first.link.detached(new LinkError("amqp:not-found", "node not there yet"));
        Asked second = broker.next().refuse();
        assertTrue(System.nanoTime() - failed >= CoreFixture.RETRY.firstNanos());
        assertNull(entry("M0q"));
        assertNotEquals(first.descriptor.name(), second.descriptor.name());
        fixture.sync();
        assertEquals("attaching", attribute("operStatus"));
        assertEquals("node not there yet", attribute("lastError"));
        failed = System.nanoTime();
        second.link.detached(new LinkError("amqp:not-found", null));
        Asked third = broker.next();
        assertTrue(System.nanoTime() - failed >= CoreFixture.RETRY.nextNanos());
        assertEquals("amqp:not-found", attribute("lastError"));
        third.accept();
        fixture.sync();
        assertEquals("active", attribute("operStatus"));
        assertNull(attribute("lastError"));
    }

    @Test
    void shouldFailAndAskAgainWhenTheContainerDetaches() throws Exception {
        autoLink("q", "out");
        FakeContainer broker = broker();
        Asked first = broker.next().accept();
        fixture.sync();
        first.link.detached(new LinkError("amqp:resource-deleted", "gone"));
        fixture.sync();
        assertEquals("gone", attribute("lastError"));
        assertNull(entry("M0q"));
        broker.next().accept();
        fixture.sync();
        assertEquals("active", attribute("operStatus"));
    }

    @Test
    void shouldBeInactiveAfterTheConnectionIsLostAndAskOnceOnTheNext() throws Exception {
        autoLink("q", "in");
        FakeContainer broker = broker();
        Asked first = broker.next();
        // As the protocol reports it: the links, then the connection.
        first.link.detached(null);
        broker.connection.closed();
        fixture.sync();
        assertEquals("inactive", attribute("operStatus"));
        FakeContainer again = broker();
        again.next().accept();
        fixture.sync();
        await().pollDelay(java.time.Duration.ofNanos(3 * CoreFixture.RETRY.nextNanos())).until(() -> true);
        assertTrue(again.nothingAsked() && broker.nothingAsked());
        assertEquals("active", attribute("operStatus"));
    }

    @Test
    void shouldComeAndGoWithItsConfiguration() throws Exception {
        FakeContainer broker = broker();
        String pid = autoLink("q", "out");
        Asked asked = broker.next().accept();
        fixture.sync();
        assertEquals(1, entry("M0q").consumerCount());
        assertEquals(1L, new RouterEntity(fixture.core).attribute("autoLinkCount"));
        factory.deleted(pid);
        fixture.sync();
        assertNull(entry("M0q"));
        assertTrue(asked.peer.detached);
        assertNull(asked.peer.error);
        assertTrue(factory.entities().entities().isEmpty());
        assertEquals(0L, new RouterEntity(fixture.core).attribute("autoLinkCount"));
    }

    @Test
    void shouldNotAskAgainOnceDeleted() throws Exception {
        FakeContainer broker = broker();
        String pid = autoLink("q", "out");
        broker.next().link.detached(new LinkError("amqp:not-found", "no"));
        fixture.sync();
        factory.deleted(pid);
        fixture.sync();
        await().pollDelay(java.time.Duration.ofNanos(3 * CoreFixture.RETRY.firstNanos())).until(broker::nothingAsked);
    }

    @Test
    void shouldShowItsBestConnection() throws Exception {
        autoLink("q", "out", "containerId", "BROKER");
        FakeContainer first = broker();
        FakeContainer second = new FakeContainer(fixture, 8, "second", "BROKER");
        first.next();
        second.next().accept();
        fixture.sync();
        assertEquals("active", attribute("operStatus"));
        second.connection.closed();
        fixture.sync();
        assertEquals("attaching", attribute("operStatus"));
    }

    // ---- another router before

    @Test
    void shouldTakeOverTheLinkOfAnEarlierRouter() throws Exception {
        autoLink("q", "in", "externalAddress", "ext");
        FakeContainer broker = new FakeContainer(fixture.core, 7, "broker", "route-container", "BROKER");
        Asked unwanted = broker.announce(false, "ext").accept();
        Asked wanted = broker.announce(true, "ext").accept();
        broker.connection.replayed();
        fixture.sync();
        assertTrue(broker.nothingAsked());
        assertTrue(wanted.peer.attached);
        assertEquals("M1q", wanted.peer.owningAddress);
        assertEquals("active", attribute("operStatus"));
        assertTrue(unwanted.peer.detached);
        assertFalse(unwanted.peer.attached);
    }

    @Test
    void shouldWaitForTheAnswerToALinkOfAnEarlierRouter() throws Exception {
        autoLink("q", "out");
        FakeContainer broker = new FakeContainer(fixture.core, 7, "broker", "route-container", "BROKER");
        Asked taken = broker.announce(false, "q");
        broker.connection.replayed();
        fixture.sync();
        assertEquals("attaching", attribute("operStatus"));
        taken.accept();
        fixture.sync();
        assertEquals("active", attribute("operStatus"));
        taken.link.detached(new LinkError("amqp:resource-deleted", "gone"));
        assertEquals("q", broker.next().descriptor.address());
    }

    @Test
    void shouldAskAnewForALinkThatEndedMeanwhile() throws Exception {
        autoLink("q", "out");
        FakeContainer broker = new FakeContainer(fixture.core, 7, "broker", "route-container", "BROKER");
        broker.announce(false, "q").accept().link.detached(null);
        broker.connection.replayed();
        assertEquals("q", broker.next().descriptor.address());
    }
}

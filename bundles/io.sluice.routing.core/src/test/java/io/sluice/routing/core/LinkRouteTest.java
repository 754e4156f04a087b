// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.core.rule.RuleFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkRouteTest {

    private final CoreFixture fixture = new CoreFixture();
    private final RuleFactory<LinkRouteRule> factory = fixture.factory(LinkRoutes.PID, fixture.core.linkRoutes());
    private int pids;

    @AfterEach
    void stop() {
        fixture.close();
    }

    /** Configures a link route to container BROKER, unless the attributes say otherwise. */
    private String route(String attribute, String pattern, String direction, String... attributes) {
        Map<String, Object> all = new HashMap<>(Map.of(attribute, pattern, "direction", direction));
        for (int i = 0; i < attributes.length; i += 2) {
            all.put(attributes[i], attributes[i + 1]);
        }
        if (!all.containsKey("connection")) {
            all.putIfAbsent("containerId", "BROKER");
        }
        String pid = LinkRoutes.PID + "~" + ++pids;
        factory.updated(pid, new Hashtable<>(all));
        fixture.sync();
        return pid;
    }

    private FakeContainer broker() {
        return new FakeContainer(fixture, 7, "broker", "BROKER");
    }

    private ManagedEntity linkEntity(long id) {
        return fixture.core.linkEntities().get(Long.toString(id));
    }

    // ---- which links

    @Test
    void shouldRouteReceiversAndSendersByPrefixAndDirection() throws Exception {
        route("prefix", "lr", "in");
        route("prefix", "lr", "out");
        FakeContainer broker = broker();
        FakePeer sender = new FakePeer();
        fixture.sender("lr.q", sender);
        LinkDescriptor asked = broker.next().descriptor;
        assertEquals("link@client1", asked.name());
        assertFalse(asked.incoming());
        assertEquals("lr.q", asked.address());
        assertTrue(asked.routerInitiated());
        assertSame(sender.splice, asked.splice());
        FakePeer receiver = new FakePeer();
        fixture.receiver("amqp:/lr/x", receiver);
        asked = broker.next().descriptor;
        assertTrue(asked.incoming());
        // As it was written, if there is nothing to edit.
        assertEquals("amqp:/lr/x", asked.address());
        assertSame(receiver.splice, asked.splice());
    }

    @Test
    void shouldLeaveOtherLinksToTheAddresses() {
        route("prefix", "lr", "in");
        FakeContainer broker = broker();
        FakePeer other = new FakePeer();
        fixture.sender("lrx", other);
        FakePeer receiver = new FakePeer();
        fixture.receiver("lr.q", receiver);
        assertTrue(other.attached && receiver.attached);
        assertNull(other.splice);
        assertNull(receiver.splice);
        assertTrue(broker.nothingAsked());
    }

    @Test
    void shouldPreferTheMostSpecificPattern() throws Exception {
        route("pattern", "a.*.x", "out", "containerId", "BROKER");
        route("prefix", "a", "out", "containerId", "OTHER");
        FakeContainer broker = broker();
        FakeContainer other = new FakeContainer(fixture, 8, "other", "OTHER");
        fixture.receiver("a.b.x", new FakePeer());
        assertEquals("a.b.x", broker.next().descriptor.address());
        fixture.receiver("a.b", new FakePeer());
        assertEquals("a.b", other.next().descriptor.address());
    }

    @Test
    void shouldRouteCoordinators() throws Exception {
        FakePeer refused = new FakePeer();
        fixture.attach(CoreFixture.link(true, Kind.COORDINATOR, null), refused);
        assertEquals("amqp:precondition-failed", refused.error.condition());
        route("prefix", "$coordinator", "in");
        FakeContainer broker = broker();
        fixture.attach(CoreFixture.link(true, Kind.COORDINATOR, null), new FakePeer());
        LinkDescriptor asked = broker.next().descriptor;
        assertEquals(Kind.COORDINATOR, asked.kind());
        assertNull(asked.address());
    }

    @Test
    void shouldRouteDynamicLinksThatNameTheirAddress() throws Exception {
        route("prefix", "dyn", "out");
        FakeContainer broker = broker();
        LinkDescriptor dynamic = new LinkDescriptor("link", false, Kind.DYNAMIC, null, List.of(),
                Map.of("x-opt-qd.address", "dyn.a"), 250, false);
        fixture.attach(dynamic, new FakePeer());
        LinkDescriptor asked = broker.next().descriptor;
        assertEquals(Kind.DYNAMIC, asked.kind());
        assertNull(asked.address());
        FakePeer elsewhere = new FakePeer();
        fixture.attach(new LinkDescriptor("link", false, Kind.DYNAMIC, null, List.of(),
                Map.of("x-opt-qd.address", "other"), 250, false), elsewhere);
        assertEquals(LinkError.NO_ROUTE, elsewhere.error);
    }

    @Test
    void shouldMatchAndForwardWithTheTenant() throws Exception {
        route("prefix", "vh/lr", "out", "delExternalPrefix", "vh/");
        FakeContainer broker = broker();
        RouterConnection tenant = fixture.connect("vh/", "normal");
        tenant.attach(CoreFixture.link(false, Kind.ADDRESSED, "lr.q"), new FakePeer());
        assertEquals("lr.q", broker.next().descriptor.address());
        FakePeer other = new FakePeer();
        fixture.receiver("lr.q", other);
        assertNull(other.splice);
    }

    @Test
    void shouldRouteOnlyMobileAddressesInATenantsSpace() throws Exception {
        for (String prefix : new String[] {"vh/lr", "vh/_local", "vh/_$temp"}) {
            route("prefix", prefix, "out");
        }
        FakeContainer broker = broker();
        RouterConnection tenant = fixture.connect("vh/", "normal");
        for (String address : new String[] {"_local/x", "_$temp.x", "amqp:/_$temp.x"}) {
            FakePeer peer = new FakePeer();
            tenant.attach(CoreFixture.link(false, Kind.ADDRESSED, address), peer);
            fixture.sync();
            assertTrue(peer.attached);
            assertNull(peer.splice, address);
        }
        for (String address : new String[] {"lr.x", "/lr.x", "amqp://host/lr.x"}) {
            tenant.attach(CoreFixture.link(false, Kind.ADDRESSED, address), new FakePeer());
            assertEquals("vh/lr.x", broker.next().descriptor.address());
        }
    }

    @Test
    void shouldEditTheAddressAndUndoThatInTheAnswer() throws Exception {
        route("prefix", "in", "out", "delExternalPrefix", "in.", "addExternalPrefix", "out.");
        FakeContainer broker = broker();
        FakePeer peer = new FakePeer();
        fixture.receiver("in.q", peer);
        assertEquals("out.q", broker.next().descriptor.address());
        assertEquals("in.q", peer.splice.answerEdit().apply("out.q"));
    }

    // ---- where to

    @Test
    void shouldRefuseWithoutADestination() {
        route("prefix", "lr", "out");
        FakePeer peer = new FakePeer();
        fixture.receiver("lr.q", peer);
        assertEquals(LinkError.NO_ROUTE, peer.error);
        new FakeContainer(fixture, 9, "x", "SOMEONE");
        FakePeer again = new FakePeer();
        fixture.receiver("lr.q", again);
        assertEquals(LinkError.NO_ROUTE, again.error);
    }

    @Test
    void shouldTakeOnlyRouteContainers() {
        route("prefix", "lr", "out");
        FakeContainer normal = new FakeContainer(fixture.core, 9, "x", "normal", "BROKER");
        normal.connection.replayed();
        FakePeer peer = new FakePeer();
        fixture.receiver("lr.q", peer);
        assertEquals(LinkError.NO_ROUTE, peer.error);
        assertTrue(normal.nothingAsked());
    }

    @Test
    void shouldGoRoundTheConnections() throws Exception {
        route("prefix", "lr", "out", "connection", "broker");
        FakeContainer one = new FakeContainer(fixture, 7, "broker", "B1");
        FakeContainer two = new FakeContainer(fixture, 8, "broker", "B2");
        for (int i = 0; i < 2; i++) {
            fixture.receiver("lr.a" + i, new FakePeer());
            fixture.receiver("lr.b" + i, new FakePeer());
            assertEquals("lr.a" + i, one.next().descriptor.address());
            assertEquals("lr.b" + i, two.next().descriptor.address());
        }
    }

    @Test
    void shouldShareOnePrefixAmongSeveralContainers() throws Exception {
        route("prefix", "lr", "out", "containerId", "B1");
        String second = route("prefix", "lr", "out", "containerId", "B2");
        FakeContainer one = new FakeContainer(fixture, 7, "x", "B1");
        FakeContainer two = new FakeContainer(fixture, 8, "y", "B2");
        assertEquals(2, fixture.core.addressEntities().get("Dlr").attribute("containerCount"));
        fixture.receiver("lr.a", new FakePeer());
        fixture.receiver("lr.b", new FakePeer());
        assertEquals("lr.a", one.next().descriptor.address());
        assertEquals("lr.b", two.next().descriptor.address());
        factory.deleted(second);
        fixture.sync();
        fixture.receiver("lr.c", new FakePeer());
        assertEquals("lr.c", one.next().descriptor.address());
    }

    @Test
    void shouldFollowConnectionsAndConfiguration() throws Exception {
        String pid = route("prefix", "lr", "out", "name", "mine");
        ManagedEntity entity = factory.entities().entities().iterator().next();
        assertEquals("inactive", entity.attribute("operStatus"));
        FakeContainer broker = broker();
        assertEquals("active", entity.attribute("operStatus"));
        assertEquals(1, fixture.core.addressEntities().get("Dlr").attribute("containerCount"));
        broker.connection.closed();
        fixture.sync();
        assertEquals("inactive", entity.attribute("operStatus"));
        FakePeer late = new FakePeer();
        fixture.receiver("lr.q", late);
        assertEquals(LinkError.NO_ROUTE, late.error);
        factory.deleted(pid);
        fixture.sync();
        assertNull(fixture.core.addressEntities().get("Dlr"));
        FakePeer addressed = new FakePeer();
        fixture.receiver("lr.q", addressed);
        assertTrue(addressed.attached);
        assertNull(addressed.splice);
    }

    @Test
    void shouldRefuseResumableLinksOnlyWhereTheyAreNotAllowed() throws Exception {
        route("prefix", "lr", "out");
        FakeContainer broker = broker();
        LinkDescriptor resumable = new LinkDescriptor("link", false, Kind.ADDRESSED, "lr.q", List.of(), Map.of(), 250,
                false, false, true, false, null, null);
        fixture.attach(resumable, new FakePeer());
        assertEquals("lr.q", broker.next().descriptor.address());
        Map<String, Object> attributes = Map.of("id", "me", "allowResumableLinkRoute", false);
        fixture.core.configure(RouterSettings.of(attributes, "1.2.3"));
        FakePeer refused = new FakePeer();
        fixture.attach(resumable, refused);
        assertEquals(LinkError.LINK_EXPIRATION, refused.error);
        assertEquals("qd:link-expiration", refused.error.condition());
    }

    // ---- account

    @Test
    void shouldShowBothHalvesUntilTheyEnd() throws Exception {
        route("prefix", "lr", "out");
        FakeContainer broker = broker();
        FakePeer peer = new FakePeer();
        RouterLink near = fixture.receiver("lr.q", peer);
        RouterLink far = broker.next().link;
        ManagedEntity nearEntity = linkEntity(near.id());
        ManagedEntity farEntity = linkEntity(far.id());
        assertEquals(Long.toString(far.id()), nearEntity.attribute("peer"));
        assertEquals(Long.toString(near.id()), farEntity.attribute("peer"));
        assertEquals("M0lr.q", nearEntity.attribute("owningAddr"));
        assertEquals("M0lr.q", farEntity.attribute("owningAddr"));
        assertEquals("endpoint", farEntity.attribute("linkType"));
        assertEquals("out", nearEntity.attribute("linkDir"));
        assertEquals("in", farEntity.attribute("linkDir"));
        assertEquals("link@client1", farEntity.attribute("linkName"));
        assertEquals(0, farEntity.attribute("capacity"));
        assertEquals("7", farEntity.attribute("connectionId"));
        near.detached(null);
        far.detached(null);
        fixture.sync();
        assertEquals(0, fixture.core.linkEntities().size());
    }

    @Test
    void shouldTakeOverWhatAnEarlierRouterHasJoined() throws Exception {
        route("prefix", "lr", "out");
        FakeContainer broker = broker();
        FakePeer peer = new FakePeer();
        fixture.receiver("lr.q", peer);
        LinkDescriptor far = broker.next().descriptor;
        try (CoreFixture later = new CoreFixture()) {
            FakePeer nearEnd = new FakePeer();
            FakePeer farEnd = new FakePeer();
            FakeContainer again = new FakeContainer(later.core, 7, "broker", "route-container", "BROKER");
            RouterLink farLink = again.connection.attach(far, farEnd);
            again.connection.replayed();
            RouterLink nearLink = later.attach(
                    CoreFixture.link(false, Kind.ADDRESSED, "lr.q").withSplice(peer.splice), nearEnd);
            assertTrue(nearEnd.attached && farEnd.attached);
            assertTrue(again.nothingAsked());
            ManagedEntity near = later.core.linkEntities().get(Long.toString(nearLink.id()));
            assertEquals(Long.toString(farLink.id()), near.attribute("peer"));
            assertEquals("M0lr.q", near.attribute("owningAddr"));
            farLink.detached(null);
            nearLink.detached(null);
            later.sync();
            assertEquals(0, later.core.linkEntities().size());
        }
    }

    @Test
    void shouldLeaveALinkThatAnEarlierRouterHasGrantedAsItIs() throws Exception {
        route("prefix", "lr", "in");
        FakePeer peer = new FakePeer();
        peer.granted = true;
        fixture.sender("lr.q", peer);
        assertTrue(peer.attached);
        assertNull(peer.splice);
        assertNull(peer.error);
    }

    @Test
    void shouldShowTheConfiguration() {
        route("pattern", "a.*.x", "in", "addExternalPrefix", "ext.", "delExternalPrefix", "int.", "name", "n");
        ManagedEntity entity = factory.entities().entities().iterator().next();
        assertEquals("1", entity.identity());
        assertEquals("n", entity.attribute("name"));
        assertNull(entity.attribute("prefix"));
        assertEquals("a.*.x", entity.attribute("pattern"));
        assertEquals("in", entity.attribute("direction"));
        assertEquals("in", entity.attribute("dir"));
        assertEquals("linkBalanced", entity.attribute("distribution"));
        assertEquals("BROKER", entity.attribute("containerId"));
        assertNull(entity.attribute("connection"));
        assertEquals("ext.", entity.attribute("addExternalPrefix"));
        assertEquals("int.", entity.attribute("delExternalPrefix"));
        assertNotNull(fixture.core.addressEntities().get("Ea.*.x"));
        assertEquals(1L, new RouterEntity(fixture.core).attribute("linkRouteCount"));
    }
}

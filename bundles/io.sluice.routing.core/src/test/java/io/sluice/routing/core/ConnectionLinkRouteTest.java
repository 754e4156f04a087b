// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;
import io.sluice.routing.api.LinkError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionLinkRouteTest {

    private static final long ID = 70;

    private final CoreFixture fixture = new CoreFixture();
    private final ConnectionLinkRoutes routes = fixture.core.connectionLinkRoutes();
    private FakeContainer service;

    @BeforeEach
    void connect() {
        // Not a route container.
        service = new FakeContainer(fixture.core, ID, "amqp", "normal", "SERVICE");
        service.connection.replayed();
        fixture.sync();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private ManagementException refused(long id, String name, Map<String, ?> attributes) {
        return assertThrows(ManagementException.class, () -> routes.create(id, name, attributes));
    }

    @Test
    void shouldRouteLinksToTheConnectionThatMadeIt() throws Exception {
        ManagedEntity made = routes.create(ID, "mine", Map.of("pattern", "svc.*", "direction", "out"));
        assertEquals("mine", made.name());
        assertEquals("SERVICE", made.attribute("containerId"));
        assertEquals("svc.*", made.attribute("pattern"));
        assertEquals("out", made.attribute("direction"));
        fixture.receiver("svc.a", new FakePeer());
        assertEquals("svc.a", service.next().descriptor.address());
        assertEquals(1, fixture.core.addressEntities().get("Fsvc.*").attribute("containerCount"));
        assertEquals(0L, new RouterEntity(fixture.core).attribute("linkRouteCount"));
    }

    @Test
    void shouldBeSeenAndDeletedOnItsOwnConnectionOnly() throws Exception {
        String identity = routes.create(ID, null, Map.of("pattern", "svc", "direction", "in")).identity();
        assertEquals(1, routes.entities(ID).size());
        assertEquals(0, routes.entities(1).size());
        assertEquals(404, assertThrows(ManagementException.class, () -> routes.delete(1, identity)).status());
        routes.delete(ID, identity);
        assertEquals(0, routes.entities(ID).size());
        FakePeer peer = new FakePeer();
        fixture.sender("svc", peer);
        assertNull(peer.splice);
        assertTrue(service.memory.isEmpty());
    }

    @Test
    void shouldEndWithItsConnection() throws Exception {
        routes.create(ID, null, Map.of("pattern", "svc", "direction", "out"));
        service.connection.closed();
        fixture.sync();
        FakePeer peer = new FakePeer();
        fixture.receiver("svc", peer);
        assertTrue(peer.attached);
        assertNull(peer.splice);
        assertEquals("Parent connection no longer exists",
                refused(ID, null, Map.of("pattern", "a", "direction", "in")).getMessage());
    }

    @Test
    void shouldBeThereForALaterRouter() throws Exception {
        routes.create(ID, "kept", Map.of("pattern", "svc", "direction", "out"));
        try (CoreFixture later = new CoreFixture()) {
            FakeContainer again = new FakeContainer(later.core, ID, "amqp", "normal", "SERVICE");
            again.memory.putAll(service.memory);
            again.connection.replayed();
            later.receiver("svc", new FakePeer());
            assertEquals("svc", again.next().descriptor.address());
            ManagedEntity entity = later.core.connectionLinkRoutes().entities(ID).iterator().next();
            assertEquals("kept", entity.name());
            // Identities go on after those that are remembered.
            assertEquals("2", later.core.connectionLinkRoutes()
                    .create(ID, null, Map.of("pattern", "x", "direction", "in")).identity());
        }
    }

    @Test
    void shouldRefuseWhatIsIncomplete() throws Exception {
        assertEquals("Pattern field is required", refused(ID, null, Map.of("direction", "in")).getMessage());
        assertEquals("No 'direction' attribute provided - it is mandatory",
                refused(ID, null, Map.of("pattern", "a")).getMessage());
        assertEquals("Pattern invalid - no tokens",
                refused(ID, null, Map.of("pattern", "/", "direction", "in")).getMessage());
        routes.create(ID, "n", Map.of("pattern", "a", "direction", "in"));
        assertEquals("Name conflicts with an existing entity",
                refused(ID, "n", Map.of("pattern", "b", "direction", "in")).getMessage());
    }

    @Test
    void shouldRefuseThemToPeersThatMayNotHaveAny() {
        service.allowsLinkRoutes = false;
        assertEquals(403, assertThrows(ManagementException.class, () -> routes.mayCreate(ID)).status());
        ManagementException refused = refused(ID, null, Map.of("pattern", "a", "direction", "in"));
        assertEquals(403, refused.status());
        assertEquals("Forbidden", refused.getMessage());
        assertEquals(0, routes.entities(ID).size());
    }

    @Test
    void shouldRefuseLinksWhenTheServiceHasGoneMeanwhile() throws Exception {
        routes.create(ID, null, Map.of("pattern", "svc", "direction", "out"));
        service.connection.closed();
        FakePeer peer = new FakePeer();
        fixture.receiver("svc", peer);
        assertTrue(peer.attached || LinkError.NO_ROUTE.equals(peer.error));
    }
}

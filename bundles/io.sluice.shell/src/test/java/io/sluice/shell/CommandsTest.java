// SPDX-License-Identifier: Apache-2.0
package io.sluice.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.sluice.management.api.DrainReport;
import io.sluice.management.api.Drainable;
import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.ManagedEntity;

class CommandsTest {

    private final EntityRegistry<ManagedEntity> profiles = new EntityRegistry<>("sslProfile");
    private final EntityRegistry<ManagedEntity> listeners = new EntityRegistry<>("listener");
    private final EntityCommands entities = new EntityCommands();
    private final DrainCommands drain = new DrainCommands();

    @Test
    void shouldCountAndShowEntities() {
        entities.sources(List.of(profiles, listeners, new EntityRegistry<>("listener")));
        profiles.add(entity("sslProfile/a", Map.of("name", "a", "certFile", "tls.crt", "unknown", "x")));

        assertEquals("TYPE        ENTITIES\nlistener    0\nsslProfile  1", entities.entities());
        assertEquals("sslProfile sslProfile/a\n  name = a\n  certFile = tls.crt", entities.entities("sslProfile"));
        assertEquals(entities.entities("sslProfile"),
                entities.entities("org.apache.qpid.dispatch.sslProfile"));
        assertEquals("No listener", entities.entities("listener"));
        assertEquals("No such entity type 'foo', expected one of listener, sslProfile", entities.entities("foo"));
    }

    @Test
    void shouldNotShowHiddenAttributes() {
        EntityRegistry<ManagedEntity> connectors = new EntityRegistry<>("connector");
        entities.sources(List.of(connectors));
        connectors.add(entity("connector/a", Map.of("host", "h", "saslPassword", "secret")));

        assertEquals("connector connector/a\n  host = h", entities.entities("connector"));
    }

    @Test
    void shouldDrainByName() {
        List<Long> deadlines = new ArrayList<>();
        drain.drainables(List.of(drainable("amqp", deadlines), drainable("amqp", deadlines),
                drainable("listeners", deadlines)));

        assertEquals("Drained listeners in 4 ms: 1 connections closed, 2 deliveries settled, 3 released",
                drain.drain("listeners", 7));
        assertEquals(2, drain.drain("amqp", 0).lines().count());
        assertEquals(List.of(7000L, 0L, 0L), deadlines);
        assertEquals("Nothing to drain is called 'x', expected one of: amqp, listeners", drain.drain("x", 1));
        assertEquals("SECONDS is at least 0", drain.drain("amqp", -1));
        assertTrue(drain.drain().endsWith("amqp, listeners"));
        assertEquals(3, deadlines.size());
    }

    @Test
    void shouldAlignColumns() {
        assertEquals("A     B\nlong  x\n      y", new Table("A", "B").row("long", "x").row(null, "y").toString());
    }

    private static Drainable drainable(String name, List<Long> deadlines) {
        return new Drainable() {
            @Override
            public String drainName() {
                return name;
            }

            @Override
            public DrainReport drain(long deadlineMillis) {
                deadlines.add(deadlineMillis);
                return new DrainReport(1, 2, 3, 4);
            }
        };
    }

    private static ManagedEntity entity(String identity, Map<String, Object> attributes) {
        return new ManagedEntity() {
            @Override
            public String entityType() {
                return identity.substring(0, identity.indexOf('/'));
            }

            @Override
            public String identity() {
                return identity;
            }

            @Override
            public String name() {
                return identity;
            }

            @Override
            public Object attribute(String attribute) {
                return attributes.get(attribute);
            }
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

class EntitySchemaTest {

    private final EntitySchema schema = EntitySchema.standard();

    private AttributeType attribute(String type, String name) {
        return schema.type(type).attribute(name);
    }

    private String refused(String type, String name, Object value) {
        return assertThrows(SchemaException.class, () -> attribute(type, name).convert(value)).line();
    }

    @Test
    void shouldHaveAllTypes() {
        assertEquals(36, schema.types().size());
        assertEquals(Set.of("router", "sslProfile", "authServicePlugin", "listener", "connector", "log", "address",
            "linkRoute", "autoLink", "exchange", "binding", "console", "policy", "vhost", "jmx", "userStore"),
            Set.copyOf(schema.sectionNames()));
    }

    @Test
    void shouldFindTypesByShortFullAndSectionName() {
        EntityType address = schema.type("address");
        assertSame(address, schema.type("router.config.address"));
        assertSame(address, schema.type("org.apache.qpid.dispatch.router.config.address"));
        assertEquals("org.apache.qpid.dispatch.router.config.address", address.fullName());
        assertEquals(List.of("configurationEntity", "entity"),
            address.bases().stream().map(EntityType::shortName).toList());
        assertEquals("org.amqp.management", schema.type("management").base().fullName());
        assertNull(schema.type("nothing"));
        assertNull(schema.type(null));
    }

    @Test
    void shouldInheritAttributesAndKnowFlags() {
        EntityType listener = schema.type("listener");
        assertEquals(List.of("name", "identity", "type", "host"),
            List.copyOf(listener.attributes().keySet()).subList(0, 4));
        assertTrue(attribute("log", "module").required());
        assertTrue(attribute("log", "enable").updatable());
        assertFalse(attribute("log", "enable").creatable());
        assertTrue(attribute("connector", "saslPassword").hidden());
        assertFalse(attribute("connector", "connectionMsg").settable());
        assertTrue(attribute("router", "linkCount").graph());
        assertTrue(attribute("router", "area").unused());
        assertTrue(schema.type("router").singleton());
        assertEquals(List.of("READ", "CREATE", "DELETE"), listener.operations());
        assertEquals("socketAddressFamily", listener.formerly("protocolFamily").name());
        assertEquals("enableFallback", schema.type("address").otherwise("fallback").name());
    }

    @Test
    void shouldDescribeEverything() {
        for (EntityType type : schema.types()) {
            assertFalse(type.description().isEmpty(), type.shortName());
            type.attributes().values().forEach(known -> assertTrue(known.description().endsWith("."),
                type + " " + known));
        }
    }

    @Test
    void shouldConvertValues() throws SchemaException {
        AttributeType flag = attribute("listener", "requireSsl");
        for (Object yes : List.of("yes", "TRUE", "On", true, 1, -1.5)) {
            assertEquals(true, flag.convert(yes));
        }
        for (Object no : List.of("no", "False", "OFF", false, 0)) {
            assertEquals(false, flag.convert(no));
        }
        assertEquals(5, attribute("listener", "maxSessions").convert(" 5 "));
        assertEquals(5_000_000_000L, attribute("listener", "maxSessions").convert("5000000000"));
        assertEquals(7, attribute("listener", "maxSessions").convert(7.0));
        assertEquals("5672", attribute("listener", "port").convert(5672));
        assertEquals("closest", attribute("address", "distribution").convert("closest"));
        assertEquals("closest", attribute("address", "distribution").convert("1"));
        assertEquals("closest", attribute("address", "distribution").convert(1));
        assertEquals("plugin:x", attribute("address", "distribution").convert("plugin:x"));
        assertEquals(Map.of("a", 1), attribute("listener", "openProperties").convert(Map.of("a", 1)));
        assertEquals("balanced", attribute("address", "distribution").defaultValue());
        assertEquals(16384, attribute("listener", "maxFrameSize").defaultValue());
    }

    @Test
    void shouldSayWhyValuesAreWrong() {
        assertEquals("Invalid Boolean value ''1''; expected yes, true, on, no, false or off",
            refused("listener", "requireSsl", "1"));
        assertEquals("Invalid value for maxSessions: '1x'; expected a whole number",
            refused("listener", "maxSessions", "1x"));
        assertEquals("Invalid value for enum['multicast', 'closest', 'balanced', 'unavailable']: 'closet'; expected one"
            + " of multicast, closest, balanced, unavailable, plugin:<name>; did you mean 'closest'?",
            refused("address", "distribution", "closet"));
        assertEquals("Invalid value for enum['multicast', 'closest', 'balanced', 'unavailable']: '4'; expected one of"
            + " multicast, closest, balanced, unavailable", refused("router", "defaultDistribution", "4"));
        assertEquals("Properties must be a map; expected a map", refused("listener", "openProperties", "x"));
        assertEquals("Invalid value for host: '{}'; expected a text", refused("listener", "host", Map.of()));
    }

    @Test
    void shouldTellWhatHasBehaviour() {
        assertFalse(schema.type("console").supported());
        assertTrue(schema.type("userStore").supported());
        assertTrue(attribute("router", "mode").supports("edge"));
        assertTrue(attribute("router", "mode").supports("standalone"));
        assertFalse(attribute("listener", "http").supports(true));
        assertTrue(attribute("listener", "http").supports(false));
        assertTrue(attribute("address", "ingressPhase").supports(1));
    }

    @Test
    void shouldSuggestNearNamesOnly() throws SchemaException {
        assertEquals("listener", schema.unknown("Listner").nearest());
        assertNull(schema.unknown("queue").nearest());
        assertEquals("sslProfile", schema.type("listener").unknown("sslProflie").nearest());
        assertThrows(SchemaException.class, () -> schema.section("connection"));
        assertSame(schema.type("address"), schema.section("address"));
    }
}

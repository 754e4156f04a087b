// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The schema has what tools and configuration files of the router that it takes the place of rely on. */
class SchemaFactsTest {

    /** What Sluice adds to a known type: own attributes, and columns that run-time replies have beside the schema. */
    private static final Map<String, Set<String>> ADDED = Map.of(
        "router", Set.of("linksBlocked", "maxRouters"),
        "listener", Set.of("boundAddress"),
        "router.link", Set.of("connectionId"),
        "connection", Set.of("active"));

    /**
     * Where the schema says something else on purpose: files may set the area and sizes of messages, and no password is
     * ever shown.
     */
    private static final Map<String, String> INSTEAD = Map.of(
        "area string | 0 |  |", "area string | 0 | C |",
        "maxMessageSize integer |  |  |", "maxMessageSize integer |  | CU |",
        "password string |  | C |", "password string |  | CH |");

    /** Types that only Sluice has, and types without entities of their own. */
    private static final Set<String> OTHERS = Set.of("entity", "configurationEntity", "operationalEntity",
        "org.amqp.management", "management", "interceptor", "router.stats", "router.address.stats", "bundle",
        "jvm", "jmx", "userStore");

    private static final EntitySchema SCHEMA = EntitySchema.standard();

    private record Known(String shortName, String fullName, String head, List<String> attributes) {}

    private static List<Known> known() throws IOException {
        try (InputStream in = SchemaFactsTest.class.getResourceAsStream("entities.txt")) {
            List<Known> all = new ArrayList<>();
            for (String block : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n\n")) {
                if (block.startsWith("entity ")) {
                    List<String> lines = block.lines().map(String::trim).toList();
                    String[] names = lines.get(0).split(" ");
                    all.add(new Known(names[1], names[2], lines.get(1), lines.subList(2, lines.size())));
                }
            }
            return all;
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldHaveEveryAttributeAsKnown() throws IOException {
        return known().stream().map(type -> DynamicTest.dynamicTest(type.shortName(), () -> check(type)));
    }

    @Test
    void shouldHaveNoOtherTypesThanKnownAndOwnOnes() throws IOException {
        Set<String> names = new TreeSet<>(OTHERS);
        known().forEach(type -> names.add(type.shortName()));
        assertEquals(names, SCHEMA.types().stream().map(EntityType::shortName)
            .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static void check(Known known) {
        EntityType type = SCHEMA.type(known.shortName());
        assertNotNull(type);
        assertEquals(known.fullName(), type.fullName());
        assertEquals(known.head(), ((type.singleton() ? "singleton " : "") + (type.deprecated() ? "deprecated " : "")
            + "| " + type.base() + " | " + String.join(" ", type.operations())));
        Map<String, String> expected = new LinkedHashMap<>();
        known.attributes().forEach(line -> expected.put(line.split(" ")[0],
            INSTEAD.getOrDefault(line, line.replaceFirst("\\| R \\|", "| CR |"))));
        Map<String, String> found = new LinkedHashMap<>();
        type.attributes().values().stream()
            .filter(attribute -> !type.base().attributes().containsKey(attribute.name())
                && !ADDED.getOrDefault(type.shortName(), Set.of()).contains(attribute.name()))
            .forEach(attribute -> found.put(attribute.name(), line(attribute)));
        assertEquals(String.join("\n", new TreeSet<>(expected.values())),
            String.join("\n", new TreeSet<>(found.values())));
    }

    private static String line(AttributeType attribute) {
        String words = attribute.words().isEmpty() ? "" : "(" + String.join(" ", attribute.words()) + ")";
        String kind = attribute.kind() == AttributeType.Kind.ENTITY_ID ? "entityId"
            : attribute.kind().name().toLowerCase(Locale.ROOT);
        Object value = attribute.defaultValue();
        String flags = flag("C", attribute.creatable()) + flag("D", attribute.deprecated())
            + flag("G", attribute.graph()) + flag("H", attribute.hidden()) + flag("R", attribute.required())
            + flag("U", attribute.updatable());
        return (attribute.name() + " " + kind + words + " | "
            + (value == null ? "" : "".equals(value) ? "\"\"" : value) + " | " + flags + " | "
            + String.join(" ", attribute.formerNames())).trim();
    }

    private static String flag(String letter, boolean value) {
        return value ? letter : "";
    }
}

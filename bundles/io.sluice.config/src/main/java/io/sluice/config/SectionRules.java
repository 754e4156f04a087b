// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import io.sluice.management.api.AttributeType;
import io.sluice.management.api.NearestName;
import io.sluice.management.api.SchemaException;

/** What the schema's types cannot say: ranges, combinations of attributes, names of other sections. */
final class SectionRules {

    static final String STANDALONE =
        "role='standalone' not allowed to connect to or accept connections from other routers.";

    private static final int ID_LIMIT = 127;
    private static final int PORT_LIMIT = 65535;
    private static final Set<String> RESERVED =
        Set.of("product", "version", "failover-server-list", "network-host", "port");

    private final Set<String> sslProfiles;
    private final String mode;

    /**
     * Makes rules.
     *
     * @param sslProfiles the names that {@code sslProfile} attributes may have
     * @param mode of the router, null if it is not known
     */
    SectionRules(Set<String> sslProfiles, String mode) {
        this.sslProfiles = sslProfiles;
        this.mode = mode;
    }

    /** Returns what is wrong with a section, by attribute. */
    List<SectionCheck.Refusal> check(Section section) {
        List<SectionCheck.Refusal> refusals = new ArrayList<>();
        BiConsumer<String, SchemaException> refuse = (attribute, cause) -> refusals.add(new SectionCheck.Refusal(
            attribute, attribute == null ? section.line() : section.lines().getOrDefault(attribute, section.line()),
            cause));
        numbers(section, refuse);
        switch (section.type().sectionName()) {
            case "router" -> routerId(section, refuse);
            case "listener", "connector" -> {
                port(section, refuse);
                sslProfile(section, refuse);
                openProperties(section, refuse);
                role(section, refuse);
            }
            case "jmx" -> {
                port(section, refuse);
                sslProfile(section, refuse);
            }
            case "address", "linkRoute", "autoLink", "exchange", "binding" -> RoutingRules.check(section, refuse);
            default -> {
            }
        }
        return refusals;
    }

    private static void numbers(Section section, BiConsumer<String, SchemaException> refuse) {
        for (AttributeType type : section.type().attributes().values()) {
            if (type.kind() == AttributeType.Kind.INTEGER && !RoutingRules.judges(type.name())
                    && section.values().get(type.name()) instanceof Number number
                    && (number.longValue() < 0 || number.longValue() > Integer.MAX_VALUE)) {
                refuse.accept(type.name(), new SchemaException(
                    "Invalid value for " + type.name() + ": '" + number + "'", "0 to " + Integer.MAX_VALUE, null));
            }
        }
    }

    private static void routerId(Section section, BiConsumer<String, SchemaException> refuse) {
        String id = section.text("id");
        if (id == null) {
            return;
        }
        if (id.length() > ID_LIMIT) {
            refuse.accept("id", new SchemaException("Router ID \"" + id + "\" exceeds the maximum allowed length ("
                + ID_LIMIT + " characters)", "a shorter id", null));
        }
        id.chars().filter(c -> Character.isWhitespace(c) || Character.isISOControl(c)).findFirst().ifPresent(
            c -> refuse.accept("id", new SchemaException("Router id attribute containing character '"
                + (char) c + "' in id '" + id + "' is disallowed.", "an id without blanks and control characters",
                null)));
    }

    private static void port(Section section, BiConsumer<String, SchemaException> refuse) {
        String port = section.text("port");
        boolean number = port.matches("[+-]?\\d+");
        if (number && (port.length() > 6 || Integer.parseInt(port) < 0 || Integer.parseInt(port) > PORT_LIMIT)
                || !number && !port.matches("[A-Za-z0-9][A-Za-z0-9_.+-]*")) {
            refuse.accept("port", new SchemaException("Invalid value for port: '" + port + "'",
                "a number from 0 to " + PORT_LIMIT + " or the name of a service", null));
        }
    }

    private void sslProfile(Section section, BiConsumer<String, SchemaException> refuse) {
        String profile = section.text("sslProfile");
        if (profile != null && !sslProfiles.contains(profile)) {
            refuse.accept("sslProfile", new SchemaException("Invalid value for sslProfile: '" + profile + "'",
                "the name of an sslProfile section", NearestName.of(profile, sslProfiles)));
        }
    }

    private void role(Section section, BiConsumer<String, SchemaException> refuse) {
        String role = section.text("role");
        if (mode == null || !role.equals("inter-router") && !role.equals("edge")) {
            return;
        }
        String kind = section.type().sectionName();
        if (mode.equals("standalone")) {
            refuse.accept("role", new SchemaException(STANDALONE, "role normal or route-container", null));
        } else if (!mode.equals("interior") && (role.equals("inter-router") || kind.equals("listener"))) {
            refuse.accept("role", new SchemaException("role='" + role
                + "' only allowed with router mode='interior' for " + kind + ".", "another role", null));
        }
    }

    private static void openProperties(Section section, BiConsumer<String, SchemaException> refuse) {
        if (!(section.values().get("openProperties") instanceof Map<?, ?> map)) {
            return;
        }
        String role = section.text("role");
        if (!role.equals("normal") && !role.equals("route-container")) {
            refuse.accept("openProperties", new SchemaException("openProperties not allowed for role " + role,
                "role normal or route-container", null));
        }
        for (Object key : map.keySet()) {
            String name = key.toString();
            if (!name.chars().allMatch(c -> c < 128)) {
                refuse.accept("openProperties", new SchemaException("Property keys must be ASCII encoded",
                    "another key than '" + name + "'", null));
            } else if (RESERVED.contains(name) || name.startsWith("qd.") || name.startsWith("x-opt-qd.")) {
                refuse.accept("openProperties", new SchemaException(
                    "Reserved key '" + name + "' not allowed in openProperties", "another key", null));
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

import io.sluice.management.api.SchemaException;

/**
 * What the schema's types cannot say about addresses, link routes, auto-links, exchanges and bindings, in the words
 * that management has for it too. The router would say the same; here it is said with the line, and before it runs.
 */
final class RoutingRules {

    private static final int LIMIT = 9;
    private static final String PHASE = "phase";

    private RoutingRules() {
    }

    /** Returns whether the range of a number is looked at here. */
    static boolean judges(String attribute) {
        return attribute.equals("priority") || attribute.toLowerCase(Locale.ROOT).endsWith(PHASE);
    }

    /** Tells what is wrong with a section. */
    static void check(Section section, BiConsumer<String, SchemaException> refuse) {
        switch (section.type().sectionName()) {
            case "address" -> {
                pattern(section, refuse);
                address(section, refuse);
            }
            case "linkRoute" -> {
                pattern(section, refuse);
                target(section, refuse);
            }
            case "autoLink" -> {
                target(section, refuse);
                phases(section, refuse, "autoLink phase must be between 0 and 9", PHASE);
            }
            case "exchange" -> phases(section, refuse, "phase must be in the range 0-9", PHASE, "alternatePhase");
            default -> phases(section, refuse, "phase must be in the range 0-9", "nextHopPhase");
        }
    }

    private static void pattern(Section section, BiConsumer<String, SchemaException> refuse) {
        String prefix = section.text("prefix");
        String pattern = section.text("pattern");
        if (prefix == null && pattern == null) {
            refuse.accept(null, new SchemaException("Either a 'prefix' or 'pattern' attribute must be provided",
                "one of them", null));
        } else if (prefix != null && pattern != null) {
            refuse.accept("pattern", new SchemaException("Cannot specify both a 'prefix' and a 'pattern' attribute",
                "one of them", null));
        } else {
            String name = prefix == null ? "pattern" : "prefix";
            String value = prefix == null ? pattern : prefix;
            if (value.isEmpty()) {
                refuse.accept(name, new SchemaException((prefix == null ? "Pattern" : "Prefix")
                    + " must be a non-empty string type", null, null));
            } else if (value.chars().allMatch(c -> c == '.' || c == '/')) {
                refuse.accept(name, new SchemaException((prefix == null ? "Pattern" : "Prefix")
                    + " invalid - no tokens", "a word between the dots and slashes", null));
            }
        }
    }

    private static void address(Section section, BiConsumer<String, SchemaException> refuse) {
        if (outside(section, "priority")) {
            refuse.accept("priority", new SchemaException(
                "Priority value, if present, must be between 0 and QDR_MAX_PRIORITY", "0 to 9", null));
        }
        phases(section, refuse, "Phase values must be between 0 and 9", "ingressPhase", "egressPhase");
        boolean phases = List.of("ingressPhase", "egressPhase").stream()
            .anyMatch(name -> section.values().get(name) instanceof Number number && number.longValue() != 0);
        boolean fallback = Boolean.TRUE.equals(section.values().get("enableFallback"));
        if (fallback && (phases || Boolean.TRUE.equals(section.values().get("waypoint")))) {
            refuse.accept("enableFallback", new SchemaException(
                "Fallback cannot be specified with waypoint or non-zero ingress and egress phases", "one of them",
                null));
        }
    }

    private static void target(Section section, BiConsumer<String, SchemaException> refuse) {
        if (section.text("connection") != null && section.text("containerId") != null) {
            refuse.accept("containerId", new SchemaException(
                "Both connection and containerId cannot be specified. Specify only one", null, null));
        }
    }

    private static void phases(
            Section section, BiConsumer<String, SchemaException> refuse, String text, String... names) {
        for (String name : names) {
            if (outside(section, name)) {
                refuse.accept(name, new SchemaException(text, null, null));
            }
        }
    }

    private static boolean outside(Section section, String name) {
        return section.values().get(name) instanceof Number number
            && (number.longValue() < 0 || number.longValue() > LIMIT);
    }
}

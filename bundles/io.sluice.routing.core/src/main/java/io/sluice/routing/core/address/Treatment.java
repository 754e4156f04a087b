// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.address;

import java.util.regex.Pattern;

/**
 * How deliveries to an address are distributed. Immutable.
 *
 * @param kind which way
 * @param plugin the name of the strategy, only for {@link Kind#PLUGIN}
 */
public record Treatment(Kind kind, String plugin) {

    /** The ways. */
    public enum Kind { MULTICAST, CLOSEST, BALANCED, UNAVAILABLE, PLUGIN }

    public static final Treatment MULTICAST = new Treatment(Kind.MULTICAST, null);
    public static final Treatment CLOSEST = new Treatment(Kind.CLOSEST, null);
    public static final Treatment BALANCED = new Treatment(Kind.BALANCED, null);
    public static final Treatment UNAVAILABLE = new Treatment(Kind.UNAVAILABLE, null);

    private static final String PLUGIN_PREFIX = "plugin:";
    private static final Pattern PLUGIN_NAME = Pattern.compile("[A-Za-z0-9-]+");

    /** Returns the treatment that a configuration names, or null if it names none. */
    public static Treatment parse(String distribution) {
        return switch (distribution) {
            case "multicast" -> MULTICAST;
            case "closest" -> CLOSEST;
            case "balanced" -> BALANCED;
            case "unavailable" -> UNAVAILABLE;
            default -> {
                String name = distribution.startsWith(PLUGIN_PREFIX)
                        ? distribution.substring(PLUGIN_PREFIX.length()) : "";
                yield PLUGIN_NAME.matcher(name).matches() ? new Treatment(Kind.PLUGIN, name) : null;
            }
        };
    }

    @Override
    public String toString() {
        return switch (kind) {
            case MULTICAST -> "multicast";
            case CLOSEST -> "closest";
            case BALANCED -> "balanced";
            case UNAVAILABLE -> "unavailable";
            default -> PLUGIN_PREFIX + plugin;
        };
    }
}

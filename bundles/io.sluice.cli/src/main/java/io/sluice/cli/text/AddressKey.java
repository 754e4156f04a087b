// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.text;

/** The parts of an address as routers keep it: class, phase and the address itself. */
public final class AddressKey {

    private AddressKey() {
    }

    /** Returns the class in words. */
    public static String classOf(String key) {
        if (key.isEmpty()) {
            return "";
        }
        return switch (key.charAt(0)) {
            case 'M' -> "mobile";
            case 'L' -> "local";
            case 'T' -> "topo";
            case 'R' -> "router";
            case 'C', 'E' -> "link-in";
            case 'D', 'F' -> "link-out";
            case 'H' -> "edge";
            default -> "unknown: " + key.charAt(0);
        };
    }

    /** Returns the phase; empty for what has none. */
    public static String phase(String key) {
        return key.startsWith("M") && key.length() > 1 ? key.substring(1, 2) : "";
    }

    /** Returns the address. */
    public static String address(String key) {
        int prefix = key.startsWith("M") ? 2 : 1;
        return key.length() <= prefix ? "" : key.substring(prefix);
    }
}

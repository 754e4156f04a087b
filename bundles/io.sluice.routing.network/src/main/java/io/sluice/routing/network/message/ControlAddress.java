// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.message;

/**
 * Where a message of the router protocol is bound.
 *
 * @param scope which routers
 * @param router the id, for {@link Scope#ROUTER}, else null
 * @param mobile true for the part of the protocol that is about mobile addresses
 */
public record ControlAddress(Scope scope, String router, boolean mobile) {

    /** Which routers. */
    public enum Scope {
        /** Each neighbour, and no further. */
        NEIGHBOURS,
        /** All routers. */
        ALL,
        /** One router. */
        ROUTER
    }

    /** Address of HELLO. */
    public static final String HELLO = "amqp:/_local/qdhello";

    /** Address of RA. */
    public static final String ALL_ROUTERS = "amqp:/_topo/0/all/qdrouter";

    /** Address of a MAU with a change; it has no scheme, unlike the others. */
    public static final String ALL_MOBILE = "_topo/0/all/qdrouter.ma";

    private static final ControlAddress TO_NEIGHBOURS = new ControlAddress(Scope.NEIGHBOURS, null, false);
    private static final ControlAddress TO_ALL = new ControlAddress(Scope.ALL, null, false);
    private static final ControlAddress TO_ALL_MOBILE = new ControlAddress(Scope.ALL, null, true);
    private static final String ROUTING = "qdrouter";
    private static final String MOBILE = "qdrouter.ma";

    /** Returns the address of one router, for LSR and LSU. */
    public static String routing(String id) {
        return "amqp:/_topo/0/" + id + "/qdrouter";
    }

    /** Returns the address of one router, for MAR and complete MAU. */
    public static String mobile(String id) {
        return "amqp:/_topo/0/" + id + "/qdrouter.ma";
    }

    /** Reads an address; null if it is none of the router protocol. */
    public static ControlAddress parse(String text) {
        if (text.equals(ALL_ROUTERS)) {
            return TO_ALL;
        }
        String path = stripped(text);
        if (path.equals("_local/qdhello")) {
            return TO_NEIGHBOURS;
        }
        if (!path.startsWith("_topo/")) {
            return null;
        }
        int end = path.lastIndexOf('/');
        boolean mobile = path.endsWith(MOBILE) && path.length() == end + 1 + MOBILE.length();
        if (end <= 5 || !mobile && !(path.endsWith(ROUTING) && path.length() == end + 1 + ROUTING.length())) {
            return null;
        }
        // With or without the area.
        int start = path.startsWith("0/", 6) ? 8 : 6;
        if (end - start == 3 && path.startsWith("all", start)) {
            return mobile ? TO_ALL_MOBILE : TO_ALL;
        }
        return start == 8 && end > start ? new ControlAddress(Scope.ROUTER, path.substring(8, end), mobile) : null;
    }

    private static String stripped(String text) {
        if (text.startsWith("amqp:/") && !text.startsWith("amqp://")) {
            return text.substring(6);
        }
        int authority = text.startsWith("amqp://") ? 7 : text.startsWith("//") ? 2 : -1;
        if (authority > 0) {
            int slash = text.indexOf('/', authority);
            return slash < 0 ? "" : text.substring(slash + 1);
        }
        return text.startsWith("/") ? text.substring(1) : text;
    }
}

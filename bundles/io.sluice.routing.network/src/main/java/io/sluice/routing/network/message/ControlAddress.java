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
        String path = stripped(text);
        if (path.equals("_local/qdhello")) {
            return new ControlAddress(Scope.NEIGHBOURS, null, false);
        }
        if (!path.startsWith("_topo/")) {
            return null;
        }
        int end = path.lastIndexOf('/');
        String last = path.substring(end + 1);
        if (end <= 5 || !last.equals(ROUTING) && !last.equals(MOBILE)) {
            return null;
        }
        boolean mobile = last.equals(MOBILE);
        String middle = path.substring(6, end);
        if (middle.equals("all")) {
            return new ControlAddress(Scope.ALL, null, mobile);
        }
        if (!middle.startsWith("0/")) {
            return null;
        }
        String router = middle.substring(2);
        if (router.equals("all")) {
            return new ControlAddress(Scope.ALL, null, mobile);
        }
        return router.isEmpty() ? null : new ControlAddress(Scope.ROUTER, router, mobile);
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

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.address;

/** From normalised address text to class and key, as seen by the router with one id. Immutable. */
public final class AddressKeys {

    /** Class characters of keys. */
    public static final char MOBILE = 'M';
    static final char LOCAL = 'L';
    public static final char ALL_ROUTERS = 'T';
    public static final char ROUTER = 'R';
    static final char AREA = 'A';
    public static final char EDGE = 'H';

    /** Where an edge router sends what is for other routers. */
    public static final String UPLINK = "L_edge";

    /** In place of the phase in the key of an address' fallback. */
    public static final char FALLBACK = 'F';

    /** The name that dynamic sources start with, after the class character. */
    static final String TEMPORARY = "temp.";
    /** The name that dynamic targets start with, after class and phase. */
    public static final String TEMPORARY_TARGET = "_$temp.";

    private static final String LOCAL_PREFIX = "_local/";
    private static final String TOPOLOGICAL_PREFIX = "_topo/";
    private static final String EDGE_PREFIX = "_edge/";
    private static final String OWN_AREA = "0";
    private static final String ALL = "all";

    private final String routerId;
    /** This router is an edge: whatever is for another one goes by its uplink. */
    private final boolean edge;

    public AddressKeys(String routerId) {
        this(routerId, false);
    }

    public AddressKeys(String routerId, boolean edge) {
        this.routerId = routerId;
        this.edge = edge;
    }

    public boolean isEdge() {
        return edge;
    }

    /** Returns the address of a new temporary source, as the peer is told it. */
    public String temporarySource(String discriminator) {
        String own = edge ? EDGE_PREFIX + routerId : TOPOLOGICAL_PREFIX + OWN_AREA + "/" + routerId;
        return "amqp:/" + own + "/" + TEMPORARY + discriminator;
    }

    /** Returns the address of a new temporary target, as the peer is told it. */
    public static String temporaryTarget(String discriminator) {
        return "amqp:/" + TEMPORARY_TARGET + discriminator;
    }

    /**
     * Returns the key of a normalised text if it is of another class than mobile, else null: a mobile address needs
     * its phase and tenant.
     */
    public String keyIfNotMobile(String text) {
        if (text.isEmpty() || text.charAt(0) != '_') {
            return null;
        }
        if (text.startsWith(LOCAL_PREFIX)) {
            return LOCAL + text.substring(LOCAL_PREFIX.length());
        }
        if (text.startsWith(EDGE_PREFIX)) {
            String rest = text.substring(EDGE_PREFIX.length());
            String named = firstSegment(rest);
            return named.length() < rest.length() && named.equals(routerId) ? LOCAL + after(rest, named)
                    : edge ? UPLINK : EDGE + named;
        }
        if (!text.startsWith(TOPOLOGICAL_PREFIX)) {
            return null;
        }
        String rest = text.substring(TOPOLOGICAL_PREFIX.length());
        String area = firstSegment(rest);
        if (area.length() == rest.length() || !area.equals(OWN_AREA) && !area.equals(ALL)) {
            return edge ? UPLINK : AREA + area;
        }
        String inArea = after(rest, area);
        String router = firstSegment(inArea);
        if (router.length() == inArea.length()) {
            return edge ? UPLINK : ROUTER + router;
        }
        if (router.equals(ALL)) {
            return ALL_ROUTERS + after(inArea, router);
        }
        return router.equals(routerId) ? LOCAL + after(inArea, router) : edge ? UPLINK : ROUTER + router;
    }

    /** Returns the key of a mobile address. */
    public static String mobile(char phase, String text) {
        return new StringBuilder(text.length() + 2).append(MOBILE).append(phase).append(text).toString();
    }

    private static String firstSegment(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? text : text.substring(0, slash);
    }

    private static String after(String text, String segment) {
        return text.length() > segment.length() ? text.substring(segment.length() + 1) : "";
    }
}

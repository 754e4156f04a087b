// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import java.util.List;
import java.util.Map;

import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.core.CoreConnection;
import io.sluice.routing.core.Link;
import io.sluice.routing.core.LinkOwner;
import io.sluice.routing.core.RouterCore;

/**
 * Begins the links of an edge router on its active connection. Each has a purpose, by which a later router finds it
 * again: the connection remembers the names. Control thread only.
 */
final class EdgeLinks {

    private static final String MEMORY = "edge link ";

    private final CoreConnection connection;
    private final RouterCore core;
    private final List<Link> announced;

    /**
     * Makes links on a connection.
     *
     * @param announced what an earlier router began there
     */
    EdgeLinks(CoreConnection connection, List<Link> announced) {
        this.connection = connection;
        this.core = connection.core();
        this.announced = List.copyOf(announced);
    }

    CoreConnection connection() {
        return connection;
    }

    RouterCore core() {
        return core;
    }

    /** Returns the purposes of links that an earlier router began, as far as they start with a word. */
    List<String> known(String prefix) {
        return connection.peer().memory().keySet().stream().filter(key -> key.startsWith(MEMORY + prefix))
            .map(key -> key.substring(MEMORY.length())).sorted().toList();
    }

    /**
     * Begins a link, or finds the one that an earlier router has begun.
     *
     * @param purpose unlike that of any other link
     * @param asked what to ask for if there is none; the name is the one that is remembered
     */
    Link begin(String purpose, LinkDescriptor asked, LinkOwner owner) {
        Link known = find(purpose);
        if (known != null) {
            known.owner(owner);
            return known;
        }
        remember(purpose, asked.name());
        return core.begin(connection, asked, owner);
    }

    private Link find(String purpose) {
        Object name = connection.peer().memory().get(MEMORY + purpose);
        for (Link link : announced) {
            if (link.state() == Link.State.PENDING && link.owner() == null && link.descriptor().name().equals(name)) {
                return link;
            }
        }
        return null;
    }

    /** Returns true if an earlier router has begun a link that is still there. */
    boolean isAnnounced(String purpose) {
        return find(purpose) != null;
    }

    /** A link has ended. */
    void forget(String purpose) {
        remember(purpose, null);
    }

    /** Keeps a value for a later router; null to forget it. */
    void remember(String purpose, Object value) {
        Map<String, Object> memory = connection.peer().memory();
        if (value == null) {
            memory.remove(MEMORY + purpose);
        } else {
            memory.put(MEMORY + purpose, value);
        }
    }

    Object remembered(String purpose) {
        return connection.peer().memory().get(MEMORY + purpose);
    }

    // ---- descriptions

    /** A link that ends at addresses of this router. */
    LinkDescriptor endpoint(boolean incoming, String address, String capability) {
        return describe(LinkDescriptor.ENDPOINT_SESSION, incoming, address == null ? Kind.ANONYMOUS : Kind.ADDRESSED,
                address, capability, connection.descriptor().linkCapacity());
    }

    /** A link to or from what an interior router offers to edges. */
    LinkDescriptor service(boolean incoming, String address, int capacity) {
        return describe(LinkDescriptor.CORE_SESSION, incoming, address == null ? Kind.DYNAMIC : Kind.ADDRESSED,
                address, null, capacity);
    }

    private LinkDescriptor describe(
            String session, boolean incoming, Kind kind, String address, String capability, int capacity) {
        return new LinkDescriptor(core.linkNames().next(), incoming, kind, address,
                capability == null ? List.of() : List.of(capability), Map.of(), capacity, false, true, false,
                capability != null, session, null);
    }
}

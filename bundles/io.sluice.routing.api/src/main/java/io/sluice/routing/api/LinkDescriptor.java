// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A link as asked for in an attach. Immutable.
 *
 * @param name the attach's name
 * @param incoming true if the peer sends and the router receives
 * @param kind how the relevant terminus names its node: the target of an incoming link and the source of an outgoing
 *     one; the other one of a link that this router began, since its node is the peer's
 * @param address the terminus address as the peer wrote it; of a dynamic link null, or, in a replay, the assigned one
 * @param capabilities the relevant terminus' capabilities
 * @param nodeProperties dynamic node properties of the terminus; JDK values
 * @param capacity the credit window of the link
 * @param sendSettled the peer asked for settled deliveries only (snd-settle-mode settled) on an outgoing link
 * @param routerInitiated this router sent the attach, or will
 * @param resumable the relevant terminus is to outlive its session: it expires never, or after some time
 * @param bareCapability the terminus names its one capability as a symbol of its own and not as an array of one, which
 *     makes a difference for some capabilities
 * @param session links that this router begins on a connection under the same word share a session; null if the peer
 *     began the link
 * @param splice what a routed link is joined by: in {@link ConnectionPeer#open} and in a replay; null for other links
 */
public record LinkDescriptor(
        String name,
        boolean incoming,
        Kind kind,
        String address,
        List<String> capabilities,
        Map<String, Object> nodeProperties,
        int capacity,
        boolean sendSettled,
        boolean routerInitiated,
        boolean resumable,
        boolean bareCapability,
        String session,
        LinkSplice splice) {

    /** Session of links that end at this router. */
    public static final String ENDPOINT_SESSION = "endpoint";
    /** Session of links by which an edge router uses what its interior router offers to edge routers. */
    public static final String CORE_SESSION = "core";
    /** Session of routed links. */
    public static final String ROUTE_SESSION = "route";

    /** How a terminus names its node. */
    public enum Kind {
        /** By an address. */
        ADDRESSED,
        /** Not at all: a null address, or no terminus. */
        ANONYMOUS,
        /** The router shall make one. */
        DYNAMIC,
        /** A transaction coordinator. */
        COORDINATOR
    }

    /** Checks and copies. */
    public LinkDescriptor {
        Objects.requireNonNull(name);
        Objects.requireNonNull(kind);
        capabilities = List.copyOf(capabilities);
        nodeProperties = Map.copyOf(nodeProperties);
    }

    /** Makes the description of a link that is not routed. */
    public LinkDescriptor(
            String name,
            boolean incoming,
            Kind kind,
            String address,
            List<String> capabilities,
            Map<String, Object> nodeProperties,
            int capacity,
            boolean sendSettled,
            boolean routerInitiated) {
        this(name, incoming, kind, address, capabilities, nodeProperties, capacity, sendSettled, routerInitiated,
            false, false, routerInitiated ? ENDPOINT_SESSION : null, null);
    }

    /** Makes the description of a link that the peer asked for. */
    public LinkDescriptor(
            String name,
            boolean incoming,
            Kind kind,
            String address,
            List<String> capabilities,
            Map<String, Object> nodeProperties,
            int capacity,
            boolean sendSettled) {
        this(name, incoming, kind, address, capabilities, nodeProperties, capacity, sendSettled, false);
    }

    /** Returns the same link with another say on settlement. */
    public LinkDescriptor withSendSettled(boolean settledOnly) {
        return settledOnly == sendSettled ? this : new LinkDescriptor(
                name, incoming, kind, address, capabilities, nodeProperties, capacity, settledOnly,
                routerInitiated, resumable, bareCapability, session, splice);
    }

    /** Returns the same link with another address, for a replay of a dynamic link. */
    public LinkDescriptor withAddress(String assigned) {
        return new LinkDescriptor(
                name, incoming, kind, assigned, capabilities, nodeProperties, capacity, sendSettled,
                routerInitiated, resumable, bareCapability, session, splice);
    }

    /** Returns the same link with another credit window. */
    public LinkDescriptor withCapacity(int window) {
        return new LinkDescriptor(
                name, incoming, kind, address, capabilities, nodeProperties, window, sendSettled,
                routerInitiated, resumable, bareCapability, session, splice);
    }

    /** Returns the same link as a routed one. */
    public LinkDescriptor withSplice(LinkSplice joined) {
        return new LinkDescriptor(
                name, incoming, kind, address, capabilities, nodeProperties, capacity, sendSettled,
                routerInitiated, resumable, bareCapability, routerInitiated ? ROUTE_SESSION : null, joined);
    }
}

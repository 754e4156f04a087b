// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.List;
import java.util.Map;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkGrant;
import io.sluice.routing.core.address.AddressKeys;

/**
 * What either end of a connection between an edge and its interior router has for messages that are still arriving:
 * links without an address, each for one such message at a time. The messages name their address themselves. Control
 * thread only, except where said.
 */
final class EdgeStreaming implements LinkOwner {

    private final CoreConnection connection;
    private final StreamingLinks links = new StreamingLinks(this::begin, this::end);

    EdgeStreaming(CoreConnection connection) {
        this.connection = connection;
    }

    // ---- any thread

    /** Returns true if a delivery goes by a link of its own in place of one of an address. */
    static boolean takes(OutgoingLink link, Delivery delivery) {
        AddressEntry entry = link.entry();
        return entry != null && !delivery.content().isComplete() && link.connection().edgeStreaming() != null
            && isKnownThere(entry.key());
    }

    /** A temporary address of a router is known to that router by its link only. */
    private static boolean isKnownThere(String key) {
        return key.charAt(0) == AddressKeys.MOBILE || key.charAt(0) == AddressKeys.EDGE
            || key.equals(AddressKeys.UPLINK);
    }

    /** Hands a delivery over; false if the connection has ended. */
    boolean offer(Delivery delivery) {
        return !connection.isClosed() && links.offer(delivery);
    }

    private OutgoingLink begin() {
        RouterCore core = connection.core();
        OutgoingLink link = (OutgoingLink) core.begin(connection, new LinkDescriptor(
                core.linkNames().next(), false, LinkDescriptor.Kind.ANONYMOUS, null, List.of(), Map.of(),
                connection.descriptor().linkCapacity(), false, true, false, false, StreamingLinks.SESSION, null), this);
        link.grant(null);
        link.shownPriority(LinkGrant.DEFAULT_PRIORITY);
        core.control().order(() -> core.registerBegun(link));
        return link;
    }

    // ---- control thread

    /** Takes what an earlier router has begun. */
    void opened(List<Link> announced) {
        for (Link link : announced) {
            if (link instanceof OutgoingLink && StreamingLinks.SESSION.equals(link.descriptor().session())) {
                link.owner(this);
                if (link.answer() != null) {
                    answered(link, link.answer());
                }
            }
        }
    }

    void scrub() {
        links.scrub();
    }

    private void end(OutgoingLink link) {
        connection.core().detach(link);
    }

    @Override
    public AttachRules.Decision decide() {
        return new AttachRules.Decision(null, null, null);
    }

    @Override
    public String routingAddress() {
        return null;
    }

    @Override
    public boolean isFallback() {
        return false;
    }

    @Override
    public void answered(Link link, LinkDescriptor answer) {
        if (link.state() == Link.State.PENDING) {
            connection.core().establish(link);
        }
    }

    @Override
    public void granted(Link link) {
        links.adopt((OutgoingLink) link);
    }

    @Override
    public void ended(Link link, LinkError error) {
        links.ended(link);
    }
}

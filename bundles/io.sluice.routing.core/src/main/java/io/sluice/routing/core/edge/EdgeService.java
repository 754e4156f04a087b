// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.core.InProcessLink;

/**
 * A link of an edge router to or from one of the services that interior routers have for edges; begun again if it ends
 * while the connection lives. Control thread only, except {@link #onDelivery}.
 */
final class EdgeService implements InProcessLink.User {

    private final EdgeLinks links;
    private final EdgeTimes times;
    private final boolean incoming;
    private final String address;
    private final int window;
    private final InProcessLink.User user;
    private final String purpose;
    private InProcessLink link;
    private boolean lost;

    /**
     * Describes a link.
     *
     * @param incoming this router receives
     * @param address the service, null for an address that the interior makes
     * @param window the credit that is given, or the number of messages that may be under way
     */
    EdgeService(
            EdgeLinks links,
            EdgeTimes times,
            String purpose,
            boolean incoming,
            String address,
            int window,
            InProcessLink.User user) {
        this.links = links;
        this.times = times;
        this.purpose = "service " + purpose;
        this.incoming = incoming;
        this.address = address;
        this.window = window;
        this.user = user;
    }

    void begin() {
        if (!lost) {
            link = new InProcessLink(links.core(), this, window, null);
            InProcessLink begun = link;
            begun.begun(links.begin(purpose, links.service(incoming, address, window), begun));
        }
    }

    /** Returns the link, null before it is begun. */
    InProcessLink link() {
        return link;
    }

    boolean isOpen() {
        return link != null && link.isOpen();
    }

    void lost() {
        lost = true;
        link = null;
    }

    @Override
    public void opened(InProcessLink opened) {
        if (opened == link) {
            user.opened(opened);
        }
    }

    @Override
    public void room(InProcessLink from) {
        if (from == link) {
            user.room(from);
        }
    }

    @Override
    public void ended(InProcessLink from) {
        if (from == link && !lost) {
            link = null;
            links.forget(purpose);
            user.ended(from);
            links.core().control().later(times.retryNanos(), this::begin);
        }
    }

    @Override
    public boolean onDelivery(Delivery delivery) {
        return user.onDelivery(delivery);
    }
}

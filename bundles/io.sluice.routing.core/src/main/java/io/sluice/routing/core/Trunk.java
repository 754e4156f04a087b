// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkGrant;

/**
 * A connection to another router: its control links, the sheaf of data links by priority, and the links for messages
 * that are still arriving. The side that dialled begins the links; those of either side are told apart by their
 * capability and numbered in the order in which they come. Control thread only, except where said.
 */
final class Trunk implements DeliveryTaker, LinkOwner {

    /** Priorities of messages, each with a link of its own. */
    static final int PRIORITIES = 10;
    /** The priority that management shows for control links. */
    static final int CONTROL_PRIORITY = 9;
    /** The slot of a trunk that is not in use yet, or of a link that is none of the sheaf. */
    static final int NO_SLOT = -1;

    private static final String CONTROL_SESSION = "control";
    private static final String DATA_SESSION = "data-";
    /** Under these keys the connection remembers the slots of links that the peer has begun. */
    private static final String SLOT_MEMORY = "sluice.slot.";

    private final CoreConnection connection;
    private final String node;
    private final StreamingLinks streaming = new StreamingLinks(this::beginStreaming, this::endStreaming);
    private volatile OutgoingLink control;
    private volatile OutgoingLink[] sheaf = new OutgoingLink[PRIORITIES];
    private volatile int slot = NO_SLOT;
    // control thread only
    private final Link[] incoming = new Link[PRIORITIES];
    private Link controlIn;
    private boolean up;

    Trunk(CoreConnection connection) {
        this.connection = connection;
        this.node = RouterDirectory.node(connection.descriptor().container());
    }

    // ---- any thread

    CoreConnection connection() {
        return connection;
    }

    /** Returns how the router at the other end is called in the annotations of messages. */
    String node() {
        return node;
    }

    /** Returns a small number that no other trunk has at the same time. */
    int slot() {
        return slot;
    }

    /** Returns the credit that the other end gives to one link. */
    int capacity() {
        return connection.descriptor().linkCapacity();
    }

    /** Returns true if a message has passed the router at the other end. */
    boolean isBehind(Delivery delivery) {
        List<String> trace = delivery.annotations().trace();
        return !trace.isEmpty() && trace.contains(node);
    }

    @Override
    public boolean isLive() {
        return !connection.isClosed();
    }

    /** Hands a delivery to the link of its priority, or of the next lower one that there is. */
    @Override
    public boolean offer(Delivery delivery) {
        if (!delivery.content().isComplete()) {
            return isLive() && streaming.offer(delivery);
        }
        return offerData(delivery);
    }

    /** The same, but what is still arriving has a link of its own only if the peer has asked for that. */
    boolean offerBalanced(Delivery delivery) {
        return connection.descriptor().streamingLinks() ? offer(delivery) : offerData(delivery);
    }

    private boolean offerData(Delivery delivery) {
        OutgoingLink[] links = sheaf;
        for (int i = Math.min(delivery.priority(), PRIORITIES - 1); i >= 0; i--) {
            if (links[i] != null && links[i].offer(delivery)) {
                return true;
            }
        }
        return false;
    }

    /** Sends a message of the router protocol. */
    boolean send(Delivery delivery) {
        OutgoingLink link = control;
        return link != null && link.offer(delivery);
    }

    /** Begins a link for a message that is still arriving. */
    private OutgoingLink beginStreaming() {
        RouterCore core = connection.core();
        OutgoingLink link = (OutgoingLink) core.begin(
                connection, router(LinkKind.DATA_CAPABILITY, false, StreamingLinks.SESSION), this);
        link.grant(null);
        link.shownPriority(LinkGrant.DEFAULT_PRIORITY);
        core.control().order(() -> core.registerBegun(link));
        return link;
    }

    // ---- control thread: the connection

    /** Begins what is missing of the links, those left by an earlier router being taken over. */
    void opened(List<Link> announced) {
        slot = connection.core().network().slot(this);
        for (Link link : announced) {
            if (link instanceof OutgoingLink && StreamingLinks.SESSION.equals(link.descriptor().session())) {
                own(link);
            }
        }
        if (!connection.descriptor().outgoing()) {
            return;
        }
        ensure(announced, LinkKind.CONTROL_CAPABILITY, CONTROL_SESSION);
        for (int i = 0; i < PRIORITIES; i++) {
            ensure(announced, LinkKind.DATA_CAPABILITY, DATA_SESSION + i);
        }
    }

    private void ensure(List<Link> announced, String capability, String session) {
        ensure(announced, capability, session, true);
        ensure(announced, capability, session, false);
    }

    private void ensure(List<Link> announced, String capability, String session, boolean receiving) {
        Predicate<Link> fits = link -> link.owner() == null && link.state() == Link.State.PENDING
                && link.descriptor().incoming() == receiving && session.equals(link.descriptor().session())
                && link.descriptor().capabilities().contains(capability);
        Link before = announced.stream().filter(fits).findFirst().orElse(null);
        if (before == null) {
            connection.core().begin(connection, router(capability, receiving, session), this);
        } else {
            own(before);
        }
    }

    private void own(Link announced) {
        announced.owner(this);
        if (announced.answer() != null) {
            answered(announced, announced.answer());
        }
    }

    private LinkDescriptor router(String capability, boolean receiving, String session) {
        return new LinkDescriptor(connection.core().linkNames().next(), receiving, LinkDescriptor.Kind.ANONYMOUS, null,
                List.of(capability), Map.of(), capacity(), false, true, false, true, session, null);
    }

    /** The connection has ended. */
    void closed() {
        lostControl();
        connection.core().network().closed(this);
        slot = NO_SLOT;
    }

    /** Returns true if the other end has shown that it is a router. */
    boolean hasControl() {
        return control != null;
    }

    /** Half a minute has passed. */
    void scrub() {
        streaming.scrub();
    }

    private void endStreaming(OutgoingLink link) {
        connection.core().detach(link);
    }

    // ---- control thread: links

    /** A link is granted. */
    void attached(Link link) {
        if (link.kind() == LinkKind.CONTROL) {
            link.shownPriority(CONTROL_PRIORITY);
            if (link instanceof OutgoingLink out) {
                control = out;
            } else {
                controlIn = link;
            }
            if (control != null && controlIn != null && !up) {
                up = true;
                connection.core().network().up(this);
            }
        } else {
            enter(link);
        }
    }

    private void enter(Link link) {
        int at = slotOf(link);
        link.shownPriority(at == NO_SLOT ? LinkGrant.DEFAULT_PRIORITY : at);
        if (at == NO_SLOT) {
            if (link.descriptor().routerInitiated() && link instanceof OutgoingLink out) {
                streaming.adopt(out);
            }
        } else if (link instanceof OutgoingLink out) {
            OutgoingLink[] links = sheaf.clone();
            links[at] = out;
            sheaf = links;
        } else {
            incoming[at] = link;
        }
    }

    /** The sequence in which links come makes their priority, which they keep when this router is replaced. */
    private int slotOf(Link link) {
        LinkDescriptor descriptor = link.descriptor();
        if (descriptor.routerInitiated()) {
            return descriptor.session() != null && descriptor.session().startsWith(DATA_SESSION)
                ? Integer.parseInt(descriptor.session().substring(DATA_SESSION.length())) : NO_SLOT;
        }
        String key = SLOT_MEMORY + (descriptor.incoming() ? "in." : "out.") + descriptor.name();
        if (connection.peer().memory().get(key) instanceof Integer before) {
            return before;
        }
        Link[] present = link instanceof OutgoingLink ? sheaf : incoming;
        for (int i = 0; i < PRIORITIES; i++) {
            if (present[i] == null) {
                connection.peer().memory().put(key, i);
                return i;
            }
        }
        connection.peer().memory().put(key, NO_SLOT);
        return NO_SLOT;
    }

    /** A link has ended. */
    void lost(Link link) {
        if (link == control || link == controlIn) {
            lostControl();
            control = link == control ? null : control;
            controlIn = link == controlIn ? null : controlIn;
            return;
        }
        connection.peer().memory().remove(
                SLOT_MEMORY + (link.descriptor().incoming() ? "in." : "out.") + link.descriptor().name());
        for (int i = 0; i < PRIORITIES; i++) {
            if (sheaf[i] == link) {
                OutgoingLink[] links = sheaf.clone();
                links[i] = null;
                sheaf = links;
            }
            incoming[i] = incoming[i] == link ? null : incoming[i];
        }
        streaming.ended(link);
    }

    private void lostControl() {
        if (up) {
            up = false;
            connection.core().network().down(this);
        }
    }

    // ---- links that were begun here

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
    public void ended(Link link, LinkError error) {
        // What it was for has been told when it left the tables.
    }
}

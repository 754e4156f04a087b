// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.DeliveryTimes;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkGrant;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterLink;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Session;

/**
 * What both directions of a link share: attaching to the router, again when the router is replaced, and ending. Owner
 * loop only, except {@link #stats()} and {@link #isClosed()}.
 */
abstract class BaseLink {

    private final ConnectionLinks connection;
    private final Link link;
    private final LinkStats stats;
    private LinkDescriptor descriptor;
    /** What the peer said to the attach of a link that a router began; null before. */
    private LinkDescriptor answer;
    /** How the peer has written the capabilities of its attach. */
    private BareCapabilities bare = BareCapabilities.NONE;
    private LinkPort port;
    private RouterLink routerLink;
    private boolean open;
    private volatile boolean closed;
    private boolean ready;
    private boolean judged;
    private int priority = LinkGrant.DEFAULT_PRIORITY;

    BaseLink(ConnectionLinks connection, Link link, LinkDescriptor descriptor, LinkStats stats) {
        this.connection = connection;
        this.link = link;
        this.descriptor = descriptor;
        this.stats = stats;
        // There is no credit yet; a link without any is blocked from its beginning on.
        stats.zeroCreditSince = System.nanoTime();
        link.setContext(this);
    }

    final ConnectionLinks connection() {
        return connection;
    }

    final LoopInbox inbox() {
        return connection.inbox();
    }

    final LinkDescriptor descriptor() {
        return descriptor;
    }

    /** Returns the peer's words for the link's ends, null if the router asked first. Any thread. */
    final String termini() {
        return descriptor.routerInitiated() ? null : TerminusText.of(link, bare);
    }

    /** The peer's attach has come, with its capabilities written so. */
    final void bare(BareCapabilities came) {
        bare = came;
    }

    final BareCapabilities bare() {
        return bare;
    }

    final LinkStats stats() {
        return stats;
    }

    /** Returns whether it counts as a link that a policy has allowed. */
    final boolean judged() {
        return judged;
    }

    final void judged(boolean counts) {
        judged = counts;
    }

    final boolean isClosed() {
        return closed;
    }

    final boolean isOpen() {
        return open && !closed;
    }

    /** Returns the router's end, null while parked or before the router granted the link. */
    final RouterLink routerLink() {
        return routerLink;
    }

    // ---- being due for a flush

    final void markReady() {
        stayReady();
        // Also if it is due already: that may be without a flush to come.
        connection.touch();
    }

    /** Is due for the next flush, but no reason to have one: it would find the engine as full as this one did. */
    final void stayReady() {
        if (!ready) {
            ready = true;
            connection.due().add(this);
        }
    }

    final void clearReady() {
        ready = false;
    }

    /** Returns the priority that the router gave the link, 0 to 9. */
    final int priority() {
        return priority;
    }

    final Session session() {
        return link.getSession();
    }

    /** Returns the deliveries that have no outcome yet. */
    abstract int inFlight();

    /** Notes how much credit there is; less than none counts as none. */
    final void noteCredit(int left) {
        int credit = Math.max(0, left);
        if (credit == 0 && stats.credit != 0) {
            stats.zeroCreditSince = System.nanoTime();
        } else if (credit > 0) {
            stats.zeroCreditSince = 0;
        }
        stats.credit = credit;
    }

    /** A delivery is finished: counts how long it took, and where it came from. */
    final void age(io.sluice.routing.api.Delivery delivery) {
        stats.finished(delivery);
        DeliveryTimes times = stats.times;
        long now = now(times);
        Delays.count(stats, delivery, now);
        Delays.unstick(stats, delivery, connection.scannedNanos());
        if (times != null) {
            times.ended(now - delivery.arrivedNanos());
        }
    }

    /** Returns {@link System#nanoTime}: exactly while times are measured, else as of the beginning of the pass. */
    final long now(DeliveryTimes times) {
        return times == null ? inbox().nowNanos() : System.nanoTime();
    }

    /** Recounts the deliveries that are older than the limit for "stuck". */
    abstract void countStuck(long nowNanos);

    /** Puts what is due into the engine; returns true if it stopped at a limit and has to go on. */
    abstract boolean flush();

    // ---- router's side

    /** Asks a router, the first or a later one, for this link. */
    final void attach(RouterConnection routerConnection) {
        // The answer is posted to this loop, so it cannot come before the port knows the router's end.
        port = new LinkPort(this);
        port.routerLink(routerConnection.attach(descriptor, port));
        if (answer != null) {
            port.peerAttached(answer);
        }
    }

    /** A router begins this link: asks the peer for it. */
    final void begin(LinkPort asking) {
        port = asking;
        asking.link(this);
        Termini.ask(link, descriptor);
        link.open();
        connection.touch();
    }

    /** Goes on as the link that a router has granted to another object. */
    final void takeOver(LinkPort granted) {
        port = granted;
        routerLink = granted.routerLink();
        granted.link(this);
    }

    /** Both sides have attached. */
    final void opened() {
        open = true;
    }

    /** The router is gone: wait for the next. */
    void park() {
        port = null;
        routerLink = null;
    }

    /** The router granted the link. */
    final void attached(LinkPort from, LinkGrant grant) {
        if (from != port || closed) {
            if (grant.splice() != null && descriptor.splice() == null) {
                RoutedLink.abandon(grant.splice());
            }
            return;
        }
        if (grant.splice() != null && descriptor.splice() == null) {
            port = null;
            connection.route(this, link, descriptor.withSplice(grant.splice()), from);
            return;
        }
        String address = grant.address();
        routerLink = from.routerLink();
        priority = grant.priority();
        connection.due().prioritise(priority);
        if (grant.capacity() > 0) {
            descriptor = descriptor.withCapacity(grant.capacity());
        }
        if (!open && !descriptor.routerInitiated() && descriptor.splice() == null) {
            open = true;
            if (descriptor.kind() == LinkDescriptor.Kind.DYNAMIC) {
                descriptor = descriptor.withAddress(address);
            }
            Termini.grant(link, descriptor, address, bare);
            if (judged && descriptor.incoming() && connection.policy().maxMessageSize() > 0) {
                link.setMaxMessageSize(UnsignedLong.valueOf(connection.policy().maxMessageSize()));
            }
            link.open();
        }
        granted();
        connection.touch();
    }

    /** The router refused or ended the link. */
    final void detachedByRouter(LinkPort from, LinkError error) {
        if (from != port || closed) {
            return;
        }
        port = null;
        routerLink = null;
        if (link.getLocalState() == EndpointState.UNINITIALIZED) {
            Termini.refuse(link, bare);
            link.open();
        }
        if (error != null && error.condition() != null) {
            link.setCondition(new ErrorCondition(Symbol.valueOf(error.condition()), error.description()));
        }
        link.close();
        finish(null);
        connection.touch();
    }

    final void path(LinkPort from, boolean available) {
        if (from == port && !closed) {
            path(available);
        }
    }

    /** The router has this link, for the first time or again. The peer's answer may still be to come. */
    abstract void granted();

    /** The peer has answered the attach of a link that a router began. */
    abstract void answered();

    abstract void path(boolean available);

    // ---- peer's side

    /** The engine has news of a delivery of this link. */
    abstract void onEngineDelivery(Delivery delivery);

    /** A flow of the peer has come. */
    abstract void onFlow();

    /** The peer has answered our attach, with a refusal perhaps, whose detach then follows. */
    void attachedByPeer() {
        if (closed || answer != null || !descriptor.routerInitiated()) {
            return;
        }
        bare = BareCapabilities.of(link, connection.inputFrame());
        answer = Termini.answer(link, descriptor, bare);
        descriptor = descriptor.withSendSettled(answer.sendSettled());
        open = true;
        if (port != null) {
            port.peerAttached(answer);
        }
        answered();
    }

    /**
     * The peer detached, or its session ended.
     *
     * @return whether the link has ended with that, for the engine too
     */
    boolean detachedByPeer(boolean closing, boolean answer) {
        if (answer && link.getLocalState() != EndpointState.CLOSED) {
            if (link.getLocalState() == EndpointState.UNINITIALIZED) {
                // The router has not answered yet; the peer still wants an attach before the detach.
                Termini.refuse(link, bare);
                link.open();
            }
            if (closing) {
                link.close();
            } else {
                link.detach();
            }
        }
        finish(Termini.error(link.getRemoteCondition()));
        connection.touch();
        return true;
    }

    /**
     * The link has ended, in whatever way; every delivery gets its outcome. Idempotent.
     *
     * @param error what the peer says, null if it says nothing
     */
    final void finish(LinkError error) {
        if (closed) {
            return;
        }
        lastCall();
        closed = true;
        if (port != null) {
            port.detached(error);
            port = null;
        }
        routerLink = null;
        connection.forget(this);
        ended();
    }

    /** The link is about to end: what the peer sent before is still to be looked at. */
    abstract void lastCall();

    abstract void ended();
}

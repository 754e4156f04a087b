// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.concurrent.atomic.AtomicReference;

import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkGrant;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.RouterLink;

/** The core's end of one link, from the request to attach it until it has ended. */
public abstract class Link implements RouterLink {

    /** Where a link is in its life; it only moves forward. */
    public enum State { PENDING, LIVE, ENDED }

    private final long id;
    private final CoreConnection connection;
    private final LinkDescriptor descriptor;
    private final LinkKind kind;
    private LinkPeer peer;
    private LinkStats stats;
    private final AtomicReference<State> state = new AtomicReference<>(State.PENDING);
    private final LinkWatch watch = new LinkWatch();
    private volatile AddressEntry entry;
    /** The other half of a routed link, null on other links. */
    private volatile Link partner;
    private volatile String routedKey;
    /** As management shows it. */
    private volatile int shownPriority = LinkGrant.DEFAULT_PRIORITY;
    /** In the tables; control thread only. */
    private boolean registered;
    /** What has begun this link; null if the peer has. Control thread only. */
    private LinkOwner owner;
    /** What the peer said to a link that a router began, null before. Control thread only. */
    private LinkDescriptor answer;

    /**
     * Makes a link.
     *
     * @param peer null for a link that is still to be begun ({@link #begun})
     */
    Link(long id, CoreConnection connection, LinkDescriptor descriptor, LinkPeer peer) {
        this.id = id;
        this.connection = connection;
        this.descriptor = descriptor;
        this.kind = LinkKind.of(descriptor);
        if (peer != null) {
            begun(peer);
        }
    }

    @Override
    public final long id() {
        return id;
    }

    @Override
    public void peerAttached(LinkDescriptor said) {
        connection.core().control().order(() -> {
            answer = said;
            if (owner != null) {
                owner.answered(this, said);
            }
        });
    }

    @Override
    public final void detached(LinkError error) {
        if (state.getAndSet(State.ENDED) != State.ENDED) {
            connection.core().linkEnded(this, error);
        }
    }

    public final CoreConnection connection() {
        return connection;
    }

    public final LinkDescriptor descriptor() {
        return descriptor;
    }

    final LinkKind kind() {
        return kind;
    }

    final int shownPriority() {
        return shownPriority;
    }

    final void shownPriority(int now) {
        shownPriority = now;
    }

    final LinkPeer peer() {
        return peer;
    }

    /** Returns true if an earlier router has granted it, so that it cannot become a routed one. */
    public final boolean isGranted() {
        return peer.isGranted();
    }

    final LinkStats stats() {
        return stats;
    }

    final LinkWatch watch() {
        return watch;
    }

    /** Returns true from the grant to the end. */
    public final boolean isLive() {
        return state.get() == State.LIVE;
    }

    public final State state() {
        return state.get();
    }

    /** Returns the address of an addressed link, null before it is granted and on an anonymous one. */
    public final AddressEntry entry() {
        return entry;
    }

    final Link partner() {
        return partner;
    }

    /** Returns the key of the address that a routed link was asked for by, null on other links. */
    final String routedKey() {
        return routedKey;
    }

    /** Returns true for a link of a fallback: what it carries counts for the address that it was redirected from. */
    abstract boolean ofFallback();

    /** Log prefix. */
    final String tag() {
        return "[C" + connection.descriptor().id() + "][L" + id + "]";
    }

    // ---- control thread

    /** The protocol's end is there. */
    final void begun(LinkPeer end) {
        peer = end;
        stats = end.stats();
    }

    public final LinkOwner owner() {
        return owner;
    }

    public final void owner(LinkOwner newOwner) {
        owner = newOwner;
    }

    public final LinkDescriptor answer() {
        return answer;
    }

    /** Says what this link is joined with. */
    final void routedTo(Link other, String key) {
        partner = other;
        routedKey = key;
    }

    final boolean registered() {
        return registered;
    }

    final void registered(boolean now) {
        registered = now;
    }

    /**
     * The link is granted.
     *
     * @return false if it has ended meanwhile; the order to remove it is on its way then
     */
    final boolean grant(AddressEntry owner) {
        entry = owner;
        return state.compareAndSet(State.PENDING, State.LIVE);
    }

    /** The link is not granted; the handle is inert from now on. */
    public final void refuse(LinkError error) {
        if (state.getAndSet(State.ENDED) != State.ENDED) {
            peer.onDetach(error);
        }
    }

    /** The connection has ended, and the link with it. */
    final void end() {
        state.set(State.ENDED);
    }

    public abstract void join(AddressEntry owner);

    abstract void leave(AddressEntry owner);
}

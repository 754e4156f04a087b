// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.TransferResult;

/** A link on which the peer sends. */
final class IncomingLink extends Link {

    /** Only on an anonymous link; owned by the link's loop. */
    private final AddressCache cache;
    /** What annotations say of deliveries from here, set before the grant. */
    private String routingAddress;
    private int phase;
    /** What comes from here goes to the address itself only, never to its fallback. */
    private boolean direct;

    IncomingLink(long id, CoreConnection connection, LinkDescriptor descriptor, LinkPeer peer) {
        super(id, connection, descriptor, peer);
        this.cache = AttachRules.isAnonymous(descriptor)
                ? new AddressCache(connection.core().table(), connection.descriptor().tenant())
                : null;
    }

    @Override
    public TransferResult transfer(Delivery delivery) {
        if (connection().core().isGone()) {
            return TransferResult.GONE;
        }
        if (!isLive()) {
            // Not granted yet is like a router that is not there yet: the caller offers it again when it is.
            return state() == State.PENDING ? TransferResult.GONE : TransferResult.NO_ROUTE;
        }
        if (delivery.annotations().trace().size() > connection().core().radius() + 1) {
            return TransferResult.TOO_FAR;
        }
        if (cache != null) {
            return transferAnonymous(delivery);
        }
        if (routingAddress != null || phase != 0) {
            RouterAnnotations received = delivery.annotations();
            delivery.annotations(received.withTo(routingAddress == null ? received.to() : routingAddress, phase));
        }
        return direct ? entry().forward(delivery) : entry().forwardOrRedirect(delivery);
    }

    private TransferResult transferAnonymous(Delivery delivery) {
        String to = delivery.to();
        if (to == null || to.isEmpty()) {
            return TransferResult.NO_ADDRESS;
        }
        AddressEntry target = cache.find(to);
        if (target == null) {
            return cache.isUnavailable(to) ? TransferResult.UNAVAILABLE : TransferResult.NO_ROUTE;
        }
        target.counters().countAnonymous(connection().isRouteContainer());
        return target.forwardOrRedirect(delivery);
    }

    /**
     * Says what annotations of deliveries from here are to say. Control thread, before the grant.
     *
     * @param address where they go, whatever the message says; null to leave that to the message
     * @param addressPhase the phase of their address
     */
    void annotate(String address, int addressPhase) {
        routingAddress = address;
        phase = addressPhase;
    }

    /** Deliveries from here have come back from the fallback: they do not go there again. Before the grant. */
    void direct(boolean now) {
        direct = now;
    }

    /** Tells the peer whether there is somewhere to send to. Control thread. */
    void path(boolean available) {
        if (isLive()) {
            peer().onPath(available);
        }
    }

    @Override
    void join(AddressEntry owner) {
        owner.join(this);
    }

    @Override
    void leave(AddressEntry owner) {
        owner.leave(this);
    }
}

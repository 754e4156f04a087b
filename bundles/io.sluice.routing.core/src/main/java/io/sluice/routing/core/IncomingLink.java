// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryHandler;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.TransferResult;

/** A link on which the peer sends. */
public final class IncomingLink extends Link {

    /** Only on an anonymous link; owned by the link's loop. */
    private final AddressCache cache;
    /** What annotations say of deliveries from here, set before the grant. */
    private String routingAddress;
    private int phase;
    /** What comes from here goes to the address itself only, never to its fallback. */
    private boolean direct;
    /** Takes what comes here, in place of an address; null on other links. Set before the grant. */
    private DeliveryHandler handler;
    /** For messages that an interceptor has sent elsewhere; made with the first, owned by the link's loop. */
    private AddressCache redirects;

    IncomingLink(long id, CoreConnection connection, LinkDescriptor descriptor, LinkPeer peer) {
        super(id, connection, descriptor, peer);
        this.cache = AttachRules.isUnaddressed(descriptor) ? newCache() : null;
    }

    private AddressCache newCache() {
        return new AddressCache(connection().core().table(), connection().descriptor().tenant());
    }

    boolean isAnonymous() {
        return cache != null;
    }

    /** Returns the address that deliveries from here are routed by, as it was asked for; null on an anonymous link. */
    String address() {
        return routingAddress == null ? descriptor().address() : routingAddress;
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
        if (kind() == LinkKind.CONTROL) {
            return connection().core().network().receive(connection().trunk(), delivery);
        }
        if (handler != null) {
            return handle(delivery);
        }
        if (delivery.annotations().trace().size() > connection().core().radius() + 1) {
            return TransferResult.TOO_FAR;
        }
        if (kind() == LinkKind.DATA) {
            delivery.entered(Math.max(0, connection().core().network().directory().origin(delivery)));
        }
        // What another router brings was seen where it entered the network.
        InterceptorChain interceptors = kind() == LinkKind.ENDPOINT
                ? connection().core().interceptors().chain() : null;
        return interceptors == null ? route(delivery) : interceptors.transfer(this, delivery);
    }

    private TransferResult handle(Delivery delivery) {
        if (!handler.onDelivery(delivery)) {
            return TransferResult.NO_ROUTE;
        }
        delivery.content().routed();
        return TransferResult.ROUTED;
    }

    /** What comes here is for a part of this router. Control thread, before the grant. */
    void handler(DeliveryHandler user) {
        handler = user;
    }

    /** Routes a delivery by the link's address, or by its own one on an anonymous link. */
    TransferResult route(Delivery delivery) {
        if (cache != null) {
            RouterAnnotations received = delivery.annotations();
            String told = connection().isBetweenRouters() ? received.to() : null;
            return route(delivery, cache, told == null ? delivery.to() : told,
                    received.to() == null ? AddressCache.CONFIGURED_PHASE : received.phase());
        }
        if (routingAddress != null || phase != 0) {
            RouterAnnotations received = delivery.annotations();
            delivery.annotations(received.withTo(routingAddress == null ? received.to() : routingAddress, phase));
        }
        TransferResult result = direct ? entry().forward(delivery) : entry().forwardOrRedirect(delivery);
        if (result == TransferResult.NO_ROUTE && entry().isDeadEnd()) {
            path(false);
        }
        return result;
    }

    /** Routes a delivery by another address than the one it was sent to. */
    TransferResult redirect(Delivery delivery, String to) {
        if (redirects == null) {
            redirects = cache != null ? cache : newCache();
        }
        delivery.annotations(delivery.annotations().withTo(
                connection().core().table().matchText(to, connection().descriptor().tenant()), 0));
        return route(delivery, redirects, to, AddressCache.CONFIGURED_PHASE);
    }

    private TransferResult route(Delivery delivery, AddressCache cache, String to, int toPhase) {
        if (to == null || to.isEmpty()) {
            return TransferResult.NO_ADDRESS;
        }
        AddressEntry target = cache.find(to, toPhase);
        if (target == null && kind() == LinkKind.ENDPOINT && cache.isUnavailable(to)) {
            return TransferResult.UNAVAILABLE;
        }
        EdgeOutlet outlet = connection().core().edge().outlet();
        if (outlet != null && outlet.takes(target)) {
            return outlet.forward(target, delivery);
        }
        if (target == null) {
            return TransferResult.NO_ROUTE;
        }
        String inSpace = cache.inSpace(to);
        if (inSpace != null && delivery.annotations().to() == null) {
            delivery.annotations(delivery.annotations().withTo(inSpace, delivery.annotations().phase()));
        }
        if (kind() == LinkKind.ENDPOINT) {
            target.counters().countAnonymous(connection().isRouteContainer());
        }
        TransferResult result = target.forwardOrRedirect(delivery);
        return result == TransferResult.NO_ROUTE && outlet != null ? outlet.forward(null, delivery) : result;
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

    @Override
    boolean ofFallback() {
        return direct;
    }

    /** Tells the peer whether there is somewhere to send to. Any thread. */
    public void path(boolean available) {
        if (isLive()) {
            peer().onPath(available);
        }
    }

    @Override
    public void join(AddressEntry owner) {
        owner.join(this);
    }

    @Override
    void leave(AddressEntry owner) {
        owner.leave(this);
    }
}

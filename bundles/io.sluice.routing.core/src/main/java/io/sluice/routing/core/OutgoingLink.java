// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.TransferResult;

/** A link on which the peer receives. */
public final class OutgoingLink extends Link implements DeliveryTaker {

    OutgoingLink(long id, CoreConnection connection, LinkDescriptor descriptor, LinkPeer peer) {
        super(id, connection, descriptor, peer);
    }

    /** Nothing comes in here. */
    @Override
    public TransferResult transfer(Delivery delivery) {
        return connection().core().isGone() ? TransferResult.GONE : TransferResult.NO_ROUTE;
    }

    /** Hands a delivery over; false if the link has ended, then the delivery still belongs to the caller. */
    @Override
    public boolean offer(Delivery delivery) {
        if (!isLive() || echoes(delivery)) {
            return false;
        }
        if (EdgeStreaming.takes(this, delivery)) {
            return connection().edgeStreaming().offer(delivery);
        }
        stats().outstanding.getAndIncrement();
        if (peer().onDelivery(delivery)) {
            return true;
        }
        stats().outstanding.getAndDecrement();
        return false;
    }

    /** Nothing goes back to the edge, or to the interior, that it came from. */
    private boolean echoes(Delivery delivery) {
        return connection().isEdge() && delivery.origin().connectionId() == connection().descriptor().id();
    }

    @Override
    boolean ofFallback() {
        AddressEntry owner = entry();
        return owner != null && owner.phase() == RouterAnnotations.FALLBACK_PHASE;
    }

    int load() {
        return stats().outstanding.get();
    }

    int capacity() {
        return descriptor().capacity();
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

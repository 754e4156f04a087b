// SPDX-License-Identifier: Apache-2.0
package org.apache.qpid.proton.engine.impl;

import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Transport;

/**
 * What a receiver may say that proton-j has no call for. It is in proton-j's package because it needs the engine's own
 * state.
 */
public final class ReceiverFrames {

    private ReceiverFrames() { }

    /** Returns true until the detach of this side is encoded. */
    public static boolean isAttached(Receiver receiver) {
        TransportReceiver transportLink = ((ReceiverImpl) receiver).getTransportLink();
        return transportLink != null && transportLink.isLocalHandleSet();
    }

    /** Settles what its sender has aborted; a state that is still to be encoded is not told any more. */
    public static void settleAborted(Delivery delivery) {
        delivery.settle();
        ((DeliveryImpl) delivery).clearTransportWork();
    }

    /**
     * Tells the sender that a delivery is settled of which more may come. The engine keeps it until its last frame, so
     * that the others have something to belong to, and says nothing more of it.
     */
    public static void settlePartial(Transport transport, Delivery delivery, DeliveryState state) {
        DeliveryImpl partial = (DeliveryImpl) delivery;
        TransportSession session = partial.getLink().getSession().getTransportSession();
        if (!session.isLocalChannelSet()) {
            return;
        }
        Disposition disposition = new Disposition();
        disposition.setRole(Role.RECEIVER);
        disposition.setFirst(partial.getTransportDelivery().getDeliveryId());
        disposition.setLast(partial.getTransportDelivery().getDeliveryId());
        disposition.setState(state);
        disposition.setSettled(true);
        ((TransportImpl) transport).writeFrame(session.getLocalChannel(), disposition, null, null);
        // As if the sender had settled first: then nobody needs to hear of it.
        partial.setRemoteSettled(true);
        partial.clearTransportWork();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.apache.qpid.proton.engine.impl;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Transport;

/**
 * Two things a sender may do that proton-j has no call for. It is in proton-j's package because it needs the engine's
 * own counters. Only on a sender whose earlier deliveries have all been encoded.
 */
public final class SenderFrames {

    private SenderFrames() { }

    /**
     * Uses up some credit without a delivery, and tells the receiver. proton-j's own answer to a drain always uses up
     * all credit, and none if the receiver does not drain any more.
     *
     * @param credit how much, at most what there is
     */
    public static void useUp(Transport transport, Sender sender, int credit) {
        SenderImpl link = (SenderImpl) sender;
        TransportSender transportLink = link.getTransportLink();
        TransportSession session = link.getSession().getTransportSession();
        if (transportLink.getLocalHandle() == null || !session.isLocalChannelSet()) {
            return;
        }
        UnsignedInteger used = UnsignedInteger.valueOf(credit);
        link.addCredit(-credit);
        transportLink.setLinkCredit(transportLink.getLinkCredit().subtract(used));
        transportLink.setDeliveryCount(transportLink.getDeliveryCount().add(used));
        session.updateIncomingWindow();
        Flow flow = new Flow();
        flow.setNextIncomingId(session.getNextIncomingId());
        flow.setNextOutgoingId(session.getNextOutgoingId());
        flow.setIncomingWindow(session.getIncomingWindowSize());
        flow.setOutgoingWindow(session.getOutgoingWindowSize());
        flow.setHandle(transportLink.getLocalHandle());
        flow.setDeliveryCount(transportLink.getDeliveryCount());
        flow.setLinkCredit(transportLink.getLinkCredit());
        flow.setDrain(link.getDrain());
        ((TransportImpl) transport).writeFrame(session.getLocalChannel(), flow, null, null);
    }

    /** Settles a delivery that has no state; proton-j would forget it without telling the receiver. */
    public static void settle(Transport transport, Delivery delivery) {
        DeliveryImpl sent = (DeliveryImpl) delivery;
        TransportDelivery known = sent.getTransportDelivery();
        TransportSession session = sent.getLink().getSession().getTransportSession();
        if (!sent.isSettled() && !sent.remotelySettled() && known != null && sent.isDone()
            && session.isLocalChannelSet()) {
            Disposition disposition = new Disposition();
            disposition.setRole(Role.SENDER);
            disposition.setFirst(known.getDeliveryId());
            disposition.setLast(known.getDeliveryId());
            disposition.setSettled(true);
            ((TransportImpl) transport).writeFrame(session.getLocalChannel(), disposition, null, null);
            // What is left is the engine's own matter, as if the receiver had settled first. A delivery that is not yet
            // sent to its end needs none of this: its last frame says that it is settled.
            sent.setRemoteSettled(true);
        }
        sent.settle();
    }
}

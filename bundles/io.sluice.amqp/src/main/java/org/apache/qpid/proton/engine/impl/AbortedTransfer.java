// SPDX-License-Identifier: Apache-2.0
package org.apache.qpid.proton.engine.impl;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Transport;

/**
 * Ends a partly sent delivery with {@code transfer(aborted=true)} (AMQP 1.0, 2.6.14), which proton-j's
 * {@code Sender.abort} leaves out. It lives in proton-j's package because the engine's book-keeping is
 * package-private; the engine is embedded in this bundle, so the package is this bundle's own.
 */
public final class AbortedTransfer {

    private AbortedTransfer() { }

    /** Returns true if the peer's session window has room for the frame; if not, it has to wait for the peer's flow. */
    public static boolean isPossible(Sender sender) {
        TransportSession session = ((SenderImpl) sender).getSession().getTransportSession();
        return session == null || session.hasOutgoingCredit();
    }

    /** Returns true if the last transfer of the delivery was encoded. */
    public static boolean isTooLate(Delivery delivery) {
        return ((DeliveryImpl) delivery).isDone();
    }

    /**
     * Sends the abort and settles the delivery in the engine.
     *
     * @param delivery the one that the engine is sending at the moment, complete or not, or the sender's current one
     */
    public static void send(Transport transport, Sender sender, Delivery delivery) {
        end(transport, sender, delivery, true);
    }

    /** The same where the link ends: without {@link #isPossible room} for the frame, it is left out. */
    public static void sendIfPossible(Transport transport, Sender sender, Delivery delivery) {
        end(transport, sender, delivery, isPossible(sender));
    }

    private static void end(Transport transport, Sender sender, Delivery delivery, boolean frame) {
        SenderImpl link = (SenderImpl) sender;
        DeliveryImpl partial = (DeliveryImpl) delivery;
        TransportSender transportLink = link.getTransportLink();
        TransportSession session = link.getSession().getTransportSession();
        int unsent = partial.getDataLength();
        boolean started = partial.getTransportDelivery() != null;
        if (started && transportLink.getLocalHandle() != null && session.isLocalChannelSet() && frame) {
            Transfer abort = new Transfer();
            abort.setHandle(transportLink.getLocalHandle());
            abort.setDeliveryId(partial.getTransportDelivery().getDeliveryId());
            abort.setDeliveryTag(new Binary(partial.getTag()));
            abort.setMessageFormat(UnsignedInteger.valueOf(partial.getMessageFormat()));
            abort.setSettled(true);
            abort.setAborted(true);
            ((TransportImpl) transport).writeFrame(session.getLocalChannel(), abort, null, null);
            session.incrementOutgoingId();
            session.decrementRemoteIncomingWindow();
            transportLink.setDeliveryCount(transportLink.getDeliveryCount().add(UnsignedInteger.ONE));
            transportLink.setLinkCredit(transportLink.getLinkCredit().subtract(UnsignedInteger.ONE));
        } else {
            // Nothing of it has left: the credit that advance() takes below was not used.
            link.addCredit(1);
        }
        partial.recv();
        partial.setDone();
        if (transportLink.getInProgressDelivery() == partial) {
            transportLink.setInProgressDelivery(null);
        }
        link.getSession().incrementOutgoingBytes(-unsent);
        // The peer must hear of no further settlement: from here on it is the engine's own matter.
        partial.setRemoteSettled(true);
        partial.clearTransportWork();
        settleQuietly(link, partial, started);
    }

    private static void settleQuietly(SenderImpl link, DeliveryImpl partial, boolean started) {
        if (!started) {
            partial.setTransportDelivery(new TransportDelivery(UnsignedInteger.ZERO, partial, link.getTransportLink()) {
                @Override
                void settled() {
                    // The engine never knew it.
                }
            });
        }
        partial.settle();
        partial.clearTransportWork();
        link.getSession().incrementOutgoingDeliveries(-1);
        link.decrementQueued();
    }
}

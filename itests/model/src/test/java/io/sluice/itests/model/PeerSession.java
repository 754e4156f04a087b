// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Transfer;

/** A session of a peer whose links the router serves itself. */
final class PeerSession extends Session {

    final List<PeerLink> links = new ArrayList<>();
    /** All that was sent unsettled, by delivery id. */
    final Map<Integer, Message> sent = new LinkedHashMap<>();
    /** Received and not settled by this side. */
    final Map<Integer, Message.Copy> unsettled = new HashMap<>();
    int nextDeliveryId;

    private final Map<Integer, PeerLink> byRemoteHandle = new HashMap<>();

    PeerSession(Peer<?> peer, int channel, int window, Integer remoteChannel) {
        super(peer, channel, window, remoteChannel);
    }

    void received(Message.Copy copy) {
        Message.Copy before = unsettled.put(copy.deliveryId, copy);
        ledger().check(before == null, () -> "delivery id " + copy.deliveryId + " is in use");
    }

    @Override
    void loseLinks() {
        for (PeerLink link : links) {
            boolean before = link.lost;
            link.lost = true;
            if (!before && !link.refused) {
                link.left();
            }
        }
    }

    // ---- frames of the router

    @Override
    void attached(Attach attach) {
        PeerLink link = links.stream().filter(known -> known.name.equals(attach.getName())).findAny().orElse(null);
        ledger().check(link != null && !link.granted && !link.refused, () -> "unexpected " + attach);
        PeerLink before = byRemoteHandle.put(attach.getHandle().intValue(), link);
        ledger().check(before == null, () -> "handle in use: " + attach);
        link.attached(attach);
    }

    private PeerLink link(UnsignedInteger handle, Object body) {
        PeerLink link = byRemoteHandle.get(handle.intValue());
        ledger().check(link != null, () -> "unknown handle: " + body);
        return link;
    }

    @Override
    void detached(Detach detach) {
        PeerLink link = link(detach.getHandle(), detach);
        byRemoteHandle.remove(detach.getHandle().intValue());
        link.detachReceived = true;
        if (!link.detachSent) {
            ledger().detachedByRouter(link, detach);
            if (!link.refused) {
                link.left();
            }
            link.detach();
        }
        links.remove(link);
    }

    @Override
    void flowed(Flow flow) {
        link(flow.getHandle(), flow).flowed(flow);
    }

    @Override
    void transferred(Transfer transfer, byte[] payload) {
        PeerLink link = link(transfer.getHandle(), transfer);
        ledger().check(link instanceof PeerReceiver, () -> "not a receiver's: " + transfer);
        ((PeerReceiver) link).transferred(transfer, payload);
    }

    @Override
    void disposed(Disposition disposition, boolean byReceiver, int id) {
        if (byReceiver) {
            Message message = sent.get(id);
            ledger().check(message != null, () -> "no such unsettled delivery: " + disposition);
            ledger().outcome(message, disposition.getState(), disposition.getSettled());
        } else if (disposition.getSettled()) {
            Message.Copy copy = unsettled.remove(id);
            if (copy != null) {
                copy.settledByRouter = true;
                copy.receiver.unsettled.remove(copy);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.amqp.transport.Transfer;

/** A link on which the peer receives. */
final class PeerReceiver extends PeerLink {

    /** Asked for settled deliveries only. */
    final boolean settledOnly;
    /** The delivery count up to which the router may send. */
    long limit;
    boolean draining;
    /** Copies that this side has not settled, in order of arrival. */
    final List<Message.Copy> unsettled = new ArrayList<>();
    private Message.Copy current;
    /** The connection was cut: what the router had sent may never have been read. */
    boolean cut;

    PeerReceiver(PeerSession session, String name, int handle, ModelAddress address, boolean dynamic,
            boolean settledOnly) {
        super(session, name, handle, address, dynamic);
        this.settledOnly = settledOnly;
    }

    void attach() {
        Attach attach = new Attach();
        attach.setName(name);
        attach.setHandle(UnsignedInteger.valueOf(handle));
        attach.setRole(Role.RECEIVER);
        Source source = new Source();
        source.setDynamic(dynamic);
        if (address != null) {
            source.setAddress(address.text);
        }
        attach.setSource(source);
        attach.setTarget(new Target());
        if (settledOnly) {
            attach.setSndSettleMode(SenderSettleMode.SETTLED);
        }
        session.send(attach);
    }

    @Override
    void attached(Attach attach) {
        if (!(attach.getSource() instanceof Source source)) {
            refused = true;
            return;
        }
        granted = true;
        if (dynamic) {
            address = session.peer.ledger.dynamic(source.getAddress());
        }
        if (isLive()) {
            session.peer.ledger.consumerCame(this);
        }
    }

    long credit() {
        return limit - deliveryCount;
    }

    void credit(int more) {
        limit += more;
        flow(false);
    }

    void drain() {
        draining = true;
        flow(true);
    }

    private void flow(boolean drain) {
        Flow flow = flow();
        flow.setDeliveryCount(UnsignedInteger.valueOf(deliveryCount));
        flow.setLinkCredit(UnsignedInteger.valueOf(credit()));
        flow.setDrain(drain);
        session.send(flow);
    }

    @Override
    void flowed(Flow flow) {
        Ledger ledger = session.peer.ledger;
        long count = flow.getDeliveryCount().longValue();
        ledger.check(count <= limit, () -> "delivery-count beyond the credit on " + this);
        if (flow.getDrain() && draining) {
            ledger.check(count == limit && flow.getLinkCredit().intValue() == 0,
                    () -> "drained to " + flow + " on " + this + ", limit " + limit);
            deliveryCount = count;
            draining = false;
        }
    }

    void transferred(Transfer transfer, byte[] payload) {
        Ledger ledger = session.peer.ledger;
        if (current == null) {
            ledger.check(transfer.getDeliveryId() != null && transfer.getDeliveryTag() != null,
                    () -> "first transfer without id or tag on " + this);
            ledger.check(deliveryCount < limit || detachSent, () -> "delivery without credit on " + this);
            deliveryCount++;
            if (deliveryCount == limit) {
                draining = false;
            }
            current = new Message.Copy(this, transfer.getDeliveryId().intValue());
            session.received(current);
            unsettled.add(current);
        }
        Message.Copy copy = current;
        copy.settledOnArrival |= transfer.getSettled();
        int before = copy.bytes.length;
        copy.bytes = Arrays.copyOf(copy.bytes, before + payload.length);
        System.arraycopy(payload, 0, copy.bytes, before, payload.length);
        if (transfer.getAborted()) {
            copy.aborted = true;
        } else if (!transfer.getMore()) {
            copy.complete = true;
        }
        if (copy.aborted || copy.complete) {
            current = null;
        }
        ledger.arrived(copy);
        if (copy.aborted || copy.complete && copy.settledOnArrival) {
            unsettled.remove(copy);
            session.unsettled.remove(copy.deliveryId);
        }
    }

    /** Says something of a copy. */
    void answer(Message.Copy copy, DeliveryState state, boolean settle) {
        copy.answer = state;
        copy.commented |= state != null;
        copy.answered |= settle || Ledger.terminal(state);
        Disposition disposition = new Disposition();
        disposition.setRole(Role.RECEIVER);
        disposition.setFirst(UnsignedInteger.valueOf(copy.deliveryId));
        disposition.setState(state);
        disposition.setSettled(settle);
        session.send(disposition);
        if (settle) {
            copy.settledByUs = true;
            unsettled.remove(copy);
            session.unsettled.remove(copy.deliveryId);
        }
    }

    @Override
    void left() {
        cut |= session.peer.cut;
        if (granted && address != null) {
            session.peer.ledger.consumerLeft(this);
        }
        unsettled.clear();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.nio.ByteBuffer;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;

/** A link on which the peer sends. */
final class PeerSender extends PeerLink {

    final boolean anonymous;
    long credit;
    boolean drainAsked;
    /** Messages without outcome. */
    int open;
    /** Partly sent. */
    Message current;

    PeerSender(PeerSession session, String name, int handle, ModelAddress address, boolean dynamic) {
        super(session, name, handle, address, dynamic);
        this.anonymous = address == null && !dynamic;
    }

    void attach() {
        Attach attach = new Attach();
        attach.setName(name);
        attach.setHandle(UnsignedInteger.valueOf(handle));
        attach.setRole(Role.SENDER);
        attach.setSource(new Source());
        Target target = new Target();
        target.setDynamic(dynamic);
        if (address != null) {
            target.setAddress(address.text);
        }
        attach.setTarget(target);
        attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
        session.send(attach);
    }

    @Override
    void attached(Attach attach) {
        if (!(attach.getTarget() instanceof Target target)) {
            refused = true;
            return;
        }
        granted = true;
        if (dynamic) {
            address = session.peer.ledger.dynamic(target.getAddress());
        }
        session.peer.ledger.granted(this);
    }

    @Override
    void flowed(Flow flow) {
        long base = flow.getDeliveryCount() == null ? 0 : flow.getDeliveryCount().longValue();
        credit = base + flow.getLinkCredit().longValue() - deliveryCount;
        drainAsked = flow.getDrain();
        session.peer.ledger.check(credit >= 0 || lost || detachSent,
                () -> "negative credit of " + this + ": " + credit);
    }

    /** Answers the router's drain. */
    void drained() {
        deliveryCount += credit;
        credit = 0;
        drainAsked = false;
        Flow flow = flow();
        flow.setDeliveryCount(UnsignedInteger.valueOf(deliveryCount));
        flow.setLinkCredit(UnsignedInteger.ZERO);
        flow.setAvailable(UnsignedInteger.ZERO);
        flow.setDrain(true);
        session.send(flow);
    }

    void begin(Message message) {
        current = message;
        credit--;
        deliveryCount++;
        message.deliveryId = session.nextDeliveryId++;
        if (!message.presettled) {
            open++;
            session.sent.put(message.deliveryId, message);
        }
    }

    /** Sends a frame of the current message; returns true if it was the last. */
    boolean sendMore(int bytes) {
        Message message = current;
        int length = Math.min(bytes, message.encoded.length - message.sentBytes);
        boolean more = message.sentBytes + length < message.encoded.length;
        Transfer transfer = transfer(message);
        transfer.setMore(more);
        session.transfer(transfer, message.encoded, message.sentBytes, length);
        message.sentBytes += length;
        if (!more) {
            message.complete = true;
            current = null;
        }
        return !more;
    }

    private Transfer transfer(Message message) {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.valueOf(handle));
        transfer.setSettled(message.presettled);
        if (message.sentBytes == 0) {
            transfer.setDeliveryId(UnsignedInteger.valueOf(message.deliveryId));
            transfer.setDeliveryTag(new Binary(ByteBuffer.allocate(4).putInt(message.number).array()));
            transfer.setMessageFormat(UnsignedInteger.ZERO);
        }
        return transfer;
    }

    void abort() {
        Transfer transfer = transfer(current);
        transfer.setAborted(true);
        session.transfer(transfer, new byte[0], 0, 0);
        current.aborted = true;
        if (!current.presettled) {
            open--;
        }
        current = null;
    }

    /** Settles a message that the router has not settled. */
    void forget(Message message) {
        message.forgotten = true;
        Disposition disposition = new Disposition();
        disposition.setRole(Role.SENDER);
        disposition.setFirst(UnsignedInteger.valueOf(message.deliveryId));
        disposition.setSettled(true);
        session.send(disposition);
        open--;
    }

    @Override
    void left() {
        session.sent.values().stream().filter(message -> message.sender == this)
                .forEach(message -> message.orphaned = true);
        if (current != null) {
            current.orphaned = true;
        }
        current = null;
    }
}

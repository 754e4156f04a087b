// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;

/** A client's or a broker's end of a routed link. Deliveries and credit are counted from zero on both ends. */
final class RoutedEnd {

    final RoutedSession session;
    final RoutedPair pair;
    final boolean sends;
    final String name;
    Attach asked;
    Attach answer;
    boolean attachReceived;
    /** One side has named no terminus. */
    boolean refused;
    Detach sent;
    Detach got;
    boolean lost;
    long count;
    long limit;
    boolean draining;
    /** Partly sent. */
    RoutedMessage current;

    private final int handle;
    private final long initialCount;
    private long base;
    private RoutedMessage arriving;

    RoutedEnd(RoutedSession session, RoutedPair pair, boolean sends, String name, long initialCount) {
        this.session = session;
        this.pair = pair;
        this.sends = sends;
        this.name = name;
        this.initialCount = initialCount;
        this.handle = session.newHandle();
        session.links.add(this);
    }

    /** Returns true if frames can be sent on it. */
    boolean isUsable() {
        return sent == null && got == null && !lost;
    }

    /** Returns true if both sides have attached and neither has begun to end it. */
    boolean isLive() {
        return isUsable() && attachReceived && answer != null && !refused && pair.broker != null;
    }

    boolean isClient() {
        return pair.client == this;
    }

    long credit() {
        return limit - count;
    }

    private Ledger ledger() {
        return pair.world.ledger;
    }

    void lose() {
        if (!lost) {
            lost = true;
            current = null;
        }
    }

    // ---- to the router

    void attach(Attach attach) {
        attach.setName(name);
        attach.setHandle(UnsignedInteger.valueOf(handle));
        attach.setRole(sends ? Role.SENDER : Role.RECEIVER);
        if (sends) {
            attach.setInitialDeliveryCount(UnsignedInteger.valueOf(initialCount));
        }
        session.send(attach);
        answer = attach;
    }

    void detach(ErrorCondition error, boolean closed) {
        Detach detach = new Detach();
        detach.setHandle(UnsignedInteger.valueOf(handle));
        detach.setClosed(closed);
        detach.setError(error);
        session.send(detach);
        sent = detach;
        current = null;
    }

    void credit(long more, boolean drain) {
        limit += more;
        draining = drain;
        Flow flow = session.flow();
        flow.setHandle(UnsignedInteger.valueOf(handle));
        flow.setDeliveryCount(attachReceived ? UnsignedInteger.valueOf(base + count) : null);
        flow.setLinkCredit(UnsignedInteger.valueOf(credit()));
        flow.setDrain(drain);
        session.send(flow);
    }

    /** Answers a drain. */
    void drained() {
        count = limit;
        draining = false;
        Flow flow = session.flow();
        flow.setHandle(UnsignedInteger.valueOf(handle));
        flow.setDeliveryCount(UnsignedInteger.valueOf(initialCount + count));
        flow.setLinkCredit(UnsignedInteger.ZERO);
        flow.setAvailable(UnsignedInteger.ZERO);
        flow.setDrain(true);
        session.send(flow);
    }

    /** Sends a frame of the current message. */
    void sendMore(int bytes, DeliveryState state) {
        RoutedMessage message = current;
        int length = Math.min(bytes, message.encoded.length - message.sentBytes);
        Transfer transfer = transfer(message);
        if (message.sentBytes == 0) {
            count++;
            if (count == limit) {
                draining = false;
            }
            transfer.setState(state);
            message.producer.say(state, message.presettled);
        }
        boolean more = message.sentBytes + length < message.encoded.length;
        transfer.setMore(more);
        session.transfer(message, transfer, message.sentBytes, length);
        message.sentBytes += length;
        if (!more) {
            message.complete = true;
            message.end = session.peer.wire.sent();
            current = null;
        }
    }

    private Transfer transfer(RoutedMessage message) {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.valueOf(handle));
        transfer.setSettled(message.presettled);
        if (message.sentBytes == 0) {
            transfer.setDeliveryTag(new Binary(message.tag));
            transfer.setMessageFormat(UnsignedInteger.ZERO);
        }
        return transfer;
    }

    void abort() {
        Transfer transfer = transfer(current);
        transfer.setAborted(true);
        session.transfer(current, transfer, 0, 0);
        current.aborted = true;
        pair.givenBack++;
        current = null;
    }

    void say(RoutedMessage message, DeliveryState state, boolean settle) {
        (sends ? message.producer : message.consumer).say(state, settle);
        Disposition disposition = new Disposition();
        disposition.setRole(sends ? Role.SENDER : Role.RECEIVER);
        disposition.setFirst(UnsignedInteger.valueOf(sends ? message.sentId : message.receivedId));
        disposition.setState(state);
        disposition.setSettled(settle);
        session.send(disposition);
    }

    // ---- from the router

    void attached(Attach attach) {
        attachReceived = true;
        asked = attach;
        if (!sends) {
            base = attach.getInitialDeliveryCount() == null ? 0 : attach.getInitialDeliveryCount().longValue();
        }
        pair.world.judge.attached(this, attach);
    }

    void flowed(Flow flow) {
        if (sends) {
            // Without a count it is the initial one that is meant.
            long from = flow.getDeliveryCount() == null ? 0 : flow.getDeliveryCount().longValue() - initialCount;
            limit = from + flow.getLinkCredit().longValue();
            draining = flow.getDrain() && credit() > 0;
            pair.world.judge.credited(this);
        } else if (flow.getDrain() && draining) {
            long known = flow.getDeliveryCount().longValue() - base;
            ledger().check(known == limit && flow.getLinkCredit().intValue() == 0,
                    () -> "drained to " + flow + " on " + this + ", limit " + limit);
            count = known;
            draining = false;
        } else if (flow.getDeliveryCount() != null) {
            ledger().check(flow.getDeliveryCount().longValue() - base <= limit,
                    () -> "delivery-count beyond the credit on " + this);
        }
    }

    void transferred(Transfer transfer, byte[] payload) {
        boolean first = arriving == null;
        if (first) {
            ledger().check(transfer.getDeliveryId() != null && transfer.getDeliveryTag() != null,
                    () -> "first transfer without id or tag on " + this);
            byte[] tag = Arrays.copyOfRange(transfer.getDeliveryTag().getArray(),
                    transfer.getDeliveryTag().getArrayOffset(),
                    transfer.getDeliveryTag().getArrayOffset() + transfer.getDeliveryTag().getLength());
            int number = tag.length < 4 ? -1 : ByteBuffer.wrap(tag).getInt();
            ledger().check(number >= 0 && number < pair.messages.size(), () -> "unknown tag: " + transfer);
            arriving = pair.messages.get(number);
            count++;
            if (count >= limit) {
                draining = false;
            }
            arriving.receivedId = transfer.getDeliveryId().intValue();
            session.received(arriving.receivedId, arriving);
            ledger().check(Arrays.equals(tag, arriving.tag), () -> "another tag: " + transfer);
        }
        RoutedMessage message = arriving;
        int before = message.received.length;
        message.received = Arrays.copyOf(message.received, before + payload.length);
        System.arraycopy(payload, 0, message.received, before, payload.length);
        message.receivedAborted = transfer.getAborted();
        message.receivedComplete = !transfer.getAborted() && !transfer.getMore();
        if (message.receivedAborted || message.receivedComplete) {
            arriving = null;
        }
        pair.world.judge.arrived(this, message, transfer, first);
    }

    void detached(Detach detach) {
        got = detach;
        current = null;
        session.links.remove(this);
        pair.world.judge.detached(this, detach);
    }

    @Override
    public String toString() {
        return pair + (isClient() ? " client" : " broker") + (sends ? " sender" : " receiver");
    }
}

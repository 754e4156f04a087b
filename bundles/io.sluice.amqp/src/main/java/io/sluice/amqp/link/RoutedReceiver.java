// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkGrant;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.impl.ReceiverFrames;

/**
 * The end of a routed link on which messages arrive. Each is passed on from its first frame, as it is, with its tag and
 * state. The credit is that of the receiver at the other end; what bounds the link are the bytes that still wait there,
 * beyond which the engine's frames are left unread. Owner loop only.
 */
final class RoutedReceiver extends RoutedLink implements DeliveryOrigin {

    /** Longer delivery tags are not allowed. */
    private static final int LONGEST_TAG = 32;
    private static final Outcome TAG_TOO_LONG = Outcome.rejected("amqp:invalid-field", "delivery tag length exceeded");

    private final Receiver receiver;
    private final SizeLimit limit;
    /** The message that still arrives, null between two. */
    private Delivery streaming;
    /** What still arrives of the present message goes nowhere. */
    private boolean discarding;
    private boolean reading;
    private boolean blocked;
    private boolean lastCall;
    private boolean over;
    /** The other end was lost, and says nothing more of what was sent to it. */
    private boolean lost;
    private long bytesWaiting;

    RoutedReceiver(
            ConnectionLinks connection,
            Receiver receiver,
            LinkDescriptor descriptor,
            LinkStats stats,
            boolean accepting) {
        super(connection, receiver, descriptor, stats, accepting);
        this.receiver = receiver;
        this.limit = SizeLimit.of(this);
    }

    // ---- from the peer

    @Override
    void started() {
        read();
    }

    @Override
    void onEngineDelivery(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (otherEnded()) {
            // The engine keeps what still comes until the peer has detached too.
            if (lost) {
                releaseRest();
            }
            return;
        }
        if (engineDelivery.getContext() instanceof Delivery delivery && delivery != streaming) {
            senderNews(delivery, engineDelivery);
        }
        read();
    }

    /** The sender has said something of a delivery after its last frame. */
    private void senderNews(Delivery delivery, org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (!engineDelivery.isUpdated() || engineDelivery.isSettled()) {
            return;
        }
        engineDelivery.clear();
        boolean settled = engineDelivery.remotelySettled();
        other().disposition(delivery, inbox().outcomes().decode(engineDelivery.getRemoteState()), settled);
        if (settled) {
            settle(delivery, engineDelivery, delivery.outcome());
        }
    }

    @Override
    void onFlow() {
        int drained = receiver.drained();
        if (drained > 0) {
            // Otherwise the engine would repeat the request with each of its flows.
            receiver.setDrain(false);
            read();
            other().drained(drained);
        }
        noteCredit(receiver.getRemoteCredit());
    }

    private void read() {
        if (reading) {
            return;
        }
        reading = true;
        try {
            while (isOpen() && !over && !otherEnded() && !atLimit()) {
                org.apache.qpid.proton.engine.Delivery next = receiver.current();
                if (next == null || !take(next)) {
                    break;
                }
            }
        } finally {
            reading = false;
            setBlocked(isOpen() && !over && !otherEnded() && atLimit());
        }
        noteCredit(receiver.getRemoteCredit());
    }

    private boolean atLimit() {
        return !lastCall && !discarding && !inbox().budget().allows(bytesWaiting);
    }

    private void setBlocked(boolean now) {
        if (now != blocked) {
            blocked = now;
            connection().blocked(now);
        }
    }

    /** Takes what the engine has of its present delivery; returns true if that is all of it. */
    private boolean take(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (engineDelivery.isAborted()) {
            receiver.advance();
            aborted(engineDelivery);
            return true;
        }
        boolean complete = !engineDelivery.isPartial();
        byte[] bytes = InboundMessage.exact(receiver.recv());
        if (complete) {
            receiver.advance();
        }
        if (limit != null && limit.exceeded(bytes.length, complete)) {
            refuse(engineDelivery);
            return false;
        }
        if (streaming == null && !discarding) {
            begin(engineDelivery, bytes, complete);
        } else if (streaming != null && bytes.length > 0 && !discarding) {
            count(bytes.length);
            streaming.content().append(bytes);
        }
        if (complete) {
            completed(engineDelivery);
        }
        return complete;
    }

    /** The message is too large: what has gone on of it is taken back, and nothing more is read. */
    private void refuse(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        over = true;
        if (streaming != null) {
            dropStreaming();
        }
        limit.enforce(engineDelivery);
    }

    private void begin(org.apache.qpid.proton.engine.Delivery engineDelivery, byte[] bytes, boolean complete) {
        byte[] tag = engineDelivery.getTag();
        if (tag.length > LONGEST_TAG) {
            discarding = true;
            return;
        }
        Outcome state = engineDelivery.getRemoteState() == null ? null
            : inbox().outcomes().decode(engineDelivery.getRemoteState());
        engineDelivery.clear();
        MessageContent content = new MessageContent(this);
        Delivery delivery = new Delivery(content, this, engineDelivery.remotelySettled(),
            engineDelivery.getMessageFormat(), LinkGrant.DEFAULT_PRIORITY, null, inbox().nowNanos());
        if (bytes.length > 0) {
            count(bytes.length);
            content.append(bytes);
        }
        if (complete) {
            content.complete();
        } else {
            content.readBy(delivery);
        }
        content.routed();
        delivery.ingress = engineDelivery;
        engineDelivery.setContext(delivery);
        streaming = delivery;
        stats().deliveries++;
        connection().noteDelivery();
        if (connection().messages() != null) {
            connection().messages().received(delivery, descriptor());
        }
        if (delivery.presettled()) {
            stats().presettled++;
        } else {
            stats().unsettled++;
        }
        other().deliver(delivery, tag, state);
    }

    private void completed(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        Delivery delivery = streaming;
        streaming = null;
        boolean discarded = discarding;
        discarding = false;
        if (delivery == null) {
            rejectTag(engineDelivery);
            return;
        }
        if (!delivery.content().isComplete()) {
            delivery.content().complete();
        }
        if (discarded && delivery.ingress != null) {
            settle(delivery, engineDelivery, delivery.outcome());
        } else if (delivery.presettled()) {
            delivery.ingress = null;
            engineDelivery.settle();
        } else {
            senderNews(delivery, engineDelivery);
        }
    }

    private void rejectTag(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (!engineDelivery.remotelySettled()) {
            engineDelivery.disposition(inbox().outcomes().encode(TAG_TOO_LONG));
        }
        engineDelivery.settle();
        giveCredit(1);
    }

    private void aborted(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        discarding = false;
        ReceiverFrames.settleAborted(engineDelivery);
        if (limit != null) {
            limit.aborted();
        }
        if (streaming == null) {
            giveCredit(1);
        } else {
            dropStreaming();
        }
    }

    private void dropStreaming() {
        Delivery delivery = streaming;
        streaming = null;
        if (delivery.ingress != null && !delivery.presettled()) {
            stats().unsettled--;
        }
        delivery.ingress = null;
        delivery.content().abort();
    }

    private void giveCredit(int credit) {
        receiver.flow(credit);
        connection().touch();
    }

    // ---- from the other end

    @Override
    void onCredit(int added, boolean drain) {
        if (connection().draining()) {
            return;
        }
        receiver.setDrain(drain);
        if (added != 0 || drain) {
            receiver.flow(added);
        }
        noteCredit(receiver.getRemoteCredit());
    }

    @Override
    void onDrained(int credit) {
        // Only a sender uses up credit.
    }

    @Override
    void onDeliver(Delivery delivery, byte[] tag, Outcome state) {
        // Nothing is sent this way.
    }

    @Override
    void onDisposition(Delivery delivery, Outcome state, boolean settled) {
        if (!(delivery.ingress instanceof org.apache.qpid.proton.engine.Delivery engineDelivery)) {
            return;
        }
        if (state.kind() != Outcome.Kind.NONE) {
            delivery.update(state);
            engineDelivery.disposition(inbox().outcomes().encode(state));
        }
        if (!settled) {
            return;
        }
        if (delivery == streaming) {
            // The engine must keep it until its last frame; the outcome is told now.
            discarding = true;
            read();
        } else {
            settle(delivery, engineDelivery, state);
        }
    }

    private void settle(
            Delivery delivery, org.apache.qpid.proton.engine.Delivery engineDelivery, Outcome last) {
        forget(delivery, last);
        engineDelivery.settle();
    }

    private void forget(Delivery delivery, Outcome last) {
        delivery.ingress = null;
        if (!delivery.presettled()) {
            stats().unsettled--;
            RoutedSender.count(stats(), last);
            age(delivery);
        }
    }

    @Override
    void onTaken(long bytes, int credit) {
        count(-bytes);
        if (credit > 0 && !peerEnded()) {
            giveCredit(credit);
        }
        read();
    }

    @Override
    void onOtherEnded(LinkError error, Runnable detach) {
        setBlocked(false);
        streaming = null;
        count(-bytesWaiting);
        if (LinkError.ROUTED_LINK_LOST.equals(error)) {
            lost = true;
            releaseRest();
        }
        detach.run();
    }

    /** What has come before this side's detach, and has not reached the other end, has reached nobody. */
    private void releaseRest() {
        for (var d = receiver.head(); d != null && ReceiverFrames.isAttached(receiver);) {
            var next = d.next();
            boolean partial = d.isPartial() && !d.isAborted();
            if (!partial || !d.remotelySettled()) {
                release(d, partial);
            }
            d = next;
        }
    }

    private void release(org.apache.qpid.proton.engine.Delivery engineDelivery, boolean partial) {
        Outcome last = Outcome.RELEASED;
        if (engineDelivery.getContext() instanceof Delivery delivery && delivery.ingress == engineDelivery) {
            last = delivery.outcome() == null ? last : delivery.outcome();
            forget(delivery, last);
        }
        engineDelivery.setContext(null);
        if (partial) {
            ReceiverFrames.settlePartial(
                connection().engine().getTransport(), engineDelivery, inbox().outcomes().encode(last));
        } else {
            engineDelivery.disposition(inbox().outcomes().encode(last));
            engineDelivery.settle();
        }
    }

    private void count(long bytes) {
        bytesWaiting += bytes;
        inbox().budget().count(bytes);
    }

    @Override
    public void onOutcome(Delivery delivery) {
        // Outcomes come by the splice.
    }

    @Override
    public void onContentDrained(MessageContent content) {
        // So does news of what was read.
    }

    // ---- being a link

    @Override
    boolean flush() {
        return false;
    }

    /** What the sender had sent completely before it left is passed on. */
    @Override
    void peerLeaves() {
        if (isOpen() && !otherEnded()) {
            lastCall = true;
            read();
        }
        // The engine still has what came of an aborted message: it is not to be taken for another one.
        over = true;
        if (streaming != null) {
            streaming.content().abort();
            streaming = null;
        }
    }

    @Override
    void lastCall() {
        peerLeaves();
    }

    @Override
    void release(boolean lost) {
        setBlocked(false);
        count(-bytesWaiting);
        stats().unsettled = 0;
    }

    @Override
    int inFlight() {
        return stats().unsettled;
    }

    @Override
    void countStuck(long nowNanos) {
        stats().stuck = Delays.stuck(receiver, nowNanos);
    }
}

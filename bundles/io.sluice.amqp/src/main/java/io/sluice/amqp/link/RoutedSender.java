// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliverySink;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.Outcome;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.impl.SenderFrames;

/**
 * The end of a routed link on which messages leave. What comes from the other end waits here for credit and room, and
 * goes out in that order: deliveries, then what they were followed by. States go both ways as they come. Owner loop
 * only, except {@link #onContent}.
 */
final class RoutedSender extends RoutedLink implements DeliverySink {

    /** What belongs to one delivery on this side. */
    private static final class Outbound {
        final byte[] tag;
        Outcome state;
        boolean senderSettled;
        org.apache.qpid.proton.engine.Delivery engine;

        Outbound(byte[] tag, Outcome state) {
            this.tag = tag;
            this.state = state;
        }
    }

    private final Sender sender;
    private final DeliveryQueue queue;
    /** The delivery that is partly sent, null if there is none. */
    private Delivery streaming;
    private final CutShort cut;
    /** What waits to be cut is accounted for. */
    private boolean cutCounted;
    private final RoutedCredit credit;
    private long bytesTaken;
    private Runnable lastWord;

    RoutedSender(
            ConnectionLinks connection, Sender sender, LinkDescriptor descriptor, LinkStats stats, boolean accepting) {
        super(connection, sender, descriptor, stats, accepting);
        this.sender = sender;
        this.queue = new DeliveryQueue(stats);
        this.cut = new CutShort(connection, sender);
        this.credit = new RoutedCredit(connection, sender);
    }

    // ---- from the other end

    @Override
    void started() {
        onFlow();
    }

    @Override
    void onDeliver(Delivery delivery, byte[] tag, Outcome state) {
        delivery.egress = new Outbound(tag, state);
        queue.add(delivery);
        markReady();
    }

    @Override
    public void onContent(Delivery delivery) {
        if (inbox().loop().inLoop()) {
            news(delivery);
        } else if (delivery.enqueueForward()) {
            inbox().post(() -> {
                delivery.dequeueForward();
                news(delivery);
            });
        }
    }

    private void news(Delivery delivery) {
        if (delivery.egress == null) {
            // It is over here, and its sender does not know that yet.
            skipRest(delivery);
        }
        markReady();
    }

    /** The sender has said something of a delivery. */
    @Override
    void onDisposition(Delivery delivery, Outcome state, boolean settled) {
        if (!(delivery.egress instanceof Outbound outbound)) {
            return;
        }
        outbound.senderSettled |= settled;
        if (state.kind() != Outcome.Kind.NONE) {
            outbound.state = state;
        }
        if (outbound.engine != null && delivery != streaming) {
            if (state.kind() != Outcome.Kind.NONE) {
                outbound.engine.disposition(inbox().outcomes().encode(state));
            }
            if (settled) {
                settleBySender(delivery, outbound);
            }
        }
    }

    private void settleBySender(Delivery delivery, Outbound outbound) {
        delivery.egress = null;
        var engineDelivery = outbound.engine;
        engineDelivery.setContext(null);
        stats().unsettled--;
        count(stats(), inbox().outcomes().decode(engineDelivery.getRemoteState()));
        age(delivery);
        if (engineDelivery.getLocalState() == null) {
            SenderFrames.settle(connection().engine().getTransport(), engineDelivery);
        } else {
            engineDelivery.settle();
        }
    }

    @Override
    void onCredit(int added, boolean drain) {
        // Only a receiver gives credit.
    }

    @Override
    void onTaken(long bytes, int credit) {
        // Nothing waits at the other end.
    }

    @Override
    void onDrained(int drained) {
        credit.drained(drained);
        markReady();
    }

    @Override
    void onOtherEnded(LinkError error, Runnable detach) {
        lastWord = detach;
        markReady();
    }

    // ---- to the engine

    @Override
    boolean flush() {
        boolean more = false;
        if (isOpen() && !peerEnded()) {
            // The session's window may open by a flow that names no link, so this link has to look again.
            more = !cutNow() || send();
            report();
            if (credit.isDrained() && queue.isEmpty() && streaming == null && !cut.isWaiting()) {
                more |= !credit.useUp();
            }
            noteCredit(sender.getCredit());
        }
        if (lastWord != null && !isClosed() && (peerEnded() || nothingToSend())) {
            Runnable word = lastWord;
            lastWord = null;
            word.run();
        }
        return more;
    }

    private boolean nothingToSend() {
        return streaming == null && !cut.isWaiting() && (queue.isEmpty() || sender.getCredit() <= 0);
    }

    /** Tells the other end what does not wait here any more. */
    private void report() {
        int spare = credit.takeSpare();
        if (bytesTaken > 0 || spare > 0) {
            other().taken(bytesTaken, spare);
            bytesTaken = 0;
        }
    }

    /** Returns true if a limit was reached and there is more that could be sent. */
    private boolean send() {
        while (streaming != null || !queue.isEmpty()) {
            if (!connection().hasRoom(sender.getSession())) {
                return streaming != null || sender.getCredit() > 0;
            }
            if (streaming == null) {
                if (sender.getCredit() <= 0) {
                    return false;
                }
                begin(queue.poll());
            }
            if (streaming != null && !sendMore((Outbound) streaming.egress)) {
                // The end may have come while the engine still had bytes of before: nothing else will say so again.
                return streaming.readable() || streaming.content().isComplete();
            }
        }
        return false;
    }

    private void begin(Delivery delivery) {
        Outbound outbound = (Outbound) delivery.egress;
        if (delivery.content().isAborted()) {
            delivery.egress = null;
            skipRest(delivery);
            credit.spare();
            return;
        }
        outbound.engine = sender.delivery(outbound.tag);
        outbound.engine.setMessageFormat(delivery.messageFormat());
        outbound.engine.setContext(delivery);
        if (outbound.state != null) {
            outbound.engine.disposition(inbox().outcomes().encode(outbound.state));
            outbound.state = null;
        }
        stats().deliveries++;
        connection().noteDelivery();
        if (connection().messages() != null) {
            connection().messages().sent(delivery, descriptor());
        }
        if (!delivery.presettled()) {
            stats().unsettled++;
        }
        streaming = delivery;
        if (!delivery.content().isComplete()) {
            delivery.sink(this);
        }
    }

    /** Puts what there is of the delivery in progress into the engine; returns true if that is all of it. */
    private boolean sendMore(Outbound outbound) {
        Delivery delivery = streaming;
        if (delivery.content().isAborted()) {
            if (!cut.isPossible()) {
                return false;
            }
            streaming = null;
            stats().unsettled -= delivery.presettled() ? 0 : 1;
            delivery.egress = null;
            outbound.engine.setContext(null);
            skipRest(delivery);
            int before = sender.getCredit();
            cut.abort(outbound.engine);
            credit.aborted(before);
            return true;
        }
        if (outbound.engine.pending() > 0) {
            // The engine would have to copy: wait until it has encoded what it has.
            return false;
        }
        var data = Chunks.next(delivery);
        if (data != null) {
            bytesTaken += data.remaining();
            sender.sendNoCopy(data);
        }
        if (!delivery.readToEnd()) {
            return false;
        }
        sent(delivery, outbound);
        return true;
    }

    private void sent(Delivery delivery, Outbound outbound) {
        streaming = null;
        credit.use();
        delivery.sink(null);
        if (delivery.presettled()) {
            delivery.egress = null;
            outbound.engine.setContext(null);
            outbound.engine.settle();
            stats().presettled++;
        } else {
            sender.advance();
            if (outbound.state != null) {
                // The sender said so before its message had gone on to the end.
                outbound.engine.disposition(inbox().outcomes().encode(outbound.state));
            }
            if (outbound.senderSettled) {
                settleBySender(delivery, outbound);
            }
        }
    }

    /** Nobody wants the rest of a message: what has come of it must not be waited for. */
    private void skipRest(Delivery delivery) {
        boolean complete = delivery.content().isComplete();
        for (byte[] rest = delivery.read(); rest != null; rest = delivery.read()) {
            bytesTaken += rest.length;
        }
        if (complete) {
            delivery.stopReading();
        }
    }

    /** Returns false if it has to wait for the session's window. */
    private boolean cutNow() {
        if (cut.isWaiting()) {
            int before = sender.getCredit();
            if (!cut.flush()) {
                return false;
            }
            if (!cutCounted) {
                credit.aborted(before);
            }
        }
        return true;
    }

    // ---- from the peer

    @Override
    void onFlow() {
        credit.onFlow(other());
        markReady();
    }

    @Override
    void onEngineDelivery(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (!(engineDelivery.getContext() instanceof Delivery delivery)) {
            settledTwice(engineDelivery);
            return;
        }
        if (!engineDelivery.isUpdated()) {
            return;
        }
        engineDelivery.clear();
        Outcome state = inbox().outcomes().decode(engineDelivery.getRemoteState());
        if (!engineDelivery.remotelySettled()) {
            other().disposition(delivery, state, false);
            return;
        }
        delivery.egress = null;
        stats().unsettled--;
        count(stats(), state);
        age(delivery);
        other().disposition(delivery, state, true);
        engineDelivery.setContext(null);
        boolean counted = delivery != streaming;
        if (!counted) {
            streaming = null;
            skipRest(delivery);
        }
        if (cut.settled(engineDelivery)) {
            cutCounted = counted;
        }
        markReady();
    }

    /** The receiver has settled what the sender had settled before. */
    private void settledTwice(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (engineDelivery.remotelySettled() && !cut.isWaiting() && cut.settled(engineDelivery)) {
            cutCounted = true;
            markReady();
        }
    }

    /** Counts a delivery that is settled; transactional states are not outcomes yet. */
    static void count(LinkStats stats, Outcome last) {
        if (last != null && last.kind() != Outcome.Kind.OTHER) {
            stats.count(last);
        }
    }

    // ---- being a link

    @Override
    void peerLeaves() {
        if (streaming != null) {
            // The engine would end the message as if it were whole.
            Delivery delivery = streaming;
            streaming = null;
            var engineDelivery = ((Outbound) delivery.egress).engine;
            engineDelivery.setContext(null);
            delivery.egress = null;
            delivery.stopReading();
            cut.ended(engineDelivery);
        }
        cut.ended();
    }

    @Override
    void lastCall() {
        // A receiver sends nothing that would wait here.
    }

    @Override
    void release(boolean lost) {
        if (streaming != null) {
            streaming.stopReading();
            if (lost) {
                other().disposition(streaming, Outcome.MODIFIED_FAILED, true);
            }
            ((Outbound) streaming.egress).engine.setContext(null);
            streaming = null;
        }
        // proton-j keeps the sent deliveries until the link is freed, in order.
        for (var d = sender.head(); d != null;) {
            var next = d.next();
            if (d.getContext() instanceof Delivery delivery) {
                d.setContext(null);
                delivery.egress = null;
                if (lost) {
                    other().disposition(delivery, Outcome.MODIFIED_FAILED, true);
                }
            }
            d = next;
        }
        while (!queue.isEmpty()) {
            Delivery delivery = queue.poll();
            delivery.egress = null;
            delivery.stopReading();
            if (lost) {
                other().disposition(delivery, Outcome.RELEASED, true);
            }
        }
        stats().unsettled = 0;
    }

    @Override
    int inFlight() {
        return queue.size() + stats().unsettled;
    }

    @Override
    void countStuck(long nowNanos) {
        stats().stuck = queue.stuck(nowNanos) + Delays.stuck(sender, nowNanos);
    }
}

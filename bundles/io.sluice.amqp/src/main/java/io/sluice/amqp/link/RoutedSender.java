// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliverySink;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.Outcome;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.impl.AbortedTransfer;
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
    /** What the consumer has settled in its middle, until the session's window lets the abort out; null for none. */
    private org.apache.qpid.proton.engine.Delivery cut;
    /** Its credit is accounted for. */
    private boolean cutCounted;
    /** Deliveries given to the engine, and credit used up without. */
    private int used;
    /** What the receiver has granted from the start, as the other end knows it. */
    private int granted;
    private boolean draining;
    /** Credit that the other end's sender used up without deliveries, and that the peer is still to hear of. */
    private int toUseUp;
    private long bytesTaken;
    private int creditUnused;
    private Runnable lastWord;

    RoutedSender(
            ConnectionLinks connection, Sender sender, LinkDescriptor descriptor, LinkStats stats, boolean accepting) {
        super(connection, sender, descriptor, stats, accepting);
        this.sender = sender;
        this.queue = new DeliveryQueue(stats);
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
            markReady();
        } else if (delivery.enqueueForward()) {
            inbox().post(() -> {
                delivery.dequeueForward();
                markReady();
            });
        }
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
    void onDrained(int credit) {
        toUseUp += credit;
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
            more = cut != null && !cutNow() || send();
            report();
            if (toUseUp > 0 && queue.isEmpty() && streaming == null && cut == null) {
                more |= useUp();
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
        return streaming == null && cut == null && (queue.isEmpty() || sender.getCredit() <= 0);
    }

    /** Returns true if it has to wait until the engine has encoded the deliveries before. */
    private boolean useUp() {
        if (sender.getQueued() > 0) {
            return true;
        }
        int credit = Math.min(toUseUp, sender.getCredit());
        toUseUp = 0;
        if (credit > 0) {
            used += credit;
            SenderFrames.useUp(connection().engine().getTransport(), sender, credit);
            connection().touch();
        }
        return false;
    }

    /** Tells the other end what does not wait here any more. */
    private void report() {
        if (bytesTaken > 0 || creditUnused > 0) {
            other().taken(bytesTaken, creditUnused);
            bytesTaken = 0;
            creditUnused = 0;
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
            creditUnused++;
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
            if (!AbortedTransfer.isPossible(sender)) {
                return false;
            }
            streaming = null;
            stats().unsettled -= delivery.presettled() ? 0 : 1;
            delivery.egress = null;
            cutOff(delivery, outbound.engine);
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
        used++;
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

    private void skipRest(Delivery delivery) {
        for (byte[] rest = delivery.read(); rest != null; rest = delivery.read()) {
            bytesTaken += rest.length;
        }
        delivery.stopReading();
    }

    /** Aborts the delivery that is partly sent. */
    private void cutOff(Delivery delivery, org.apache.qpid.proton.engine.Delivery engineDelivery) {
        engineDelivery.setContext(null);
        skipRest(delivery);
        abort(engineDelivery);
    }

    /** Returns false if it has to wait for the session's window. */
    private boolean cutNow() {
        if (!AbortedTransfer.isPossible(sender)) {
            return false;
        }
        var engineDelivery = cut;
        cut = null;
        if (cutCounted) {
            AbortedTransfer.send(connection().engine().getTransport(), sender, engineDelivery);
            connection().touch();
        } else {
            abort(engineDelivery);
        }
        return true;
    }

    private void abort(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        int before = sender.getCredit();
        AbortedTransfer.send(connection().engine().getTransport(), sender, engineDelivery);
        if (sender.getCredit() < before) {
            used++;
        } else {
            creditUnused++;
        }
        connection().touch();
    }

    // ---- from the peer

    @Override
    void onFlow() {
        int total = used + sender.getCredit();
        boolean drain = sender.getDrain();
        if (total != granted || drain || draining) {
            int added = total - granted;
            granted = total;
            draining = drain;
            other().credit(added, drain);
        }
        markReady();
    }

    @Override
    void onEngineDelivery(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (!(engineDelivery.getContext() instanceof Delivery delivery) || !engineDelivery.isUpdated()) {
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
        cutCounted = delivery != streaming;
        if (!cutCounted) {
            streaming = null;
            skipRest(delivery);
        }
        if (AbortedTransfer.isTooLate(engineDelivery)) {
            engineDelivery.settle();
        } else {
            // The receiver has decided before the end: cut the rest off, now or when its session window lets us.
            cut = engineDelivery;
        }
        markReady();
        connection().touch();
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
            cut = ((Outbound) delivery.egress).engine;
            cut.setContext(null);
            delivery.egress = null;
            skipRest(delivery);
        }
        if (cut != null) {
            AbortedTransfer.sendIfPossible(connection().engine().getTransport(), sender, cut);
            cut = null;
            connection().touch();
        }
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

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliverySink;
import io.sluice.routing.api.DeliveryTimes;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.Outcome;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.impl.AbortedTransfer;
import org.apache.qpid.proton.engine.impl.SenderFrames;

/**
 * A link on which the peer receives: queues deliveries until there is credit and room, writes them into the engine, and
 * brings the peer's outcomes to their origins. Owner loop only, except {@link #offer} and {@link #onContent}.
 *
 * <p>The queue is bounded by the credit of its producers, and by {@value #MAX_QUEUED} in any case.
 */
final class OutgoingLink extends BaseLink implements DeliverySink {

    /** Deliveries that wait for credit at most; a further one is refused and finds another consumer or its sender. */
    static final int MAX_QUEUED = 65_536;

    private final Sender sender;
    private final DeliveryQueue queue;
    private final Starvation starvation;
    /** The delivery that is partly sent, null if there is none. */
    private Delivery streaming;
    private org.apache.qpid.proton.engine.Delivery streamingEngine;
    private final CutShort cut;
    /** What is read next of it is its beginning, and the peer is to see what routers have written. */
    private boolean annotate;

    OutgoingLink(ConnectionLinks connection, Sender sender, LinkDescriptor descriptor, LinkStats stats) {
        super(connection, sender, descriptor, stats);
        this.sender = sender;
        this.queue = new DeliveryQueue(stats);
        this.cut = new CutShort(connection, sender);
        this.starvation = new Starvation(this, sender, queue);
    }

    // ---- router

    @Override
    void granted() {
        markReady();
    }

    @Override
    void answered() {
        markReady();
    }

    @Override
    void path(boolean available) {
        // Only incoming links are told about paths.
    }

    /** Takes a delivery for this link. Any thread. */
    boolean offer(Delivery delivery) {
        if (isClosed() || stats().outstanding.get() > MAX_QUEUED) {
            return false;
        }
        delivery.egress = this;
        if (inbox().loop().inLoop()) {
            enqueue(delivery);
        } else {
            inbox().pushForward(delivery);
        }
        return true;
    }

    @Override
    public void onContent(Delivery delivery) {
        if (inbox().loop().inLoop()) {
            news(delivery);
        } else if (delivery.enqueueForward()) {
            inbox().pushForward(delivery);
        }
    }

    /** A delivery, or news of one that is being sent or was, has arrived from another loop. Owner loop. */
    static void arrived(Delivery delivery) {
        if (delivery.egress instanceof OutgoingLink link) {
            link.enqueue(delivery);
        } else if (delivery.egress instanceof org.apache.qpid.proton.engine.Delivery engineDelivery) {
            ((OutgoingLink) engineDelivery.getLink().getContext()).news(delivery);
        }
    }

    /** There is more content, or the sender has settled. */
    private void news(Delivery delivery) {
        var engineDelivery = (org.apache.qpid.proton.engine.Delivery) delivery.egress;
        if (delivery.senderSettled() && delivery != streaming && engineDelivery.getContext() == delivery) {
            // The sender wants no outcome any more: neither does this side.
            engineDelivery.setContext(null);
            SenderFrames.settle(connection().engine().getTransport(), engineDelivery);
            finished(delivery, Outcome.NONE);
        }
        markReady();
    }

    private void enqueue(Delivery delivery) {
        if (isClosed()) {
            // The link ended while the delivery was on its way here.
            release(delivery);
            return;
        }
        if (delivery.presettled() && sender.getCredit() <= 0) {
            starvation.withoutCredit(delivery);
        }
        queue.add(delivery);
        markReady();
    }

    /** Nobody gets a settled delivery that has waited here. */
    void drop(Delivery delivery) {
        stats().presettled++;
        stats().droppedPresettled++;
        age(delivery);
        release(delivery);
    }

    /** A delivery leaves this link as if it had never come. */
    private void release(Delivery delivery) {
        delivery.stopReading();
        stats().outstanding.decrementAndGet();
        delivery.settle(Outcome.RELEASED);
    }

    // ---- to the engine

    @Override
    boolean flush() {
        if (!isOpen()) {
            return false;
        }
        boolean more = send();
        if (queue.isEmpty() && streaming == null && sender.getDrain() && sender.getCredit() > 0) {
            if (sender.getQueued() > 0) {
                // The engine would give away the credit of what it has not encoded yet.
                more = true;
            } else {
                sender.drained();
            }
        }
        noteCredit(sender.getCredit());
        return more;
    }

    /** Returns true if a limit was reached and there is more that could be sent. */
    private boolean send() {
        if (cut.isWaiting() && !cut.flush()) {
            return true;
        }
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
            if (streaming != null) {
                Progress progress = sendMore();
                if (progress != Progress.DONE) {
                    return progress == Progress.ENGINE_FULL;
                }
            }
        }
        return false;
    }

    private void begin(Delivery delivery) {
        if (delivery.content().isAborted()) {
            release(delivery);
            return;
        }
        org.apache.qpid.proton.engine.Delivery engineDelivery = sender.delivery(inbox().newTag());
        engineDelivery.setMessageFormat(delivery.messageFormat());
        engineDelivery.setContext(delivery);
        delivery.egress = engineDelivery;
        stats().deliveries++;
        connection().noteDelivery();
        if (connection().messages() != null) {
            connection().messages().sent(delivery, descriptor());
        }
        if (!delivery.presettled()) {
            stats().unsettled++;
        }
        streaming = delivery;
        streamingEngine = engineDelivery;
        annotate = connection().annotations() != null;
        if (!delivery.presettled() || !delivery.content().isComplete()) {
            delivery.sink(this);
        }
    }

    /** How far a delivery has come. */
    private enum Progress {
        /** All of it is in the engine. */
        DONE,
        /** The engine has to encode what it has before it takes more. */
        ENGINE_FULL,
        /** The producer has sent no more yet. */
        NO_CONTENT
    }

    /** Puts what there is of the delivery in progress into the engine. */
    private Progress sendMore() {
        Delivery delivery = streaming;
        org.apache.qpid.proton.engine.Delivery engineDelivery = streamingEngine;
        if (delivery.content().isAborted()) {
            if (!cut.isPossible()) {
                return Progress.ENGINE_FULL;
            }
            abort(delivery, engineDelivery);
            return Progress.DONE;
        }
        if (engineDelivery.pending() > 0) {
            // The engine would have to copy: wait until it has encoded what it has.
            return Progress.ENGINE_FULL;
        }
        ReadableBuffer data = annotate ? annotated(delivery) : Chunks.next(delivery);
        if (data != null) {
            sender.sendNoCopy(data);
        }
        if (delivery.readToEnd()) {
            sent(delivery, engineDelivery);
            return Progress.DONE;
        }
        return delivery.readable() ? Progress.ENGINE_FULL : Progress.NO_CONTENT;
    }

    /** Returns the first bytes of the message, with what this router has to tell the next. */
    private ReadableBuffer annotated(Delivery delivery) {
        byte[] first = delivery.read();
        if (first == null) {
            return null;
        }
        annotate = false;
        return Chunks.startingWith(connection().annotations()
            .annotated(first, delivery.content(), delivery.annotations(), connection().router()), delivery);
    }

    private void sent(Delivery delivery, org.apache.qpid.proton.engine.Delivery engineDelivery) {
        streaming = null;
        streamingEngine = null;
        DeliveryTimes times = stats().times;
        if (times != null) {
            times.sent(now(times) - delivery.arrivedNanos());
        }
        if (delivery.presettled() || descriptor().sendSettled() || delivery.senderSettled()) {
            delivery.sink(null);
            engineDelivery.setContext(null);
            engineDelivery.settle();
            stats().outstanding.decrementAndGet();
            Outcome outcome = delivery.senderSettled() ? Outcome.NONE : Outcome.ACCEPTED;
            age(delivery);
            if (delivery.presettled()) {
                stats().presettled++;
            } else {
                stats().unsettled--;
                stats().count(outcome);
            }
            delivery.settle(outcome);
        } else {
            sender.advance();
        }
    }

    private void abort(Delivery delivery, org.apache.qpid.proton.engine.Delivery engineDelivery) {
        streaming = null;
        streamingEngine = null;
        engineDelivery.setContext(null);
        cut.abort(engineDelivery);
        if (!delivery.presettled()) {
            stats().unsettled--;
        }
        release(delivery);
    }

    // ---- from the engine

    /** A state, a settlement, or both. */
    @Override
    void onEngineDelivery(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (!(engineDelivery.getContext() instanceof Delivery delivery)) {
            settledTwice(engineDelivery);
            return;
        }
        Outcome outcome = inbox().outcomes().decode(engineDelivery.getRemoteState());
        boolean early = delivery == streaming && outcome.terminal() && outcome != Outcome.NONE;
        if (engineDelivery.remotelySettled() || early) {
            finish(delivery, engineDelivery, outcome);
        } else if (outcome != Outcome.NONE) {
            // Not settled yet: the sender hears of the state, and may settle first.
            delivery.update(outcome);
        }
    }

    private void finish(
            Delivery delivery, org.apache.qpid.proton.engine.Delivery engineDelivery, Outcome outcome) {
        engineDelivery.setContext(null);
        if (delivery == streaming) {
            streaming = null;
            streamingEngine = null;
            delivery.stopReading();
        }
        if (cut.settled(engineDelivery)) {
            markReady();
        }
        finished(delivery, outcome);
    }

    /** The consumer has settled what the sender had settled before. */
    private void settledTwice(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (engineDelivery.remotelySettled() && !cut.isWaiting() && cut.settled(engineDelivery)) {
            markReady();
        }
    }

    private void finished(Delivery delivery, Outcome outcome) {
        // A settlement without a state leaves the state there was.
        Outcome last = outcome == Outcome.NONE && delivery.outcome() != null ? delivery.outcome() : outcome;
        stats().outstanding.decrementAndGet();
        if (!delivery.presettled()) {
            stats().unsettled--;
        }
        stats().count(last);
        age(delivery);
        delivery.settle(last);
        connection().touch();
    }

    /** Credit, or a drain request, has come. */
    @Override
    void onFlow() {
        starvation.onFlow();
        markReady();
    }

    // ---- end

    @Override
    void lastCall() {
        // A receiver sends nothing that would wait here; the settled deliveries that wait for it are lost.
        queue.forEach(delivery -> stats().droppedPresettled += delivery.presettled() ? 1 : 0);
    }

    @Override
    void ended() {
        cut.ended();
        if (streaming != null) {
            // Not sent to its end is as not sent at all.
            Delivery unfinished = streaming;
            streamingEngine.setContext(null);
            cutShort(streamingEngine);
            streaming = null;
            streamingEngine = null;
            release(unfinished);
        }
        // proton-j keeps the sent deliveries until the link is freed, in order.
        for (var d = sender.head(); d != null;) {
            var next = d.next();
            if (d.getContext() instanceof Delivery delivery) {
                d.setContext(null);
                delivery.stopReading();
                stats().outstanding.decrementAndGet();
                boolean unsent = !AbortedTransfer.isTooLate(d);
                if (unsent) {
                    cutShort(d);
                }
                Outcome told = delivery.outcome();
                Outcome lost = unsent ? Outcome.RELEASED : Outcome.MODIFIED_FAILED;
                delivery.settle(told != null && told.terminal() ? told : lost);
            }
            d = next;
        }
        while (!queue.isEmpty()) {
            release(queue.poll());
        }
        stats().unsettled = 0;
    }

    /** The link ends in mid-message: the engine would still end the message as if it were whole, and settled. */
    private void cutShort(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (session().getRemoteState() == EndpointState.ACTIVE) {
            cut.ended(engineDelivery);
        }
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

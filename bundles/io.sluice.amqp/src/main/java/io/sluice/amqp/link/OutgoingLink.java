// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliverySink;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.Outcome;
import org.apache.qpid.proton.codec.CompositeReadableBuffer;
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

    /**
     * Unsent bytes in a session beyond which nothing more is put into the engine, which walks its work at each flush.
     */
    static final int MAX_UNSENT_BYTES = 128 * 1024;

    private static final int STREAM_BYTES = 64 * 1024;

    /** A consumer that gives no credit for so long makes settled deliveries expendable. */
    private static final int STARVED_MILLIS = 200;

    private final Sender sender;
    private Delivery head;
    private Delivery tail;
    private int queued;
    /** There was no credit for {@link #STARVED_MILLIS} or longer. */
    private boolean starved;
    private boolean starvationWatch;
    private boolean creditSeen;
    /** The delivery that is partly sent, null if there is none. */
    private Delivery streaming;
    private org.apache.qpid.proton.engine.Delivery streamingEngine;
    /** The consumer has settled it before the engine has sent it to its end: it still is to be aborted. */
    private org.apache.qpid.proton.engine.Delivery cut;
    /** What is read next of it is its beginning, and the peer is to see what routers have written. */
    private boolean annotate;

    OutgoingLink(ConnectionLinks connection, Sender sender, LinkDescriptor descriptor, LinkStats stats) {
        super(connection, sender, descriptor, stats);
        this.sender = sender;
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
            delivery.stopReading();
            stats().outstanding.decrementAndGet();
            delivery.settle(Outcome.RELEASED);
            return;
        }
        if (delivery.presettled() && sender.getCredit() <= 0) {
            withoutCredit(delivery);
        }
        if (tail == null) {
            head = delivery;
        } else {
            tail.nextForward = delivery;
        }
        tail = delivery;
        queued++;
        stats().forwarded++;
        stats().undelivered = queued;
        markReady();
    }

    /**
     * A settled delivery has come and there is no credit. A consumer that merely tops up late slows the producer,
     * like any other; one that gives no credit for a while must not stop a producer that wants no outcome.
     */
    private void withoutCredit(Delivery delivery) {
        if (starved) {
            if (queued >= descriptor().capacity()) {
                dropPresettled();
            }
            giveCreditBack(delivery);
        } else if (!starvationWatch) {
            starvationWatch = true;
            inbox().loop().schedule(this::checkStarved, STARVED_MILLIS);
        }
    }

    private void checkStarved() {
        starvationWatch = false;
        if (!isClosed() && sender.getCredit() <= 0 && head != null && !creditSeen) {
            starved = true;
            for (Delivery d = head; d != null; d = d.nextForward) {
                if (d.presettled()) {
                    giveCreditBack(d);
                }
            }
        } else if (!isClosed() && head != null) {
            creditSeen = false;
            starvationWatch = true;
            inbox().loop().schedule(this::checkStarved, STARVED_MILLIS);
        }
    }

    private static void giveCreditBack(Delivery delivery) {
        // A message that still arrives has to be read to its end first: its producer waits.
        if (delivery.content().isComplete()) {
            delivery.settle(Outcome.ACCEPTED);
        }
    }

    /** Drops the settled deliveries that wait, except the first of them. */
    private void dropPresettled() {
        Delivery kept = null;
        Delivery previous = null;
        for (Delivery d = head; d != null;) {
            Delivery next = d.nextForward;
            if (!d.presettled() || kept == null) {
                kept = d.presettled() ? d : kept;
                previous = d;
            } else {
                previous.nextForward = next;
                d.nextForward = null;
                d.stopReading();
                queued--;
                stats().outstanding.decrementAndGet();
                stats().presettled++;
                stats().droppedPresettled++;
                age(d);
                d.settle(Outcome.RELEASED);
            }
            d = next;
        }
        tail = previous;
    }

    // ---- to the engine

    @Override
    boolean flush() {
        if (!isOpen()) {
            return false;
        }
        boolean more = send();
        if (head == null && streaming == null && sender.getDrain() && sender.getCredit() > 0) {
            if (sender.getQueued() > 0) {
                // The engine would give away the credit of what it has not encoded yet.
                more = true;
            } else {
                sender.drained();
            }
        }
        noteCredit();
        return more;
    }

    private void noteCredit() {
        int credit = Math.max(0, sender.getCredit());
        noteCredit(credit);
    }

    /** Returns true if a limit was reached and there is more that could be sent. */
    private boolean send() {
        if (cut != null && !cutOff()) {
            return true;
        }
        while (streaming != null || head != null) {
            if (sender.getSession().getOutgoingBytes() >= MAX_UNSENT_BYTES || !connection().writable()) {
                return streaming == null ? sender.getCredit() > 0 : true;
            }
            if (streaming == null) {
                if (sender.getCredit() <= 0) {
                    return false;
                }
                begin(poll());
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

    private Delivery poll() {
        Delivery delivery = head;
        head = delivery.nextForward;
        delivery.nextForward = null;
        if (head == null) {
            tail = null;
        }
        queued--;
        stats().undelivered = queued;
        return delivery;
    }

    private void begin(Delivery delivery) {
        if (delivery.content().isAborted()) {
            delivery.stopReading();
            stats().outstanding.decrementAndGet();
            delivery.settle(Outcome.RELEASED);
            return;
        }
        org.apache.qpid.proton.engine.Delivery engineDelivery = sender.delivery(inbox().newTag());
        engineDelivery.setMessageFormat(delivery.messageFormat());
        engineDelivery.setContext(delivery);
        delivery.egress = engineDelivery;
        stats().deliveries++;
        connection().noteDelivery();
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
            if (!AbortedTransfer.isPossible(sender)) {
                return Progress.ENGINE_FULL;
            }
            abort(delivery, engineDelivery);
            return Progress.DONE;
        }
        if (engineDelivery.pending() > 0) {
            // The engine would have to copy: wait until it has encoded what it has.
            return Progress.ENGINE_FULL;
        }
        ReadableBuffer data = annotate ? annotated(delivery) : chunk(delivery);
        if (data != null) {
            sender.sendNoCopy(data);
        }
        if (delivery.readToEnd()) {
            sent(delivery, engineDelivery);
            return Progress.DONE;
        }
        return delivery.readable() ? Progress.ENGINE_FULL : Progress.NO_CONTENT;
    }

    /** Returns the next bytes, without a copy; null if there are none now. */
    static ReadableBuffer chunk(Delivery delivery) {
        byte[] first = delivery.read();
        return first == null ? null : chunk(first, delivery);
    }

    /** Returns the first bytes of the message, with what this router has to tell the next. */
    private ReadableBuffer annotated(Delivery delivery) {
        byte[] first = delivery.read();
        if (first == null) {
            return null;
        }
        annotate = false;
        return chunk(connection().annotations()
            .annotated(first, delivery.content(), delivery.annotations(), connection().router()), delivery);
    }

    private static ReadableBuffer chunk(byte[] first, Delivery delivery) {
        if (first.length >= STREAM_BYTES || !delivery.readable()) {
            return ReadableBuffer.ByteBufferReader.wrap(first);
        }
        CompositeReadableBuffer all = new CompositeReadableBuffer();
        all.append(first);
        int length = first.length;
        while (length < STREAM_BYTES && delivery.readable()) {
            byte[] next = delivery.read();
            if (next.length > 0) {
                all.append(next);
                length += next.length;
            }
        }
        return all;
    }

    private void sent(Delivery delivery, org.apache.qpid.proton.engine.Delivery engineDelivery) {
        streaming = null;
        streamingEngine = null;
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
        AbortedTransfer.send(connection().engine().getTransport(), sender, engineDelivery);
        connection().touch();
        delivery.stopReading();
        stats().outstanding.decrementAndGet();
        if (!delivery.presettled()) {
            stats().unsettled--;
        }
        delivery.settle(Outcome.RELEASED);
    }

    // ---- from the engine

    /** A state, a settlement, or both. */
    @Override
    void onEngineDelivery(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (!(engineDelivery.getContext() instanceof Delivery delivery)) {
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
        if (AbortedTransfer.isTooLate(engineDelivery)) {
            engineDelivery.settle();
        } else {
            // The consumer has decided before the end: cut the rest off, now or when its session window lets us.
            cut = engineDelivery;
            markReady();
        }
        finished(delivery, outcome);
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

    /** Returns false if it has to wait for the session's window. */
    private boolean cutOff() {
        if (!AbortedTransfer.isPossible(sender)) {
            return false;
        }
        AbortedTransfer.send(connection().engine().getTransport(), sender, cut);
        cut = null;
        return true;
    }

    /** Credit, or a drain request, has come. */
    @Override
    void onFlow() {
        if (sender.getCredit() > 0) {
            creditSeen = true;
            starved = false;
        }
        markReady();
    }

    // ---- end

    @Override
    void lastCall() {
        // A receiver sends nothing that would wait here; the settled deliveries that wait for it are lost.
        for (Delivery d = head; d != null; d = d.nextForward) {
            stats().droppedPresettled += d.presettled() ? 1 : 0;
        }
    }

    @Override
    void ended() {
        if (cut != null) {
            AbortedTransfer.sendIfPossible(connection().engine().getTransport(), sender, cut);
            cut = null;
        }
        if (streaming != null) {
            // Not sent to its end is as not sent at all.
            Delivery unfinished = streaming;
            unfinished.stopReading();
            streamingEngine.setContext(null);
            cutShort(streamingEngine);
            streaming = null;
            streamingEngine = null;
            stats().outstanding.decrementAndGet();
            unfinished.settle(Outcome.RELEASED);
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
        while (head != null) {
            Delivery delivery = poll();
            delivery.stopReading();
            stats().outstanding.decrementAndGet();
            delivery.settle(Outcome.RELEASED);
        }
        stats().unsettled = 0;
    }

    /** The link ends in mid-message: the engine would still end the message as if it were whole, and settled. */
    private void cutShort(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (session().getRemoteState() == EndpointState.ACTIVE) {
            AbortedTransfer.sendIfPossible(connection().engine().getTransport(), sender, engineDelivery);
        }
    }

    @Override
    int inFlight() {
        return queued + stats().unsettled;
    }

    @Override
    void countStuck(long nowNanos) {
        long stuck = 0;
        for (Delivery d = head; d != null; d = d.nextForward) {
            stuck += Delays.stuck(d, nowNanos) ? 1 : 0;
        }
        for (var d = sender.head(); d != null; d = d.next()) {
            stuck += d.getContext() instanceof Delivery delivery && Delays.stuck(delivery, nowNanos) ? 1 : 0;
        }
        stats().stuck = stuck;
    }
}

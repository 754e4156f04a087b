// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One message on its way from one producer to one consumer. It crosses from the producer's loop to the consumer's and
 * its outcome crosses back, codec to codec, so that it survives a replacement of the core in between.
 *
 * <p>Ownership moves: the producer's loop owns it until the core hands it to {@link LinkPeer#onDelivery}; from then
 * on the consumer's loop owns the reading side and decides the outcome. The fields marked volatile are what the other
 * side may look at meanwhile.
 */
public final class Delivery {

    private static final VarHandle FORWARD_QUEUED;
    private static final VarHandle BACK_QUEUED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            FORWARD_QUEUED = lookup.findVarHandle(Delivery.class, "forwardQueued", boolean.class);
            BACK_QUEUED = lookup.findVarHandle(Delivery.class, "backQueued", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Intrusive link of a queue towards the consumer. Owner: the queue the delivery is in. */
    public Delivery nextForward;
    /** Intrusive link of a queue towards the producer. Owner: the queue the delivery is in. */
    public Delivery nextBack;
    /** The producer side's own state. Owner: the producer's loop. */
    public Object ingress;
    /** The consumer side's own state. Owner: the consumer's loop. */
    public Object egress;

    private final MessageContent content;
    private final DeliveryOrigin origin;
    private final boolean presettled;
    private final int messageFormat;
    private int priority;
    private final String to;
    private final long arrivedNanos;

    private RouterAnnotations annotations = RouterAnnotations.NONE;
    private MessageContent.Chunk cursor;
    private volatile long position;
    private volatile DeliverySink sink;
    private volatile Outcome outcome;
    private volatile boolean settled;
    private volatile boolean senderSettled;
    /** The copies that travel instead of this one; of the producer's loop. */
    private DeliveryGroup group;
    /** The number of the router where the message entered the network. */
    private int entered;
    /** Lowered with the settlement; null for none. */
    private AtomicInteger gauge;
    private volatile boolean forwardQueued;
    private volatile boolean backQueued;

    /**
     * Makes a delivery.
     *
     * @param content complete, or growing
     * @param origin hears of the outcome
     * @param presettled the producer sent it settled: no outcome is wanted
     * @param messageFormat the transfer's message-format
     * @param priority the message's own priority, 0 to 9
     * @param to the address of an anonymous link's delivery, null otherwise
     * @param arrivedNanos {@link System#nanoTime} at arrival
     */
    public Delivery(
            MessageContent content,
            DeliveryOrigin origin,
            boolean presettled,
            int messageFormat,
            int priority,
            String to,
            long arrivedNanos) {
        this.content = Objects.requireNonNull(content);
        this.origin = Objects.requireNonNull(origin);
        this.presettled = presettled;
        this.messageFormat = messageFormat;
        this.priority = priority;
        this.to = to;
        this.arrivedNanos = arrivedNanos;
        this.cursor = content.start();
    }

    /** Returns a further delivery of the same content to another consumer. Before {@link MessageContent#routed}. */
    public Delivery copy(DeliveryOrigin copyOrigin) {
        return copy(copyOrigin, presettled, to);
    }

    /**
     * Returns a further delivery of the same content, to another address or with another settlement. Before
     * {@link MessageContent#routed}.
     *
     * @param copyOrigin hears of the copy's outcome
     * @param settled no outcome of the copy is wanted
     * @param copyTo the address that the copy is routed by
     */
    public Delivery copy(DeliveryOrigin copyOrigin, boolean settled, String copyTo) {
        Delivery copy = new Delivery(content, copyOrigin, settled, messageFormat, priority, copyTo, arrivedNanos);
        copy.annotations = annotations;
        copy.entered = entered;
        return copy;
    }

    /** Returns the content shared by all copies. */
    public MessageContent content() {
        return content;
    }

    /** Returns who hears of the outcome. */
    public DeliveryOrigin origin() {
        return origin;
    }

    /** Returns true if the producer sent it settled. */
    public boolean presettled() {
        return presettled;
    }

    /** Returns the message-format of the transfer. */
    public int messageFormat() {
        return messageFormat;
    }

    /** Returns the effective priority, 0 to 9. */
    public int priority() {
        return priority;
    }

    /** Sets the effective priority: that of its address, if one is configured. By the core, before it hands it over. */
    public void priority(int effective) {
        priority = effective;
    }

    /** Returns the address of an anonymous link's delivery, null otherwise. */
    public String to() {
        return to;
    }

    /** Returns what routers have written into the message; never null. Of whoever owns the delivery. */
    public RouterAnnotations annotations() {
        return annotations;
    }

    /** Replaces what routers write into the message. Whoever owns the delivery, before it is handed to a consumer. */
    public void annotations(RouterAnnotations newAnnotations) {
        annotations = Objects.requireNonNull(newAnnotations);
    }

    /**
     * The sender has settled by itself and wants no outcome any more: the consumer is told. Producer's loop.
     */
    public void senderSettles() {
        senderSettled = true;
        if (group != null) {
            group.senderSettles();
        }
        contentChanged();
    }

    /** Returns true if the sender has settled by itself. Any thread. */
    public boolean senderSettled() {
        return senderSettled;
    }

    /** Names the copies that travel instead of this delivery. */
    void group(DeliveryGroup copies) {
        group = copies;
    }

    /** Returns the number of the router where the message entered the network, 0 for this one. */
    public int entered() {
        return entered;
    }

    /** Says where the message entered the network. By the core, before it hands it over. */
    public void entered(int router) {
        entered = router;
    }

    /**
     * Names a number that is lowered by one when the delivery is settled. By the core, before it hands it over.
     *
     * @param number null for none
     */
    public void gauge(AtomicInteger number) {
        gauge = number;
    }

    /** Returns {@link System#nanoTime} at arrival. */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    // ---- consumer's side

    /** Names who hears of further content. Consumer's loop; to be set before the content is looked at. */
    public void sink(DeliverySink newSink) {
        sink = newSink;
    }

    /** Returns the next unread chunk and moves on, or null if there is none now. Consumer's loop. Not to be changed. */
    public byte[] read() {
        MessageContent.Chunk next = cursor.next;
        if (next == null) {
            return null;
        }
        cursor = next;
        position += next.bytes.length;
        content.advanced();
        return next.bytes;
    }

    /** Returns true if there is an unread chunk now. Consumer's loop. */
    public boolean readable() {
        return cursor.next != null;
    }

    /** Returns true if all of a complete content was read. Consumer's loop. */
    public boolean readToEnd() {
        // Complete is written after the last chunk was linked, so it has to be read first.
        return content.isComplete() && cursor.next == null;
    }

    /**
     * Reads no more, and lets go of the content's chunks: the consumer is gone, or settled before the end. Consumer's
     * loop, or, for a delivery that no consumer took or that only its copies travel for, the producer's.
     */
    public void stopReading() {
        position = Long.MAX_VALUE;
        cursor = MessageContent.NOWHERE;
        sink = null;
        content.advanced();
    }

    /**
     * Sets the outcome and settles; tells the origin, which gives the sender its outcome, or, for a presettled
     * delivery, its credit. Only the first call counts. Consumer's loop, or, for a delivery
     * that no consumer took, the producer's.
     *
     * @return false if it was settled before
     */
    public boolean settle(Outcome finalOutcome) {
        if (settled) {
            return false;
        }
        outcome = finalOutcome;
        settled = true;
        AtomicInteger open = gauge;
        if (open != null) {
            gauge = null;
            open.getAndDecrement();
        }
        origin.onOutcome(this);
        return true;
    }

    /** Sets an outcome or state without settling; tells the origin. Consumer's loop. */
    public void update(Outcome newOutcome) {
        if (!settled && !presettled) {
            outcome = newOutcome;
            origin.onOutcome(this);
        }
    }

    // ---- either side

    /** Returns the latest state, null while there is none. Any thread. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns true if the consumer's side has settled. Any thread. */
    public boolean settled() {
        return settled;
    }

    /** Marks the delivery as being in a queue towards the consumer; false if it was already. Any thread. */
    public boolean enqueueForward() {
        return FORWARD_QUEUED.compareAndSet(this, false, true);
    }

    /** Unmarks it, before the queue's owner looks at what it is about. */
    public void dequeueForward() {
        forwardQueued = false;
    }

    /** Marks the delivery as being in a queue towards the producer; false if it was already. Any thread. */
    public boolean enqueueBack() {
        return BACK_QUEUED.compareAndSet(this, false, true);
    }

    /** Unmarks it, before the queue's owner looks at the outcome. */
    public void dequeueBack() {
        backQueued = false;
    }

    /**
     * Returns the bytes that come next, without reading them: as many whole chunks as give so many bytes, if they are
     * there. Not to be changed.
     */
    byte[] unread(int wanted) {
        MessageContent.Chunk chunk = cursor.next;
        byte[] bytes = MessageContent.NOTHING;
        while (chunk != null && bytes.length < wanted) {
            if (bytes.length == 0) {
                bytes = chunk.bytes;
            } else {
                byte[] joined = Arrays.copyOf(bytes, bytes.length + chunk.bytes.length);
                System.arraycopy(chunk.bytes, 0, joined, bytes.length, chunk.bytes.length);
                bytes = joined;
            }
            chunk = chunk.next;
        }
        return bytes;
    }

    /** Returns how many bytes were read; {@link Long#MAX_VALUE} after {@link #stopReading}. */
    long position() {
        return position;
    }

    /** The content has grown, on the producer's thread. */
    void contentChanged() {
        DeliverySink current = sink;
        if (current != null) {
            current.onContent(this);
        }
    }
}

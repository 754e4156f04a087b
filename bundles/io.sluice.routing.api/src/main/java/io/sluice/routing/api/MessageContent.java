// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.util.Map;
import java.util.Objects;

/**
 * The encoded sections of one message: a chain of chunks that one producer appends to while consumers may already
 * read. The bytes are never changed once appended, so all copies of a multicast share them.
 *
 * <p>Owner of the writing methods is the loop of the producer's link. Readers go through their {@link Delivery}. A
 * producer that is more than {@value #HIGH_BYTES} bytes ahead of its slowest consumer must stop appending; it hears
 * {@link DeliveryOrigin#onContentDrained} when less than {@value #LOW_BYTES} are left.
 */
public final class MessageContent {

    /** A producer that is this many bytes ahead stops. */
    public static final int HIGH_BYTES = 256 * 1024;

    /** A stopped producer goes on below this many bytes. */
    public static final int LOW_BYTES = 128 * 1024;

    /** One appended array; the chain's start is an empty one. */
    static final class Chunk {
        final byte[] bytes;
        volatile Chunk next;

        Chunk(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    static final byte[] NOTHING = new byte[0];
    /** Where a delivery that reads no more stands; nothing is ever linked to it. */
    static final Chunk NOWHERE = new Chunk(NOTHING);

    private static final Delivery[] NO_READERS = new Delivery[0];

    private final DeliveryOrigin origin;
    private int annotationsStart = -1;
    private int annotationsEnd;
    private Chunk first = new Chunk(NOTHING);
    private Chunk last = first;
    private volatile long length;
    private volatile boolean complete;
    private volatile boolean aborted;
    private volatile boolean paused;
    private volatile Delivery[] readers = NO_READERS;

    /**
     * Makes an empty, incomplete content.
     *
     * @param origin hears {@link DeliveryOrigin#onContentDrained}
     */
    public MessageContent(DeliveryOrigin origin) {
        this.origin = Objects.requireNonNull(origin);
    }

    /** Makes a complete content of one array, which must not be changed any more. */
    public MessageContent(DeliveryOrigin origin, byte[] bytes) {
        this(origin);
        append(bytes);
        complete();
    }

    /** Appends bytes; the array belongs to the content from now on. Producer only. */
    public void append(byte[] bytes) {
        Chunk chunk = new Chunk(bytes);
        length += bytes.length;
        last.next = chunk;
        last = chunk;
        tellReaders();
    }

    /** Nothing more will come. Producer only. */
    public void complete() {
        complete = true;
        tellReaders();
    }

    /** Nothing more will come and what came is void (transfer with aborted=true, or the producer was lost). */
    public void abort() {
        aborted = true;
        complete = true;
        tellReaders();
    }

    private void tellReaders() {
        for (Delivery reader : readers) {
            reader.contentChanged();
        }
    }

    /**
     * Says where the message annotations are, within the first array appended, so that who writes others need not look
     * for them. They are the user's own; annotations of routers are in {@link Delivery#annotations} only. Producer
     * only, before the delivery is routed.
     *
     * @param start where the section begins, or would
     * @param end where it ends; the same as start if there is none
     */
    public void annotationsAt(int start, int end) {
        annotationsStart = start;
        annotationsEnd = end;
    }

    /** Tells whether {@link #annotate} can write a value. */
    public static boolean annotationValue(Object value) {
        return AnnotationEdit.supports(value);
    }

    /**
     * Adds entries to the user's message annotations, in place of entries with the same keys. To be called by the core
     * on the producer's loop, before the delivery is routed. {@link #length} stays what has arrived.
     *
     * @param added values: null, text, numbers, Boolean, UUID, Instant, Date, bytes
     * @return false if the annotations that are there cannot be read; nothing is changed then
     */
    public boolean annotate(Map<String, Object> added) {
        Chunk head = first.next;
        if (head == null) {
            return false;
        }
        try {
            AnnotationEdit edit = new AnnotationEdit(head.bytes, added);
            Chunk changed = new Chunk(edit.edited(head.bytes));
            changed.next = head.next;
            if (last == head) {
                last = changed;
            }
            first.next = changed;
            if (annotationsStart >= 0) {
                annotationsAt(edit.start(), edit.start() + edit.section().length);
            }
            return true;
        } catch (ValueReader.BadValue e) {
            return false;
        }
    }

    /** Returns where the message annotations begin, or would; -1 if the producer did not say. */
    public int annotationsStart() {
        return annotationsStart;
    }

    /** Returns where the message annotations end. */
    public int annotationsEnd() {
        return annotationsEnd;
    }

    /** Returns true if nothing more will come. Any thread. */
    public boolean isComplete() {
        return complete;
    }

    /** Returns true if the message was aborted. Any thread. */
    public boolean isAborted() {
        return aborted;
    }

    /** Returns the bytes appended so far. Any thread. */
    public long length() {
        return length;
    }

    /**
     * Names the deliveries that will read. To be called by the core, on the producer's loop, before it hands any of
     * them over, if the content is not complete; once more without any, if none was taken.
     */
    public void readBy(Delivery... deliveries) {
        readers = deliveries.clone();
    }

    /** Returns the deliveries that read now. Producer only. Not to be changed. */
    Delivery[] readers() {
        return readers;
    }

    /**
     * All readers exist: lets go of the start of the chain, so that what they have read can be collected although the
     * deliveries are still unsettled. To be called by the core on the producer's loop, after it has handed them over.
     */
    public void routed() {
        first = null;
    }

    /** Returns where a new reader starts. */
    Chunk start() {
        return Objects.requireNonNull(first, "content was routed already");
    }

    /** Returns the bytes that the slowest reader has not read yet; 0 if all readers are gone. Any thread. */
    public long buffered() {
        long slowest = Long.MAX_VALUE;
        for (Delivery reader : readers) {
            slowest = Math.min(slowest, reader.position());
        }
        return slowest == Long.MAX_VALUE ? 0 : Math.max(0, length - slowest);
    }

    /**
     * Returns true if the producer must stop until {@link DeliveryOrigin#onContentDrained}. Producer only, after
     * appending.
     */
    public boolean mustPause() {
        if (readers.length == 0 || complete || buffered() < HIGH_BYTES) {
            return false;
        }
        paused = true;
        // A reader may have caught up before it could see the flag: look again, or nobody would ever resume.
        if (buffered() < LOW_BYTES) {
            paused = false;
            return false;
        }
        return true;
    }

    /** A reader has advanced or left. On the reader's thread. */
    void advanced() {
        if (paused && buffered() < LOW_BYTES) {
            paused = false;
            origin.onContentDrained(this);
        }
    }
}

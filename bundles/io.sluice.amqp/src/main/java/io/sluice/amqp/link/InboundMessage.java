// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.ArrayList;
import java.util.List;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.Receiver;

/**
 * The message that an incoming link is reading at the moment. A message of one frame, the usual case, passes straight
 * through. A longer one is gathered until it is complete or {@value #CUT_THROUGH_BYTES} bytes are there, then routed,
 * and its further bytes go to its consumers as they come. Owner loop only.
 */
final class InboundMessage {

    /** A message is routed before it is complete once this much of it is there. */
    static final int CUT_THROUGH_BYTES = 128 * 1024;

    private static final Outcome MALFORMED = Outcome.rejected("amqp:decode-error", "invalid message format");
    private static final byte[] EMPTY = new byte[0];

    private final IncomingLink link;
    private final boolean strip;
    private final boolean wantTo;

    /** Bytes of a message that is not routed yet. */
    private final List<byte[]> gathered = new ArrayList<>();
    private int gatheredBytes;
    /** The message that is routed and still arriving, null otherwise. */
    private Delivery streaming;
    private boolean discarding;
    private boolean rejected;

    InboundMessage(IncomingLink link, boolean strip, boolean wantTo) {
        this.link = link;
        this.strip = strip;
        this.wantTo = wantTo;
    }

    /** Returns true between two messages. */
    boolean idle() {
        return streaming == null && gatheredBytes == 0 && !rejected;
    }

    /**
     * Reads what the engine has of its current delivery.
     *
     * @return true if the message is complete and the next one may be read
     */
    boolean take(Receiver receiver, org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (engineDelivery.isAborted()) {
            receiver.advance();
            aborted(engineDelivery);
            return true;
        }
        boolean complete = !engineDelivery.isPartial();
        byte[] bytes = exact(receiver.recv());
        if (complete) {
            receiver.advance();
        }
        if (streaming != null || rejected) {
            goOn(engineDelivery, bytes, complete);
        } else if (complete && gatheredBytes == 0) {
            start(engineDelivery, bytes, true);
        } else {
            gather(engineDelivery, bytes, complete);
        }
        return complete;
    }

    /** The engine keeps each frame's payload in an array of its own, which can be used without a copy. */
    static byte[] exact(ReadableBuffer buffer) {
        int length = buffer.remaining();
        if (length == 0) {
            return EMPTY;
        }
        if (buffer.hasArray() && buffer.arrayOffset() == 0 && buffer.position() == 0
            && buffer.array().length == length) {
            return buffer.array();
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes, 0, length);
        return bytes;
    }

    private void gather(org.apache.qpid.proton.engine.Delivery engineDelivery, byte[] bytes, boolean complete) {
        if (bytes.length > 0) {
            gathered.add(bytes);
            gatheredBytes += bytes.length;
        }
        if (!complete && gatheredBytes < CUT_THROUGH_BYTES) {
            return;
        }
        byte[] head = gathered.isEmpty() ? EMPTY : gathered.get(0);
        Sections sections = link.inbox().sections();
        Sections.Result result = sections.scan(head, complete && gathered.size() == 1, wantTo, !strip);
        boolean rewrite = strip && sections.hasRouterAnnotations();
        if (gathered.size() == 1 || result != Sections.Result.NEED_MORE && !rewrite) {
            startGathered(engineDelivery, result, complete);
        } else {
            // What has to be read crosses a frame border, or has to be rewritten: rare enough for a copy.
            byte[] all = join();
            gathered.add(all);
            gatheredBytes = all.length;
            startGathered(engineDelivery, sections.scan(all, true, wantTo, !strip), complete);
        }
    }

    private byte[] join() {
        byte[] all = new byte[gatheredBytes];
        int at = 0;
        for (byte[] part : gathered) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        gathered.clear();
        return all;
    }

    private void startGathered(
            org.apache.qpid.proton.engine.Delivery engineDelivery, Sections.Result result, boolean complete) {
        Sections sections = link.inbox().sections();
        MessageContent content = new MessageContent(link);
        for (int i = 0; i < gathered.size(); i++) {
            byte[] part = gathered.get(i);
            content.append(i == 0 && result == Sections.Result.OK ? stripped(sections, part) : part);
        }
        gathered.clear();
        gatheredBytes = 0;
        begin(engineDelivery, content, sections, result, complete);
    }

    private void start(org.apache.qpid.proton.engine.Delivery engineDelivery, byte[] bytes, boolean complete) {
        Sections sections = link.inbox().sections();
        Sections.Result result = sections.scan(bytes, complete, wantTo, !strip);
        byte[] kept = result == Sections.Result.OK ? stripped(sections, bytes) : bytes;
        begin(engineDelivery, new MessageContent(link, kept), sections, result, complete);
    }

    private byte[] stripped(Sections sections, byte[] bytes) {
        return strip && sections.hasRouterAnnotations() ? sections.withoutRouterAnnotations(bytes) : bytes;
    }

    private void begin(
            org.apache.qpid.proton.engine.Delivery engineDelivery,
            MessageContent content,
            Sections sections,
            Sections.Result result,
            boolean complete) {
        boolean presettled = engineDelivery.remotelySettled();
        Delivery delivery = new Delivery(content, link, presettled, engineDelivery.getMessageFormat(),
            sections.priority(), sections.to(), link.inbox().nowNanos());
        delivery.ingress = engineDelivery;
        engineDelivery.setContext(delivery);
        if (complete) {
            if (!content.isComplete()) {
                content.complete();
            }
            if (presettled) {
                engineDelivery.settle();
            }
        } else {
            streaming = delivery;
        }
        if (result == Sections.Result.OK) {
            link.dispatch(delivery);
        } else {
            rejected = !complete;
            link.reject(delivery, result == Sections.Result.INVALID_FIELD
                ? Outcome.rejected("amqp:invalid-field", sections.fault()) : MALFORMED);
        }
    }

    private void goOn(org.apache.qpid.proton.engine.Delivery engineDelivery, byte[] bytes, boolean complete) {
        Delivery delivery = streaming;
        if (!discarding && bytes.length > 0) {
            link.countBytes(bytes.length);
            delivery.content().append(bytes);
        }
        if (complete) {
            streaming = null;
            rejected = false;
            boolean hadOutcome = discarding;
            discarding = false;
            if (engineDelivery.remotelySettled()) {
                engineDelivery.settle();
            }
            delivery.content().complete();
            if (hadOutcome) {
                link.discarded(delivery);
            }
        } else if (!discarding && delivery.content().mustPause()) {
            link.pause();
        }
    }

    private void aborted(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        gathered.clear();
        gatheredBytes = 0;
        Delivery delivery = streaming;
        streaming = null;
        rejected = false;
        boolean hadOutcome = discarding;
        discarding = false;
        engineDelivery.settle();
        if (delivery != null) {
            delivery.content().abort();
            if (hadOutcome) {
                link.discarded(delivery);
            }
        }
        link.markReady();
    }

    /** The outcome came before the end of the message: what still comes goes nowhere. */
    void discardRest() {
        discarding = true;
    }

    /** The sender settled an unsettled delivery by itself. */
    void senderSettled(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (!engineDelivery.isPartial() && (streaming == null || streaming.ingress != engineDelivery)) {
            engineDelivery.settle();
        }
    }

    /** The consumers have caught up. */
    void resume() {
        if (streaming != null && !discarding && streaming.content().mustPause()) {
            link.pause();
        }
    }

    /** The producer is lost in mid-message. */
    void abort() {
        gathered.clear();
        gatheredBytes = 0;
        if (streaming != null) {
            streaming.content().abort();
            streaming = null;
        }
    }
}

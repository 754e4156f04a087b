// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.sluice.amqp.spi.PolicyGuard;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterAnnotations;
import org.apache.qpid.proton.codec.CompositeReadableBuffer;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.impl.ReceiverFrames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The message that an incoming link is reading at the moment. A message of one frame, the usual case, passes straight
 * through. A longer one is gathered until it is complete or {@value #CUT_THROUGH_BYTES} bytes are there, then routed,
 * and its further bytes go to its consumers as they come. Owner loop only.
 */
final class InboundMessage {

    /** A message is routed before it is complete once this much of it is there. */
    static final int CUT_THROUGH_BYTES = 128 * 1024;

    /** A message of the router protocol is complete when the router sees it, up to this length. */
    private static final int WHOLE_BYTES = 16 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger("ERROR");
    private static final Outcome MALFORMED = Outcome.rejected("amqp:decode-error", "invalid message format");
    private static final Outcome PROXY = Outcome.rejected("amqp:unauthorized-access", "user_id proxy violation");
    private static final Outcome TARGET = Outcome.rejected("amqp:unauthorized-access", "policy violation on target");
    private static final byte[] EMPTY = new byte[0];

    private final IncomingLink link;
    private final boolean judge;
    private final boolean wantTo;
    private final boolean wantProperties;
    private final PolicyGuard policy;
    private final SizeLimit limit;
    private final int cutThroughBytes;
    /** What a message is given that brings nothing of routers that counts: the address of the link. */
    private final RouterAnnotations usual;

    /** Bytes of a message that is not routed yet. */
    private final List<byte[]> gathered = new ArrayList<>();
    private int gatheredBytes;
    /** What is gathered was looked at, and waits for the end of the message, or for enough of it. */
    private boolean lookedAt;
    /** The message that is routed and still arriving, null otherwise. */
    private Delivery streaming;
    private boolean discarding;
    private boolean rejected;

    InboundMessage(IncomingLink link, boolean judge) {
        String address = link.descriptor().address();
        this.link = link;
        this.judge = judge;
        this.wantTo = RouterLinks.unaddressed(link.descriptor());
        this.cutThroughBytes = link.isControl() ? WHOLE_BYTES : CUT_THROUGH_BYTES;
        this.policy = link.connection().policy();
        this.limit = SizeLimit.of(link);
        this.wantProperties = wantTo || policy != null && policy.judgesUserId();
        this.usual = wantTo || address == null ? RouterAnnotations.NONE
            : new RouterAnnotations(address, 0, false, null, List.of());
    }

    /** Returns true between two messages. */
    boolean idle() {
        return streaming == null && gatheredBytes == 0 && !rejected;
    }

    /** Returns true while a message that still arrives is in flight already. */
    boolean isStreaming() {
        return streaming != null;
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
        ReadableBuffer read = receiver.recv();
        int length = read.remaining();
        if (complete) {
            receiver.advance();
        }
        if (limit != null && limit.exceeded(length, complete)) {
            abort();
            limit.enforce(engineDelivery);
            return false;
        }
        if (streaming != null || rejected) {
            goOn(engineDelivery, read, complete);
        } else if (complete && gatheredBytes == 0 && !inParts(read)) {
            start(engineDelivery, exact(read));
        } else {
            gather(engineDelivery, read, complete);
        }
        return complete;
    }

    /** Tells whether the payloads of several frames have piled up in the engine. */
    private static boolean inParts(ReadableBuffer buffer) {
        return buffer instanceof CompositeReadableBuffer parts && !parts.hasArray() && parts.position() == 0
            && parts.hasRemaining();
    }

    /** Hands over what the engine had, array by array: one array of it all would be a copy. */
    private static void forEachArray(ReadableBuffer buffer, Consumer<byte[]> taker) {
        if (inParts(buffer)) {
            ((CompositeReadableBuffer) buffer).getArrays().forEach(taker);
        } else if (buffer.hasRemaining()) {
            taker.accept(exact(buffer));
        }
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

    /** Returns the outcome of a message that the policy does not let pass, null if it does. */
    private Outcome judged(Sections sections) {
        if (policy == null) {
            return null;
        }
        if (!policy.allowsUserId(sections.userId())) {
            return PROXY;
        }
        return wantTo && !policy.allowsTarget(sections.to()) ? TARGET : null;
    }

    private void gather(org.apache.qpid.proton.engine.Delivery engineDelivery, ReadableBuffer read, boolean complete) {
        gatheredBytes += read.remaining();
        forEachArray(read, gathered::add);
        if (!complete && gatheredBytes < cutThroughBytes && !beginsEarly()) {
            return;
        }
        startGathered(engineDelivery, scanGathered(complete), complete);
    }

    /** Tells whether what is there says that the message does not wait for its end. */
    private boolean beginsEarly() {
        if (lookedAt || gathered.isEmpty() || cutThroughBytes == WHOLE_BYTES) {
            return false;
        }
        Sections.Result result = scanGathered(false);
        lookedAt = result == Sections.Result.OK;
        return lookedAt ? link.inbox().sections().annotations().streaming() : result != Sections.Result.NEED_MORE;
    }

    /** Looks at what is gathered; what was read is in its first array then. */
    private Sections.Result scanGathered(boolean complete) {
        Sections sections = link.inbox().sections();
        byte[] head = gathered.isEmpty() ? EMPTY : gathered.get(0);
        Sections.Result result = sections.scan(head, complete && gathered.size() == 1, wantProperties, judge);
        if (result != Sections.Result.NEED_MORE || gathered.size() == 1) {
            return result;
        }
        // What has to be read crosses a frame border: rare enough for a copy.
        byte[] all = join();
        gathered.add(all);
        gatheredBytes = all.length;
        return sections.scan(all, complete, wantProperties, judge);
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
            if (i == 0 && result == Sections.Result.OK) {
                appendKept(part, content);
            } else {
                content.append(part);
            }
        }
        forgetGathered();
        begin(engineDelivery, content, sections, result, complete);
    }

    private void forgetGathered() {
        gathered.clear();
        gatheredBytes = 0;
        lookedAt = false;
    }

    private void start(org.apache.qpid.proton.engine.Delivery engineDelivery, byte[] bytes) {
        Sections sections = link.inbox().sections();
        Sections.Result result = sections.scan(bytes, true, wantProperties, judge);
        MessageContent content = new MessageContent(link);
        if (result == Sections.Result.OK) {
            appendKept(bytes, content);
        } else {
            content.append(bytes);
        }
        begin(engineDelivery, content, sections, result, true);
    }

    /** Appends the beginning of a message without what routers have written. */
    private void appendKept(byte[] bytes, MessageContent content) {
        AnnotationScan annotations = link.inbox().sections().annotations();
        if (annotations.apart(bytes)) {
            int end = annotations.end();
            content.append(annotations.kept(Arrays.copyOf(bytes, end)));
            content.append(Arrays.copyOfRange(bytes, end, bytes.length));
            return;
        }
        byte[] kept = annotations.kept(bytes);
        if (kept.length > 0 || gathered.isEmpty()) {
            content.append(kept);
        }
    }

    private void begin(
            org.apache.qpid.proton.engine.Delivery engineDelivery,
            MessageContent content,
            Sections sections,
            Sections.Result result,
            boolean complete) {
        boolean presettled = engineDelivery.remotelySettled();
        Delivery delivery = new Delivery(content, link, presettled, engineDelivery.getMessageFormat(),
            sections.priority(), wantTo ? sections.to() : null, link.now(link.stats().times));
        delivery.ingress = engineDelivery;
        engineDelivery.setContext(delivery);
        AnnotationScan annotations = sections.annotations();
        content.annotationsAt(annotations.start(), annotations.end());
        delivery.annotations(annotations.counts()
            ? annotations.annotations(usual.to(), !link.connection().edge()) : usual);
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
        Outcome denied = result == Sections.Result.OK ? judged(sections) : null;
        if (denied != null) {
            rejected = !complete;
            link.reject(delivery, denied);
        } else if (result == Sections.Result.OK) {
            link.dispatch(delivery);
        } else {
            rejected = !complete;
            if (result == Sections.Result.INVALID_FIELD) {
                link.reject(delivery, Outcome.rejected("amqp:invalid-field", sections.fault()));
            } else {
                if (sections.broken() != null) {
                    LOG.error("Invalid message: Invalid message: {} section invalid", sections.broken());
                }
                link.reject(delivery, MALFORMED);
            }
        }
    }

    private void goOn(org.apache.qpid.proton.engine.Delivery engineDelivery, ReadableBuffer read, boolean complete) {
        Delivery delivery = streaming;
        if (!discarding && read.hasRemaining()) {
            link.countBytes(read.remaining());
            forEachArray(read, delivery.content()::append);
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
        if (limit != null) {
            limit.aborted();
        }
        forgetGathered();
        Delivery delivery = streaming;
        streaming = null;
        rejected = false;
        boolean hadOutcome = discarding;
        discarding = false;
        ReceiverFrames.settleAborted(engineDelivery);
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

    /** Returns the message that is passed on while it arrives, null if there is none or it goes nowhere any more. */
    Delivery arriving() {
        return discarding ? null : streaming;
    }

    /** Tells whether the engine has not seen the end of a delivery. */
    boolean isReading(Delivery delivery) {
        return streaming == delivery;
    }

    /** Nobody shall have the message that is arriving: what still comes goes nowhere. */
    org.apache.qpid.proton.engine.Delivery revoke() {
        discarding = true;
        streaming.content().abort();
        return (org.apache.qpid.proton.engine.Delivery) streaming.ingress;
    }

    /** The sender settled an unsettled delivery by itself. */
    void senderSettled(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (!engineDelivery.isPartial() && (streaming == null || streaming.ingress != engineDelivery)) {
            engineDelivery.settle();
        }
        if (engineDelivery.getContext() instanceof Delivery delivery && !delivery.presettled()
            && !delivery.senderSettled()) {
            delivery.senderSettles();
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
        forgetGathered();
        if (streaming != null) {
            streaming.content().abort();
            streaming = null;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.message.MalformedControlException;
import io.sluice.routing.network.wire.ControlCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages of the router protocol as deliveries. As with every delivery the annotations of routers travel beside the
 * content, and a trace is without this router, which the protocol that sends the message adds.
 */
final class ControlDeliveries {

    /** What came by a control link, as little of it as is needed. */
    record Arrived(List<byte[]> chunks, int size, List<String> trace) {}

    private static final int HIGHEST_PRIORITY = 9;

    private static final DeliveryOrigin ORIGIN = new DeliveryOrigin() {
        @Override
        public void onOutcome(Delivery delivery) {
            // Control messages are settled, and lost if they are lost.
        }

        @Override
        public void onContentDrained(MessageContent content) {
            // The content is complete from the start.
        }
    };

    /** A message goes to many neighbours one after the other: it is encoded once. */
    private Envelope last;
    private ControlCodec.Bare lastBytes;

    /** Takes a delivery apart, on the loop of its connection. */
    static Arrived arrived(Delivery delivery) {
        List<byte[]> chunks = new ArrayList<>(1);
        int size = 0;
        for (byte[] chunk = delivery.read(); chunk != null; chunk = delivery.read()) {
            chunks.add(chunk);
            size += chunk.length;
        }
        return new Arrived(chunks, size, delivery.annotations().trace());
    }

    /** Reads what came. */
    static Envelope envelope(Arrived arrived) throws MalformedControlException {
        Envelope envelope = ControlCodec.decode(joined(arrived));
        return arrived.trace().isEmpty()
            ? envelope : new Envelope(envelope.to(), arrived.trace(), envelope.payload());
    }

    private static byte[] joined(Arrived arrived) {
        if (arrived.chunks().size() == 1) {
            return arrived.chunks().get(0);
        }
        byte[] bytes = new byte[arrived.size()];
        int at = 0;
        for (byte[] chunk : arrived.chunks()) {
            System.arraycopy(chunk, 0, bytes, at, chunk.length);
            at += chunk.length;
        }
        return bytes;
    }

    /** Makes a delivery of a message whose trace ends with this router. */
    Delivery delivery(Envelope envelope) {
        if (envelope != last) {
            last = envelope;
            lastBytes = ControlCodec.encodeBare(envelope);
        }
        MessageContent content = new MessageContent(ORIGIN, lastBytes.bytes());
        content.annotationsAt(lastBytes.annotationsAt(), lastBytes.annotationsAt());
        Delivery delivery =
            new Delivery(content, ORIGIN, true, 0, HIGHEST_PRIORITY, envelope.to(), System.nanoTime());
        List<String> trace = envelope.trace();
        List<String> before = trace.subList(0, Math.max(0, trace.size() - 1));
        delivery.annotations(
            new RouterAnnotations(null, 0, false, before.isEmpty() ? null : before.get(0), before));
        return delivery;
    }

    /** Lets go of what was encoded last. */
    void forget() {
        last = null;
        lastBytes = null;
    }
}

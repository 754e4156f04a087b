// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.wire;

import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.message.MalformedControlException;
import io.sluice.routing.network.message.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Messages of the router protocol as AMQP messages: header, message annotations, properties, application properties, a
 * map as value. Only what tells the way is decoded at once; the rest when, and if, somebody asks for it, and what is
 * passed on leaves with the very bytes it came with.
 */
public final class ControlCodec {

    private static final int HEADER = 0x70;
    private static final int ANNOTATIONS = 0x72;
    private static final int PROPERTIES = 0x73;

    private static final String INGRESS = "x-opt-qd.ingress";
    private static final String TRACE = "x-opt-qd.trace";

    /** Size of the header that is written here. */
    private static final int HEADER_BYTES = 13;

    private ControlCodec() {}

    /** Encodes a message with its annotations. */
    public static byte[] encode(Envelope envelope) {
        AmqpWriter out = new AmqpWriter();
        if (envelope.payload() instanceof EncodedPayload encoded) {
            out.copy(encoded.bytes(), 0, encoded.annotationsFrom());
            annotations(out, envelope);
            out.copy(encoded.bytes(), encoded.annotationsTo(), encoded.bytes().length);
            return out.toByteArray();
        }
        header(out);
        annotations(out, envelope);
        try {
            new BodyEncoder(out).encode(envelope.to(), envelope.payload().message());
        } catch (MalformedControlException e) {
            throw new IllegalArgumentException(e);
        }
        return out.toByteArray();
    }

    /** A message without its annotations, and where these would be. */
    public record Bare(byte[] bytes, int annotationsAt) {}

    /** Encodes a message without annotations, for who writes these himself. */
    public static Bare encodeBare(Envelope envelope) {
        byte[] bytes = encode(new Envelope(envelope.to(), List.of(), envelope.payload()));
        return new Bare(bytes, envelope.payload() instanceof EncodedPayload encoded
            ? encoded.annotationsFrom() : HEADER_BYTES);
    }

    private static void header(AmqpWriter out) {
        out.section(HEADER);
        int start = out.beginList(1);
        out.octet(0x42);
        out.end(start);
    }

    private static void annotations(AmqpWriter out, Envelope envelope) {
        if (envelope.trace().isEmpty()) {
            return;
        }
        out.section(ANNOTATIONS);
        int map = out.beginSmall(4);
        out.symbol(INGRESS);
        out.string(envelope.ingress());
        out.symbol(TRACE);
        int list = out.beginSmall(envelope.trace().size());
        for (String node : envelope.trace()) {
            out.string(node);
        }
        out.endSmall(list, envelope.trace().size(), 0xc0, 0xd0);
        out.endSmall(map, 4, 0xc1, 0xd1);
    }

    /**
     * Reads the way of a message.
     *
     * @param bytes the whole message; belongs to the envelope from now on
     * @throws MalformedControlException if there is no address in it
     */
    public static Envelope decode(byte[] bytes) throws MalformedControlException {
        AmqpReader in = new AmqpReader(bytes, 0, bytes.length);
        List<String> trace = List.of();
        int from = -1;
        int to = -1;
        while (!in.atEnd()) {
            int before = in.position();
            int section = in.section();
            Object value = in.read();
            if (section == HEADER) {
                from = in.position();
                to = from;
            } else if (section == ANNOTATIONS) {
                trace = trace(value);
                from = before;
                to = in.position();
            } else if (section == PROPERTIES) {
                from = Math.max(from, 0);
                to = Math.max(to, 0);
                return new Envelope(address(value), trace, new EncodedPayload(bytes, from, to, in.position()));
            }
        }
        throw new MalformedControlException("no properties");
    }

    private static String address(Object properties) throws MalformedControlException {
        if (properties instanceof List<?> fields && fields.size() > 2 && fields.get(2) instanceof String to) {
            return to;
        }
        throw new MalformedControlException("no address");
    }

    private static List<String> trace(Object annotations) throws MalformedControlException {
        if (!(annotations instanceof Map<?, ?> map) || !(map.get(TRACE) instanceof List<?> list)) {
            return List.of();
        }
        List<String> trace = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!(element instanceof String node)) {
                throw new MalformedControlException("trace");
            }
            trace.add(node);
        }
        return trace;
    }

    /** Returns a payload as it would be after a journey over a connection. */
    public static Payload encoded(Envelope envelope) throws MalformedControlException {
        return decode(encode(envelope)).payload();
    }
}

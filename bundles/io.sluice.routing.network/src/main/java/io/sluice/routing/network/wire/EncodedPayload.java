// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.wire;

import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.MalformedControlException;
import io.sluice.routing.network.message.Payload;
import java.util.Map;

/** A message as it came. Belongs to one thread, like everything of the engine. */
final class EncodedPayload implements Payload {

    private static final int APPLICATION_PROPERTIES = 0x74;
    private static final int VALUE = 0x77;

    private final byte[] bytes;
    private final int annotationsFrom;
    private final int annotationsTo;
    private final int rest;
    private ControlMessage message;

    /**
     * Notes the parts.
     *
     * @param annotationsFrom where the annotations begin, or would
     * @param annotationsTo where they end
     * @param rest where the section behind the properties begins
     */
    EncodedPayload(byte[] bytes, int annotationsFrom, int annotationsTo, int rest) {
        this.bytes = bytes;
        this.annotationsFrom = annotationsFrom;
        this.annotationsTo = annotationsTo;
        this.rest = rest;
    }

    byte[] bytes() {
        return bytes;
    }

    int annotationsFrom() {
        return annotationsFrom;
    }

    int annotationsTo() {
        return annotationsTo;
    }

    @Override
    public ControlMessage message() throws MalformedControlException {
        if (message == null) {
            message = decode();
        }
        return message;
    }

    private ControlMessage decode() throws MalformedControlException {
        AmqpReader in = new AmqpReader(bytes, rest, bytes.length);
        String opcode = null;
        while (!in.atEnd()) {
            int section = in.section();
            Object value = in.read();
            if (section == APPLICATION_PROPERTIES && value instanceof Map<?, ?> properties
                    && properties.get("opcode") instanceof String text) {
                opcode = text;
            } else if (section == VALUE) {
                if (opcode == null || !(value instanceof Map<?, ?> body)) {
                    throw new MalformedControlException("opcode=" + opcode + " without a map");
                }
                return BodyDecoder.decode(opcode, body);
            }
        }
        throw new MalformedControlException("opcode=" + opcode + " without a body");
    }

    @Override
    public long fingerprint() {
        // FNV-1a over everything but the annotations, which change on the way.
        long hash = 0xcbf29ce484222325L;
        for (int i = annotationsTo; i < bytes.length; i++) {
            hash = (hash ^ bytes[i]) * 0x100000001b3L;
        }
        return hash;
    }
}

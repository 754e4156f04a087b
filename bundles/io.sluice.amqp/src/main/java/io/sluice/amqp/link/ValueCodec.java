// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.apache.qpid.proton.codec.WritableBuffer;

/** Encodes AMQP values, so that no proton-j type leaves this bundle. Owner loop only. */
final class ValueCodec {

    private static final int FIRST_SIZE = 512;
    /** A frame can carry no larger one. */
    private static final int LARGEST = 16 * 1024 * 1024;

    private final DecoderImpl decoder = new DecoderImpl();
    private final EncoderImpl encoder = new EncoderImpl(decoder);

    ValueCodec() {
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
    }

    /** Returns the encoded value; null for null. */
    byte[] encode(Object value) {
        if (value == null) {
            return null;
        }
        for (int size = FIRST_SIZE; size <= LARGEST; size *= 8) {
            byte[] bytes = new byte[size];
            WritableBuffer.ByteBufferWrapper buffer = WritableBuffer.ByteBufferWrapper.wrap(bytes);
            try {
                encoder.setByteBuffer(buffer);
                encoder.writeObject(value);
                return Arrays.copyOf(bytes, buffer.position());
            } catch (BufferOverflowException | IndexOutOfBoundsException e) {
                // Large fields: try again with more room.
                continue;
            } finally {
                encoder.setByteBuffer((WritableBuffer) null);
            }
        }
        throw new IllegalArgumentException("A value is too large to encode");
    }

    /** Returns the decoded value; null for null. */
    Object decode(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        decoder.setByteBuffer(ByteBuffer.wrap(bytes));
        try {
            return decoder.readObject();
        } finally {
            decoder.setByteBuffer(null);
        }
    }
}

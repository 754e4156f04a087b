// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.nio.ByteBuffer;

import io.sluice.routing.api.Outcome;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Received;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.apache.qpid.proton.codec.WritableBuffer;

/**
 * Turns proton-j's delivery states into outcomes and back. States with fields cross encoded, so that no field is lost
 * and no proton-j type leaves this bundle. Owner loop only.
 */
final class OutcomeCodec {

    private static final int LARGEST_STATE = 1024 * 1024;

    private final DecoderImpl decoder = new DecoderImpl();
    private final EncoderImpl encoder = new EncoderImpl(decoder);

    OutcomeCodec() {
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
    }

    /** Returns the outcome of a receiver's state; null is "no state". */
    Outcome decode(DeliveryState state) {
        if (state == null) {
            return Outcome.NONE;
        }
        if (state instanceof Accepted) {
            return Outcome.ACCEPTED;
        }
        if (state instanceof Released) {
            return Outcome.RELEASED;
        }
        if (state instanceof Rejected rejected) {
            return rejected.getError() == null ? Outcome.REJECTED : encoded(Outcome.Kind.REJECTED, state);
        }
        if (state instanceof Modified) {
            return encoded(Outcome.Kind.MODIFIED, state);
        }
        return encoded(state instanceof Received ? Outcome.Kind.RECEIVED : Outcome.Kind.OTHER, state);
    }

    private Outcome encoded(Outcome.Kind kind, DeliveryState state) {
        for (int size = 512; size <= LARGEST_STATE; size *= 8) {
            byte[] bytes = new byte[size];
            WritableBuffer.ByteBufferWrapper buffer = WritableBuffer.ByteBufferWrapper.wrap(bytes);
            try {
                encoder.setByteBuffer(buffer);
                encoder.writeObject(state);
                byte[] exact = new byte[buffer.position()];
                System.arraycopy(bytes, 0, exact, 0, exact.length);
                return Outcome.encoded(kind, exact);
            } catch (java.nio.BufferOverflowException | IndexOutOfBoundsException e) {
                // The state has large fields: try again with more room.
                continue;
            } finally {
                encoder.setByteBuffer((WritableBuffer) null);
            }
        }
        return kind == Outcome.Kind.REJECTED ? Outcome.REJECTED : Outcome.RELEASED;
    }

    /** Returns proton-j's state of an outcome; null for "no state". */
    DeliveryState encode(Outcome outcome) {
        if (outcome.encoded() != null) {
            decoder.setByteBuffer(ByteBuffer.wrap(outcome.encoded()));
            try {
                return (DeliveryState) decoder.readObject();
            } finally {
                decoder.setByteBuffer(null);
            }
        }
        return switch (outcome.kind()) {
            case ACCEPTED -> Accepted.getInstance();
            case RELEASED -> Released.getInstance();
            case MODIFIED -> modified(outcome);
            case REJECTED -> rejected(outcome);
            default -> null;
        };
    }

    private static Modified modified(Outcome outcome) {
        Modified modified = new Modified();
        modified.setDeliveryFailed(outcome.deliveryFailed());
        modified.setUndeliverableHere(false);
        return modified;
    }

    private static Rejected rejected(Outcome outcome) {
        Rejected rejected = new Rejected();
        if (outcome.condition() != null) {
            rejected.setError(new ErrorCondition(Symbol.valueOf(outcome.condition()), outcome.description()));
        }
        return rejected;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.amqp.engine.FrameReader.MalformedFrameException;
import java.nio.ByteBuffer;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.codec.DecodeException;

/**
 * The way of the peer's frames into the engine: read, checked, handed over. Whatever is wrong with one ends its
 * connection and no other. Owner loop only.
 */
final class FrameIntake implements FrameReader.Sink {

    private final AmqpConnection connection;
    private final ConnectionLog log;
    private final FrameReader reader;
    private final FrameGuard guard;
    private final ProtocolEngine engine;
    private final IdleWatch idle;

    FrameIntake(AmqpConnection connection, ConnectionLog log, FrameReader reader, FrameGuard guard,
            ProtocolEngine engine, IdleWatch idle) {
        this.connection = connection;
        this.log = log;
        this.reader = reader;
        this.guard = guard;
        this.engine = engine;
        this.idle = idle;
    }

    /** Takes all frames of a buffer, as far as the connection wants any. */
    void read(ByteBuffer buffer) {
        try {
            reader.read(buffer, this);
        } catch (MalformedFrameException e) {
            connection.closeWithError("amqp:connection:framing-error", e.getMessage());
        } catch (DecodeException e) {
            log.peer("a frame cannot be decoded", e);
            connection.closeWithError("amqp:decode-error", "cannot decode frame");
        } catch (RuntimeException e) {
            log.engine("a frame cannot be processed", e);
            connection.closeWithError("amqp:connection:framing-error", "cannot process frame");
        }
    }

    @Override
    public boolean reading() {
        return connection.reading();
    }

    @Override
    public void frame(int type, int channel, Object body, byte[] payload, ByteBuffer raw) {
        idle.frameRead();
        // Neither SASL after its time nor a performative that AMQP does not know does any harm.
        if (type != 0 || !(body instanceof FrameBody performative)) {
            return;
        }
        try {
            if (guard.admit(channel, performative)) {
                hand(channel, performative, payload, raw);
                connection.dispatch(raw);
                connection.touch();
                if (performative instanceof Begin) {
                    // The engine counts what comes behind it, maybe in the same read, against the window it has told.
                    connection.encodeNow();
                }
            }
        } catch (PeerErrorException e) {
            connection.closeWithError(e.condition(), e.getMessage());
        }
    }

    private void hand(int channel, FrameBody body, byte[] payload, ByteBuffer raw) throws PeerErrorException {
        try {
            engine.input(channel, body, payload, raw);
        } catch (NullPointerException e) {
            // Only the engine knows the channels that we have begun; this is how it says that it does not know one.
            if (body instanceof Begin begin && begin.getRemoteChannel() != null) {
                throw new PeerErrorException("amqp:invalid-field",
                        "begin reply to unknown channel " + begin.getRemoteChannel() + ".");
            }
            throw e;
        }
    }
}

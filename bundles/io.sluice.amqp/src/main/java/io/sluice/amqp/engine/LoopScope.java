// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.transport.api.ConnectionLoop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/**
 * What the connections of one loop share: the codec for frames, and the list of touched connections, each of which is
 * flushed once at the end of the pass. Owner loop only.
 */
final class LoopScope {

    private final ConnectionLoop loop;
    private final DecoderImpl decoder = new DecoderImpl();
    private final EncoderImpl encoder = new EncoderImpl(decoder);
    private final Runnable task = this::flushTouched;
    private List<AmqpConnection> touched = new ArrayList<>();
    private List<AmqpConnection> spare = new ArrayList<>();
    private boolean scheduled;
    /** How many connections use this scope; guarded by the map that it is in. */
    private int users;

    LoopScope(ConnectionLoop loop) {
        this.loop = loop;
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
    }

    ConnectionLoop loop() {
        return loop;
    }

    LoopScope acquired() {
        users++;
        return this;
    }

    /** Returns true if that was the last user. */
    boolean released() {
        return --users == 0;
    }

    DecoderImpl decoder() {
        return decoder;
    }

    /** Encodes an AMQP value. */
    void encode(Object value, ByteBuffer into) {
        encoder.setByteBuffer(into);
        try {
            encoder.writeObject(value);
        } finally {
            encoder.setByteBuffer((ByteBuffer) null);
        }
    }

    /** Has a connection flushed at the end of this pass. The caller keeps it from being added twice. */
    void touch(AmqpConnection connection) {
        touched.add(connection);
        if (!scheduled) {
            scheduled = true;
            loop.atPassEnd(task);
        }
    }

    private void flushTouched() {
        List<AmqpConnection> batch = touched;
        touched = spare;
        scheduled = false;
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).flush();
        }
        batch.clear();
        spare = batch;
    }
}

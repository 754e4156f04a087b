// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.nio.ByteBuffer;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Transport;

/**
 * proton-j's connection, transport and collector of one AMQP connection, behind the few things the connection needs.
 * Frames come in decoded and checked; how they get into the transport and how bytes get out of it is what differs.
 */
abstract class ProtocolEngine {

    /** The system property that chooses the standard path through proton-j's public API. */
    static final String STANDARD_PATH = "sluice.amqp.standardPath";

    private final Connection connection = Connection.Factory.create();
    private final Transport transport = new OneChannelTransport();
    private final Collector collector = Collector.Factory.create();

    ProtocolEngine(int maxFrameSize) {
        transport.setMaxFrameSize(maxFrameSize);
        transport.setOutboundFrameSizeLimit(maxFrameSize);
        transport.setEmitFlowEventOnSend(false);
        connection.collect(collector);
        transport.bind(connection);
    }

    static ProtocolEngine create(int maxFrameSize, boolean standardPath) {
        return standardPath ? new StandardEngine(maxFrameSize) : new DirectEngine(maxFrameSize);
    }

    final Connection connection() {
        return connection;
    }

    final Transport transport() {
        return transport;
    }

    final Collector collector() {
        return collector;
    }

    /** Takes one frame of the peer. */
    abstract void input(int channel, FrameBody body, byte[] payload, ByteBuffer raw);

    /**
     * Encodes what is due into a buffer.
     *
     * @return true if there is certainly nothing left to encode
     */
    abstract boolean output(ByteBuffer buffer);

    /** Makes a close with this error the next and last thing that {@link #output} encodes. */
    final void fail(String condition, String description) {
        ErrorCondition error = new ErrorCondition(Symbol.valueOf(condition), description);
        connection.setCondition(error);
        connection.close();
        transport.setCondition(error);
    }
}

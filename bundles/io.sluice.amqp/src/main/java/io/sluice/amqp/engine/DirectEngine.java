// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.nio.ByteBuffer;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.engine.impl.TransportImpl;
import org.apache.qpid.proton.framing.TransportFrame;

/**
 * Hands decoded frames to proton-j's transport and has it encode into our own buffers. That spares two copies each way
 * and most of the price of a small flush. The methods used are public but not of proton-j's API, hence this one class.
 *
 * <p>The transport's byte counters stand still on this path, so its {@code tick} must not be used.
 */
final class DirectEngine extends ProtocolEngine {

    /** The transport encodes no more payload once it holds this much: a smaller result means it has run dry. */
    private static final int CERTAINLY_DRY_BYTES = 32 * 1024;

    private final TransportImpl direct;

    DirectEngine(int maxFrameSize) {
        super(maxFrameSize);
        direct = (TransportImpl) transport();
    }

    @Override
    void input(int channel, FrameBody body, byte[] payload, ByteBuffer raw) {
        direct.handleFrame(new TransportFrame(channel, body, payload.length == 0 ? null : new Binary(payload)));
    }

    @Override
    boolean output(ByteBuffer buffer) {
        direct.writeInto(buffer);
        // It encodes at most two frames of a delivery at a time: two full ones may have left something behind.
        int peers = direct.getRemoteMaxFrameSize();
        int twoFrames = 2 * Math.min(direct.getOutboundFrameSizeLimit(), peers < 0 ? Integer.MAX_VALUE : peers);
        return buffer.position() < Math.min(twoFrames, CERTAINLY_DRY_BYTES) && buffer.hasRemaining();
    }
}

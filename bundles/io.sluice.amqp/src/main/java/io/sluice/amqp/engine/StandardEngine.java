// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.nio.ByteBuffer;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.engine.impl.TransportInternal;

/** The way that proton-j's API intends: slower, kept as the reference and as a switch. */
final class StandardEngine extends ProtocolEngine {

    private static final byte[] HEADER = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};

    private boolean headerFed;

    StandardEngine(int maxFrameSize) {
        super(maxFrameSize);
        ((TransportInternal) transport()).setUseReadOnlyOutputBuffer(false);
    }

    @Override
    void input(int channel, FrameBody body, byte[] payload, ByteBuffer raw) {
        if (!headerFed) {
            headerFed = true;
            feed(ByteBuffer.wrap(HEADER));
        }
        feed(raw);
    }

    private void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining() && transport().capacity() > 0) {
            ByteBuffer tail = transport().tail();
            int count = Math.min(tail.remaining(), bytes.remaining());
            tail.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            transport().process();
        }
    }

    @Override
    boolean output(ByteBuffer buffer) {
        int pending = transport().pending();
        while (pending > 0 && buffer.hasRemaining()) {
            ByteBuffer head = transport().head();
            int count = Math.min(head.remaining(), buffer.remaining());
            buffer.put(head.slice(head.position(), count));
            transport().pop(count);
            pending = transport().pending();
        }
        return pending <= 0;
    }
}

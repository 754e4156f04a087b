// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.nio.ByteBuffer;
import org.apache.qpid.proton.codec.DecoderImpl;

/**
 * Cuts a byte stream into AMQP frames and decodes their performatives. A frame that lies in one read is decoded where
 * it is; one that spans reads is gathered first. The payload is copied once, into an array of its exact size.
 */
final class FrameReader {

    /** A frame's head has eight bytes. */
    static final int HEAD_BYTES = 8;

    private static final byte[] NO_BYTES = new byte[0];

    private final DecoderImpl decoder;
    private final byte[] sizeBytes = new byte[4];
    private int sizeCount;
    private ByteBuffer gathered;
    private final int maxFrameSize;

    /** Makes a reader; the decoder may be shared by all readers of one thread. */
    FrameReader(DecoderImpl decoder, int maxFrameSize) {
        this.decoder = decoder;
        this.maxFrameSize = maxFrameSize;
    }

    /** What becomes of frames. */
    interface Sink {

        /**
         * One frame.
         *
         * @param type 0 for AMQP, 1 for SASL
         * @param body the performative, null in an empty frame; any AMQP value if the peer sent something else
         * @param payload what follows the performative, exact; empty if nothing does
         * @param raw the whole frame, valid during the call
         */
        void frame(int type, int channel, Object body, byte[] payload, ByteBuffer raw);

        /** Returns false to leave further frames unread. */
        boolean reading();
    }

    /**
     * Reads frames until the buffer is used up or the sink wants no more; a rest is left in the buffer then.
     *
     * @throws MalformedFrameException if the framing itself is broken; the stream cannot be read any further
     * @throws RuntimeException if a performative cannot be decoded, or the sink's own
     */
    void read(ByteBuffer in, Sink sink) throws MalformedFrameException {
        while (in.hasRemaining() && sink.reading()) {
            if (gathered != null) {
                gather(in);
                if (!gathered.hasRemaining()) {
                    ByteBuffer frame = gathered.flip();
                    gathered = null;
                    deliver(frame, sink);
                }
            } else if (sizeCount > 0 || in.remaining() < 4) {
                sizeBytes[sizeCount++] = in.get();
                if (sizeCount == 4) {
                    sizeCount = 0;
                    gathered = ByteBuffer.allocate(checkedSize(ByteBuffer.wrap(sizeBytes).getInt(0))).put(sizeBytes);
                }
            } else {
                int size = checkedSize(in.getInt(in.position()));
                if (in.remaining() < size) {
                    gathered = ByteBuffer.allocate(size);
                    gather(in);
                } else {
                    ByteBuffer frame = in.slice(in.position(), size);
                    in.position(in.position() + size);
                    deliver(frame, sink);
                }
            }
        }
    }

    private void gather(ByteBuffer in) {
        int count = Math.min(gathered.remaining(), in.remaining());
        gathered.put(gathered.position(), in, in.position(), count);
        gathered.position(gathered.position() + count);
        in.position(in.position() + count);
    }

    private int checkedSize(int size) throws MalformedFrameException {
        if (size < HEAD_BYTES || size > maxFrameSize) {
            throw new MalformedFrameException();
        }
        return size;
    }

    private void deliver(ByteBuffer frame, Sink sink) throws MalformedFrameException {
        int bodyStart = (frame.get(4) & 0xff) * 4;
        if (bodyStart < HEAD_BYTES || bodyStart > frame.limit()) {
            throw new MalformedFrameException();
        }
        Object body = null;
        byte[] payload = NO_BYTES;
        frame.position(bodyStart);
        if (frame.hasRemaining()) {
            decoder.setByteBuffer(frame);
            try {
                body = decoder.readObject();
            } finally {
                decoder.setByteBuffer(null);
            }
            if (frame.hasRemaining()) {
                payload = new byte[frame.remaining()];
                frame.get(payload);
            }
        }
        int type = frame.get(5) & 0xff;
        int channel = frame.getShort(6) & 0xffff;
        sink.frame(type, channel, body, payload, frame.rewind());
    }

    /** The framing is broken. */
    static final class MalformedFrameException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedFrameException() {
            super("malformed frame", null, false, false);
        }
    }
}

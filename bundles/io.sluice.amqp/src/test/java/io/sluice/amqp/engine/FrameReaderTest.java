// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.amqp.engine.FrameReader.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

    private final DecoderImpl decoder = new DecoderImpl();
    private final EncoderImpl encoder = new EncoderImpl(decoder);
    private final Frames frames = new Frames();

    FrameReaderTest() {
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
    }

    private static final class Frames implements FrameReader.Sink {
        private final List<Object> bodies = new ArrayList<>();
        private final List<byte[]> payloads = new ArrayList<>();
        private final List<Integer> channels = new ArrayList<>();
        private final List<byte[]> raw = new ArrayList<>();
        private int limit = Integer.MAX_VALUE;

        @Override
        public void frame(int type, int channel, Object body, byte[] payload, ByteBuffer whole) {
            bodies.add(body);
            payloads.add(payload);
            channels.add(channel);
            byte[] copy = new byte[whole.remaining()];
            whole.duplicate().get(copy);
            raw.add(copy);
        }

        @Override
        public boolean reading() {
            return bodies.size() < limit;
        }
    }

    private byte[] stream() {
        ByteBuffer buffer = ByteBuffer.allocate(2000);
        for (int i = 0; i < 3; i++) {
            int start = buffer.position();
            buffer.position(start + 8);
            Transfer transfer = new Transfer();
            transfer.setHandle(UnsignedInteger.valueOf(i));
            transfer.setDeliveryTag(new Binary(new byte[] {(byte) i}));
            encoder.setByteBuffer(buffer);
            encoder.writeObject(transfer);
            buffer.put(new byte[i * 40]);
            buffer.putInt(start, buffer.position() - start).put(start + 4, (byte) 2).putShort(start + 6, (short) i);
            buffer.put(new byte[] {0, 0, 0, 8, 2, 0, 0, 0});
        }
        byte[] result = new byte[buffer.position()];
        buffer.flip().get(result);
        return result;
    }

    private void assertThreeTransfersAndHeartbeats() {
        assertEquals(6, frames.bodies.size());
        for (int i = 0; i < 3; i++) {
            Transfer transfer = assertInstanceOf(Transfer.class, frames.bodies.get(2 * i));
            assertEquals(UnsignedInteger.valueOf(i), transfer.getHandle());
            assertEquals(i, frames.channels.get(2 * i));
            assertArrayEquals(new byte[i * 40], frames.payloads.get(2 * i));
            assertEquals(null, frames.bodies.get(2 * i + 1));
        }
    }

    @Test
    void shouldReadFramesSplitAtEveryBoundary() throws Exception {
        byte[] stream = stream();
        for (int split = 0; split <= stream.length; split++) {
            frames.bodies.clear();
            frames.payloads.clear();
            frames.channels.clear();
            FrameReader reader = new FrameReader(decoder, 512);
            reader.read(ByteBuffer.wrap(stream, 0, split), frames);
            reader.read(ByteBuffer.wrap(stream, split, stream.length - split), frames);
            assertThreeTransfersAndHeartbeats();
        }
    }

    @Test
    void shouldReadFramesByteByByteAndKeepThemWhole() throws Exception {
        byte[] stream = stream();
        FrameReader reader = new FrameReader(decoder, 512);
        ByteBuffer direct = ByteBuffer.allocateDirect(1);
        for (byte b : stream) {
            reader.read(direct.clear().put(b).flip(), frames);
        }
        assertThreeTransfersAndHeartbeats();
        ByteBuffer joined = ByteBuffer.allocate(stream.length);
        frames.raw.forEach(joined::put);
        assertArrayEquals(stream, joined.array());
    }

    @Test
    void shouldLeaveTheRestWhenTheSinkStops() throws Exception {
        byte[] stream = stream();
        frames.limit = 2;
        ByteBuffer in = ByteBuffer.wrap(stream);
        FrameReader reader = new FrameReader(decoder, 512);
        reader.read(in, frames);
        assertEquals(2, frames.bodies.size());
        frames.limit = Integer.MAX_VALUE;
        reader.read(in, frames);
        assertThreeTransfersAndHeartbeats();
    }

    @Test
    void shouldSkipTheExtendedHeader() throws Exception {
        new FrameReader(decoder, 512).read(ByteBuffer.wrap(new byte[] {0, 0, 0, 12, 3, 0, 0, 0, 9, 9, 9, 9}), frames);
        assertEquals(null, frames.bodies.get(0));
    }

    @Test
    void shouldRefuseBrokenFraming() {
        for (byte[] broken : new byte[][] {{0, 0, 0, 7, 2, 0, 0, 0}, {0, 0, 2, 1, 2, 0, 0, 0}, {-1, 0, 0, 0},
            {0, 0, 0, 8, 1, 0, 0, 0}, {0, 0, 0, 8, -1, 0, 0, 0}}) {
            FrameReader reader = new FrameReader(decoder, 512);
            assertThrows(MalformedFrameException.class, () -> reader.read(ByteBuffer.wrap(broken), frames));
        }
    }
}

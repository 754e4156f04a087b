// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/** Writes and reads AMQP frames and sections. One thread. */
public final class Frames {

    /** The protocol header. */
    public static final byte[] HEADER = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};

    private static final byte[] NONE = new byte[0];

    /**
     * A frame that was read.
     *
     * @param channel the channel
     * @param body the performative, null for an empty frame
     * @param payload what follows it
     */
    public record Frame(int channel, Object body, byte[] payload) {}

    private final DecoderImpl decoder = new DecoderImpl();
    private final EncoderImpl encoder = new EncoderImpl(decoder);
    private final ByteBuffer buffer = ByteBuffer.allocate(2 * 1024 * 1024);
    private byte[] unread = NONE;

    /** Makes a codec. */
    public Frames() {
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
    }

    /** Encodes a frame. */
    public byte[] frame(int type, int channel, Object body, byte[] payload, int from, int length) {
        buffer.clear().position(8);
        encoder.setByteBuffer(buffer);
        encoder.writeObject(body);
        buffer.put(payload, from, length);
        buffer.putInt(0, buffer.position()).put(4, (byte) 2).put(5, (byte) type).putShort(6, (short) channel);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** Encodes a frame without payload. */
    public byte[] frame(int channel, Object body) {
        return frame(0, channel, body, NONE, 0, 0);
    }

    /** Encodes sections one after the other. */
    public byte[] sections(Object... sections) {
        buffer.clear();
        encoder.setByteBuffer(buffer);
        for (Object section : sections) {
            encoder.writeObject(section);
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** Decodes the last section of a message. */
    public Object lastSection(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        decoder.setByteBuffer(in);
        Object section = null;
        while (in.hasRemaining()) {
            section = decoder.readObject();
        }
        return section;
    }

    /** Returns the sections of a message in words. */
    public String text(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        decoder.setByteBuffer(in);
        StringBuilder text = new StringBuilder();
        while (in.hasRemaining()) {
            text.append(decoder.readObject()).append(' ');
        }
        return text.toString();
    }

    /** Takes bytes as they came. */
    public void feed(byte[] bytes) {
        byte[] all = Arrays.copyOf(unread, unread.length + bytes.length);
        System.arraycopy(bytes, 0, all, unread.length, bytes.length);
        unread = all;
    }

    /** Returns a protocol header if one is next, or null. */
    public byte[] header() {
        if (unread.length < 8 || unread[0] != 'A' || unread[1] != 'M') {
            return null;
        }
        byte[] header = Arrays.copyOf(unread, 8);
        unread = Arrays.copyOfRange(unread, 8, unread.length);
        return header;
    }

    /** Returns the next frame, or null if it is not there in full. */
    public Frame next() {
        if (unread.length < 8 || unread[0] == 'A') {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(unread);
        int size = in.getInt(0);
        if (size < 8 || unread.length < size) {
            return null;
        }
        int channel = in.getShort(6) & 0xffff;
        in.position(4 * unread[4]).limit(size);
        Object body = null;
        if (in.hasRemaining()) {
            decoder.setByteBuffer(in);
            body = decoder.readObject();
        }
        byte[] payload = Arrays.copyOfRange(unread, in.position(), size);
        unread = Arrays.copyOfRange(unread, size, unread.length);
        return new Frame(channel, body, payload);
    }
}

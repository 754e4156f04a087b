// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/** Cuts a direction of a connection into frames, however broken they are. */
final class Dissector {

    /**
     * A piece.
     *
     * @param bytes all of it
     * @param type the frame type, -1 if it is a protocol header or no frame
     * @param channel the channel
     * @param body the performative, null in an empty frame and in one that cannot be decoded
     * @param payload what follows the performative
     */
    record Piece(byte[] bytes, int type, int channel, Object body, byte[] payload) {

        boolean isHeader() {
            return type < 0;
        }
    }

    private static final byte[] NONE = new byte[0];

    private final DecoderImpl decoder = new DecoderImpl();
    private byte[] rest = NONE;

    Dissector() {
        AMQPDefinedTypes.registerAllTypes(decoder, new EncoderImpl(decoder));
    }

    /** Takes bytes; returns the frames that they complete. */
    List<Piece> feed(byte[] bytes) {
        byte[] all = Arrays.copyOf(rest, rest.length + bytes.length);
        System.arraycopy(bytes, 0, all, rest.length, bytes.length);
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (all.length - at >= 8) {
            int size = all[at] == 'A' ? 8 : ByteBuffer.wrap(all).getInt(at);
            if (size < 8 || size > all.length - at) {
                break;
            }
            pieces.add(piece(Arrays.copyOfRange(all, at, at + size)));
            at += size;
        }
        rest = Arrays.copyOfRange(all, at, all.length);
        return pieces;
    }

    /** Returns what completes no frame, and forgets it. */
    byte[] takeRest() {
        byte[] taken = rest;
        rest = NONE;
        return taken;
    }

    private Piece piece(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes[0] == 'A') {
            return new Piece(bytes, -1, 0, null, NONE);
        }
        int type = bytes[5];
        int channel = in.getShort(6) & 0xffff;
        Object body = null;
        byte[] payload = NONE;
        if (bytes[4] * 4 >= 8 && bytes[4] * 4 < bytes.length) {
            in.position(bytes[4] * 4);
            try {
                decoder.setByteBuffer(in);
                body = decoder.readObject();
                payload = Arrays.copyOfRange(bytes, in.position(), bytes.length);
            } catch (RuntimeException e) {
                // The router has to cope; here it counts as nothing.
                body = null;
            }
        }
        return new Piece(bytes, type, channel, body, payload);
    }
}

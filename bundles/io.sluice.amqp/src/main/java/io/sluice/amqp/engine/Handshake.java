// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.amqp.engine.FrameReader.MalformedFrameException;
import io.sluice.amqp.sasl.SaslLayer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What goes before AMQP: protocol headers and, between them, the SASL exchange. Owner loop only.
 */
final class Handshake implements FrameReader.Sink {

    /** The protocol id byte in a header. */
    static final int AMQP = 0;
    static final int TLS = 2;
    static final int SASL = 3;

    private static final int HEADER_BYTES = 8;
    private static final int MAX_QUOTED = 1000;

    private final Host host;
    private final FrameReader reader;
    private final byte[] header = new byte[HEADER_BYTES];
    private int headerCount;
    private SaslLayer sasl;
    private boolean saslDone;
    private boolean ended;

    Handshake(Host host, FrameReader reader) {
        this.host = host;
        this.reader = reader;
    }

    /** What the handshake needs of its connection. */
    interface Host {

        /** Returns the layer that speaks SASL, which is started next. */
        SaslLayer saslHeader();

        /** A SASL frame came, which the layer gets next. */
        void saslFrame(Object body);

        /** The peer's AMQP header came: the handshake is over. */
        void amqpHeader(boolean afterSasl);

        /** The peer speaks something else. */
        void unknownProtocol(String description);

        /** The peer wants something that is not spoken here and gets no answer. */
        void foreignTls();

        /** A SASL frame cannot be read or processed; the cause is null if it is the framing. */
        void malformed(RuntimeException cause);

        boolean reading();
    }

    /** Reads what belongs to the handshake and leaves the rest in the buffer. */
    void read(ByteBuffer in) {
        while (in.hasRemaining() && !ended && host.reading()) {
            if (sasl != null && !saslDone) {
                readSasl(in);
            } else {
                readHeader(in);
            }
        }
    }

    private void readSasl(ByteBuffer in) {
        try {
            reader.read(in, this);
        } catch (MalformedFrameException e) {
            ended = true;
            host.malformed(null);
        } catch (RuntimeException e) {
            ended = true;
            host.malformed(e);
        }
    }

    private void readHeader(ByteBuffer in) {
        header[headerCount++] = in.get();
        if (headerCount == 1 && header[0] == 0x16) {
            ended = true;
            host.foreignTls();
        } else if (headerCount <= 4 && header[headerCount - 1] != "AMQP".charAt(headerCount - 1)) {
            unknown(in);
        } else if (headerCount == HEADER_BYTES) {
            boolean version = header[5] == 1 && header[6] == 0 && header[7] == 0;
            if (version && header[4] == SASL && sasl == null) {
                headerCount = 0;
                sasl = host.saslHeader();
                sasl.start();
            } else if (version && header[4] == AMQP) {
                ended = true;
                host.amqpHeader(sasl != null);
            } else if (version && header[4] == TLS && sasl == null) {
                ended = true;
                host.foreignTls();
            } else {
                unknown(in);
            }
        }
    }

    private void unknown(ByteBuffer in) {
        ended = true;
        String kind = headerCount == HEADER_BYTES && (header[4] == AMQP || header[4] == SASL) && header[5] == 1
                ? "Incompatible AMQP connection detected: '" : "Unknown protocol detected: '";
        StringBuilder text = new StringBuilder(kind);
        for (int i = 0; i < headerCount; i++) {
            quote(header[i], text);
        }
        while (in.hasRemaining() && text.length() < MAX_QUOTED) {
            quote(in.get(), text);
        }
        text.append(in.hasRemaining() ? "'... (truncated)" : "'");
        in.position(in.limit());
        host.unknownProtocol(text.toString());
    }

    private static void quote(byte b, StringBuilder text) {
        if (b >= 0x20 && b < 0x7f) {
            text.append((char) b);
        } else {
            text.append(String.format("\\x%02x", b & 0xff));
        }
    }

    /** The SASL exchange succeeded: an AMQP header comes next. */
    void saslDone() {
        saslDone = true;
    }

    void mechanismsChanged() {
        if (sasl != null && !saslDone && !ended) {
            sasl.mechanismsChanged();
        }
    }

    void dispose() {
        ended = true;
        if (sasl != null) {
            sasl.dispose();
        }
    }

    @Override
    public void frame(int type, int channel, Object body, byte[] payload, ByteBuffer raw) {
        if (type != 1) {
            ended = true;
            host.malformed(null);
        } else if (body != null) {
            host.saslFrame(body);
            sasl.frame(body);
        }
    }

    @Override
    public boolean reading() {
        return !saslDone && !ended && host.reading();
    }

    /** Returns the eight bytes of a protocol header. */
    static byte[] header(int protocol) {
        byte[] result = "AMQP....".getBytes(StandardCharsets.US_ASCII);
        result[4] = (byte) protocol;
        result[5] = 1;
        result[6] = 0;
        result[7] = 0;
        return result;
    }
}

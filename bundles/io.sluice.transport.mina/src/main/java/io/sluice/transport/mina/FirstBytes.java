// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.nio.ByteBuffer;

/** Tells from the first bytes of an accepted connection whether the peer speaks TLS. Owner thread only. */
final class FirstBytes {

    /** Length of an AMQP protocol header. */
    static final int HEADER = 8;

    private static final byte[] AMQP_TLS = {'A', 'M', 'Q', 'P', 2};
    private static final byte TLS_HANDSHAKE = 0x16;
    private static final byte TLS_MAJOR = 3;

    private final ByteBuffer held = ByteBuffer.allocate(HEADER);

    /** What the bytes so far mean. */
    enum Verdict {
        /** Too few bytes to tell; they are kept. */
        MORE,
        /** A TLS hello. */
        TLS,
        /** The AMQP header that announces TLS; a hello follows it. */
        AMQP_TLS,
        /** Anything else. */
        PLAIN
    }

    /** Looks at what is held and the given bytes; takes bytes only when the verdict is {@link Verdict#MORE}. */
    Verdict look(ByteBuffer buffer) {
        int total = held.position() + buffer.remaining();
        Verdict verdict = judge(buffer, total);
        if (verdict == Verdict.MORE) {
            held.put(buffer);
        }
        return verdict;
    }

    private Verdict judge(ByteBuffer buffer, int total) {
        if (total == 0) {
            return Verdict.MORE;
        }
        if (at(buffer, 0) == TLS_HANDSHAKE) {
            return total < 2 ? Verdict.MORE : at(buffer, 1) == TLS_MAJOR ? Verdict.TLS : Verdict.PLAIN;
        }
        for (int i = 0; i < Math.min(total, AMQP_TLS.length); i++) {
            if (at(buffer, i) != AMQP_TLS[i]) {
                return Verdict.PLAIN;
            }
        }
        return total < HEADER ? Verdict.MORE : Verdict.AMQP_TLS;
    }

    private byte at(ByteBuffer buffer, int index) {
        return index < held.position() ? held.get(index) : buffer.get(buffer.position() + index - held.position());
    }

    /** Returns the bytes kept so far, to be read before those that follow; null if there are none. */
    ByteBuffer held() {
        return held.position() == 0 ? null : held.duplicate().flip();
    }
}

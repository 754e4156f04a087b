// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import javax.security.sasl.SaslException;

/** Strict decoding of what a peer sent. */
final class Utf8 {

    private Utf8() {}

    /** Decodes a part of a message; the caller clears the result if it is secret. */
    static char[] decode(byte[] bytes, int from, int to) throws SaslException {
        CharBuffer out;
        try {
            out = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(bytes, from, to - from));
        } catch (CharacterCodingException e) {
            // Without the cause: its message is of no use, and nothing of a password may get into a log.
            throw new SaslException("malformed response: not UTF-8");
        }
        char[] text = Arrays.copyOfRange(out.array(), 0, out.limit());
        Arrays.fill(out.array(), '\0');
        return text;
    }

    /** Decodes a whole message. */
    static String text(byte[] bytes) throws SaslException {
        return new String(decode(bytes, 0, bytes.length));
    }
}

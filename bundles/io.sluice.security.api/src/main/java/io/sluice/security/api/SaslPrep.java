// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

import java.nio.CharBuffer;
import java.text.Normalizer;

/**
 * Prepares passwords as RFC 4013 (SASLprep) asks, so that the same password typed on two keyboards is one, and the
 * stored keys serve SCRAM clients too.
 */
public final class SaslPrep {

    private SaslPrep() {}

    /**
     * Returns the prepared form, a new array that the caller clears.
     *
     * @throws IllegalArgumentException if the text is empty then or holds a character that no password may have; the
     *     message does not tell which
     */
    public static char[] prepare(char[] text) {
        char[] prepared = ascii(text) ? text.clone() : mapAndNormalize(text);
        if (prepared.length == 0) {
            throw new IllegalArgumentException("empty password");
        }
        check(prepared);
        return prepared;
    }

    private static boolean ascii(char[] text) {
        for (char c : text) {
            if (c >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static char[] mapAndNormalize(char[] text) {
        StringBuilder mapped = new StringBuilder(text.length);
        CharBuffer.wrap(text).codePoints().filter(c -> !mappedToNothing(c))
                .forEach(c -> mapped.appendCodePoint(Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c));
        return Normalizer.normalize(mapped, Normalizer.Form.NFKC).toCharArray();
    }

    /** RFC 3454, table B.1. */
    private static boolean mappedToNothing(int c) {
        return switch (c) {
            case 0x00AD, 0x034F, 0x1806, 0x180B, 0x180C, 0x180D, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF -> true;
            default -> c >= 0xFE00 && c <= 0xFE0F;
        };
    }

    private static void check(char[] text) {
        boolean rightToLeft = CharBuffer.wrap(text).codePoints().anyMatch(SaslPrep::rightToLeft);
        CharBuffer.wrap(text).codePoints().forEach(c -> {
            if (prohibited(c) || rightToLeft && Character.getDirectionality(c)
                    == Character.DIRECTIONALITY_LEFT_TO_RIGHT) {
                throw new IllegalArgumentException("a character that no password may have");
            }
        });
        if (rightToLeft && !(rightToLeft(Character.codePointAt(text, 0))
                && rightToLeft(Character.codePointBefore(text, text.length)))) {
            throw new IllegalArgumentException("a character that no password may have");
        }
    }

    private static boolean rightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    /** Controls, format characters, private use, surrogates and non-characters: RFC 3454, tables C.2 to C.9. */
    private static boolean prohibited(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> (c & 0xFFFE) == 0xFFFE || c >= 0xFDD0 && c <= 0xFDEF || c >= 0xFFF9 && c <= 0xFFFD
                    || c >= 0x2FF0 && c <= 0x2FFB || c == 0x0340 || c == 0x0341;
        };
    }
}

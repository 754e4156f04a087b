// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl.passwd;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a password comes from; never from an argument, which every user of the machine could see. */
interface PasswordSource {

    /**
     * Returns a password.
     *
     * @param user for the prompt
     * @param twice ask again and compare, where someone types it
     * @throws IOException with a message for the user
     */
    char[] password(String user, boolean twice) throws IOException;

    /** Prompts on a terminal. */
    static PasswordSource console(Console console) {
        return (user, twice) -> {
            char[] first = given(console.readPassword("Password for %s: ", user));
            if (twice) {
                char[] second = given(console.readPassword("Again: "));
                boolean same = Arrays.equals(first, second);
                Arrays.fill(second, '\0');
                if (!same) {
                    Arrays.fill(first, '\0');
                    throw new IOException("the two passwords differ");
                }
            }
            return first;
        };
    }

    private static char[] given(char[] typed) throws IOException {
        if (typed == null) {
            throw new IOException("no password given");
        }
        return typed;
    }

    /** Reads the first line of standard input, in UTF-8. */
    static PasswordSource stream(InputStream in) {
        return (user, twice) -> {
            byte[] line = new byte[4096];
            int length = 0;
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                if (length == line.length) {
                    throw new IOException("the password is longer than " + line.length + " bytes");
                }
                line[length++] = (byte) b;
            }
            if (length > 0 && line[length - 1] == '\r') {
                length--;
            }
            if (length == 0) {
                throw new IOException("no password given: standard input has none in its first line");
            }
            try {
                CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, length));
                char[] password = Arrays.copyOfRange(text.array(), 0, text.limit());
                Arrays.fill(text.array(), '\0');
                return password;
            } catch (CharacterCodingException e) {
                throw new IOException("the password is not UTF-8", e);
            } finally {
                Arrays.fill(line, (byte) 0);
            }
        };
    }
}

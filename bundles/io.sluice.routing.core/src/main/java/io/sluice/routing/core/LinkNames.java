// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.security.SecureRandom;

/** Makes names that nobody else makes. Any thread. */
final class LinkNames {

    private static final String PREFIX = "qdlink.";
    private static final int LENGTH = 15;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final SecureRandom random = new SecureRandom();

    /** Returns the name of a link that this router begins. */
    String next() {
        return PREFIX + discriminator();
    }

    /** Returns the part of a name that makes it unique. */
    String discriminator() {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.security.SecureRandom;
import java.util.Random;

/** Makes names that nobody else makes. Any thread. */
public final class LinkNames {

    private static final String PREFIX = "qdlink.";
    private static final int LENGTH = 15;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final Random random;

    LinkNames() {
        this(new SecureRandom());
    }

    /** Makes the same names each time if the source does: for runs that are to be repeated. */
    LinkNames(Random random) {
        this.random = random;
    }

    /** Returns the name of a link that this router begins. */
    public String next() {
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

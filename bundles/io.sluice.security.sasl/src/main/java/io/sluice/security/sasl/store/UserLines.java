// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl.store;

import java.util.Arrays;
import java.util.Base64;

import io.sluice.security.api.ScramCredential;
import io.sluice.security.api.UserStore.StoredUser;

/** The text form of users: {@code user@realm:SCRAM-SHA-256:iterations:salt:storedKey:serverKey}, base 64. */
final class UserLines {

    private static final String SCHEME = "SCRAM-";
    private static final int FIELDS_AFTER_USER = 5;
    /** A file must not be able to keep a processor busy for minutes per login. */
    private static final int MAX_ITERATIONS = 10_000_000;

    private UserLines() {}

    static String format(StoredUser user) {
        ScramCredential credential = user.credential();
        Base64.Encoder base64 = Base64.getEncoder();
        return String.join(":", user.user(), SCHEME + credential.hash(), String.valueOf(credential.iterations()),
                base64.encodeToString(credential.salt()), base64.encodeToString(credential.storedKey()),
                base64.encodeToString(credential.serverKey()));
    }

    /**
     * Reads one line.
     *
     * @throws IllegalArgumentException with what is wrong; never with any part of a key
     */
    static StoredUser parse(String line) {
        String[] fields = line.split(":", -1);
        int first = fields.length - FIELDS_AFTER_USER;
        if (first < 1) {
            throw new IllegalArgumentException(
                    "expected user@realm:SCRAM-SHA-256:iterations:salt:storedKey:serverKey");
        }
        // A user name may hold colons, the other fields cannot.
        String user = String.join(":", Arrays.copyOf(fields, first));
        if (user.indexOf('@') < 0) {
            throw new IllegalArgumentException("user name '" + user + "' without realm, expected user@realm");
        }
        UserName.full(user, "");
        if (!fields[first].startsWith(SCHEME)) {
            throw new IllegalArgumentException("unknown scheme '" + fields[first] + "', expected SCRAM-SHA-256");
        }
        ScramCredential credential = new ScramCredential(fields[first].substring(SCHEME.length()),
                bytes(fields[first + 2], "salt"), iterations(fields[first + 1]),
                bytes(fields[first + 3], "storedKey"), bytes(fields[first + 4], "serverKey"));
        int keyLength = credential.hash().equals("SHA-256") ? 32 : 64;
        if (credential.storedKey().length != keyLength || credential.serverKey().length != keyLength) {
            throw new IllegalArgumentException("a key that is not " + keyLength + " bytes long");
        }
        return new StoredUser(user, credential);
    }

    private static int iterations(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number <= MAX_ITERATIONS) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "iterations '" + text + "', expected a number from 4096 to " + MAX_ITERATIONS);
    }

    private static byte[] bytes(String text, String field) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + " is not base 64", e);
        }
    }
}

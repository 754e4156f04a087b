// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.util.List;

/**
 * What there is to log in with.
 *
 * @param user user name, null for none
 * @param password password, null for none
 * @param mechanisms SASL mechanisms that may be used, empty for all
 * @param certificate whether there is a client certificate
 */
public record Credentials(String user, String password, List<String> mechanisms, boolean certificate) {

    /** Returns text without the password. */
    @Override
    public String toString() {
        return "user " + user;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

/**
 * What TLS is to use; null means not given.
 *
 * @param certificate PEM file with the client's certificate
 * @param key PEM file with its private key
 * @param trust PEM file with the CAs to trust
 * @param password password of the private key
 * @param anyName accept a certificate for another host name
 */
public record TlsFiles(String certificate, String key, String trust, char[] password, boolean anyName) {

    /** Returns text without the password. */
    @Override
    public String toString() {
        return "certificate " + certificate + ", trust " + trust;
    }
}

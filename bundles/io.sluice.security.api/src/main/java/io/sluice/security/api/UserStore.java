// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

import java.util.Optional;

import org.osgi.annotation.versioning.ConsumerType;

/** A store of users and their credentials. An OSGi service; methods may block for file access and hashing. */
@ConsumerType
public interface UserStore {

    /**
     * Looks a user up.
     *
     * @param user {@code name} or {@code name@realm}; a bare name is looked up in the store's default realm, and a name
     *     with a realm exactly
     * @return the full {@code name@realm} and credential, empty if unknown
     * @throws java.io.UncheckedIOException if the store cannot be read now; the message is fit for the log
     */
    Optional<StoredUser> find(String user);

    /**
     * A user and a salted, iterated credential.
     *
     * @param user the full name, {@code name@realm}
     * @param credential what a password is verified against
     */
    record StoredUser(String user, ScramCredential credential) {}
}

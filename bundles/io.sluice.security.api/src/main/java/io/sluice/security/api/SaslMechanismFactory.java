// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One SASL mechanism that a server can offer. An OSGi service per mechanism; the protocol binds all of them and offers
 * those that are {@linkplain #available available} on a connection, by descending {@code service.ranking}.
 */
@ConsumerType
public interface SaslMechanismFactory {

    /** Returns the registered name of the mechanism, for instance {@code PLAIN}. Any thread. */
    String mechanism();

    /**
     * Tells whether the mechanism can be offered on a connection. Any thread; must not block.
     *
     * @param context the connection and what its listener allows
     */
    boolean available(SaslContext context);

    /**
     * Starts one exchange. The returned object is used by one thread at a time, never by a connection loop, so that
     * evaluating a response may take some milliseconds (password hashing). Its authorization id is the authenticated
     * user.
     *
     * @param context the connection and what its listener allows
     * @return a new server; never null. It throws {@link SaslException} for wrong credentials (SASL outcome 1) and
     *     {@link TemporarySaslException} when it cannot decide now (outcome 4)
     */
    SaslServer newServer(SaslContext context) throws SaslException;
}

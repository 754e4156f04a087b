// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXPrincipal;
import javax.security.auth.Subject;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.security.api.SaslPrep;
import io.sluice.security.api.ScramCredential;
import io.sluice.security.api.UserStore;
import io.sluice.security.api.UserStore.StoredUser;

/** Verifies a JMX client's user name and password against the router's user stores. */
final class StoreAuthenticator implements JMXAuthenticator {

    private static final Logger LOG = LoggerFactory.getLogger("AGENT");

    private final Supplier<? extends Collection<UserStore>> stores;
    private final String realm;
    private final Supplier<String> client;

    /**
     * Makes an authenticator.
     *
     * @param realm appended to user names without a realm, or null
     * @param client names the client of the current call, for the log
     */
    StoreAuthenticator(Supplier<? extends Collection<UserStore>> stores, String realm, Supplier<String> client) {
        this.stores = stores;
        this.realm = realm;
        this.client = client;
    }

    @Override
    public Subject authenticate(Object credentials) {
        if (!(credentials instanceof String[] pair) || pair.length != 2 || pair[0] == null || pair[1] == null) {
            throw refuse("no user name and password given");
        }
        Collection<UserStore> present = List.copyOf(stores.get());
        if (present.isEmpty()) {
            throw refuse("there is no user store at the moment");
        }
        String user = realm == null || pair[0].contains("@") ? pair[0] : pair[0] + "@" + realm;
        try {
            char[] password = SaslPrep.prepare(pair[1].toCharArray());
            for (UserStore store : present) {
                Optional<StoredUser> found = store.find(user);
                if (found.isPresent() && found.get().credential().verify(password)) {
                    LOG.info("JMX client {} authenticated as {}", client.get(), found.get().user());
                    return subject(found.get().user());
                }
                if (found.isEmpty()) {
                    // An unknown name shall cost as much time as a wrong password.
                    ScramCredential.derive("SHA-256", password, new byte[16], ScramCredential.DEFAULT_ITERATIONS);
                }
            }
        } catch (IllegalArgumentException e) {
            throw refuse(e.getMessage());
        } catch (GeneralSecurityException e) {
            LOG.error("JMX authentication failed for a reason of this router", e);
            throw new SecurityException("Authentication is not possible at the moment");
        }
        throw refuse("wrong password or unknown user '" + printable(user) + "'");
    }

    private SecurityException refuse(String reason) {
        LOG.warn("JMX client {} refused: {}", client.get(), reason);
        return new SecurityException("Authentication failed");
    }

    private static Subject subject(String user) {
        return new Subject(true, Set.of(new JMXPrincipal(user)), Set.of(), Set.of());
    }

    private static String printable(String text) {
        return text.substring(0, Math.min(text.length(), 100)).replaceAll("\\p{Cntrl}", "?");
    }
}

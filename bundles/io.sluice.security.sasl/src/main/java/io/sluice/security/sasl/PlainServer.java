// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl;

import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import javax.security.sasl.SaslException;

import io.sluice.security.api.TemporarySaslException;
import io.sluice.security.api.UserStore;
import io.sluice.security.api.UserStore.StoredUser;
import io.sluice.security.api.SaslPrep;

/** One PLAIN exchange: {@code [authzid] NUL authcid NUL password}. */
final class PlainServer extends OneStepServer {

    /** RFC 4616 asks for at least 255; what is longer was not typed by anyone. */
    private static final int MAX_FIELD_BYTES = 1024;

    private final Supplier<List<UserStore>> stores;
    private final DummyCredential dummy;

    PlainServer(Supplier<List<UserStore>> stores, DummyCredential dummy) {
        super(PlainMechanism.NAME);
        this.stores = stores;
        this.dummy = dummy;
    }

    @Override
    boolean needsResponse() {
        return true;
    }

    @Override
    String authenticate(byte[] response) throws SaslException {
        int first = nul(response, 0);
        int second = first < 0 ? -1 : nul(response, first + 1);
        if (second < 0 || nul(response, second + 1) >= 0) {
            throw new SaslException("malformed response: expected two NUL bytes");
        }
        if (first > MAX_FIELD_BYTES || second - first - 1 > MAX_FIELD_BYTES
                || response.length - second - 1 > MAX_FIELD_BYTES) {
            throw new SaslException("malformed response: a field longer than " + MAX_FIELD_BYTES + " bytes");
        }
        if (second == first + 1 || second == response.length - 1) {
            throw new SaslException("malformed response: empty user name or password");
        }
        String authorizationId = new String(Utf8.decode(response, 0, first));
        String name = new String(Utf8.decode(response, first + 1, second));
        char[] password = Utf8.decode(response, second + 1, response.length);
        try {
            StoredUser user = verify(name, password);
            if (!authorizationId.isEmpty() && !authorizationId.equals(name) && !authorizationId.equals(user.user())) {
                throw new SaslException("user " + user.user() + " may not act as another user");
            }
            return user.user();
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private StoredUser verify(String name, char[] password) throws SaslException {
        char[] prepared;
        try {
            prepared = SaslPrep.prepare(password);
        } catch (IllegalArgumentException e) {
            throw new SaslException("malformed response: " + e.getMessage());
        }
        try {
            Optional<StoredUser> found = find(name);
            if (found.isEmpty()) {
                dummy.spend(prepared);
                throw new SaslException("unknown user or wrong password");
            }
            dummy.like(found.get().credential());
            if (!found.get().credential().verify(prepared)) {
                throw new SaslException("unknown user or wrong password");
            }
            return found.get();
        } catch (GeneralSecurityException e) {
            throw new TemporarySaslException("cannot hash passwords: " + e.getMessage());
        } finally {
            Arrays.fill(prepared, '\0');
        }
    }

    private Optional<StoredUser> find(String name) throws TemporarySaslException {
        List<UserStore> now = stores.get();
        if (now == null || now.isEmpty()) {
            throw new TemporarySaslException("no user store");
        }
        String failure = null;
        for (UserStore store : now) {
            try {
                Optional<StoredUser> user = store.find(name);
                if (user.isPresent()) {
                    return user;
                }
            } catch (UncheckedIOException | IllegalStateException e) {
                failure = e.getMessage();
            }
        }
        if (failure != null) {
            // The user may be in the store that could not be asked.
            throw new TemporarySaslException(failure);
        }
        return Optional.empty();
    }

    private static int nul(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.sluice.security.api.SaslContext;
import io.sluice.security.api.ScramCredential;
import io.sluice.security.api.TemporarySaslException;
import io.sluice.security.api.UserStore;
import io.sluice.security.api.UserStore.StoredUser;
import io.sluice.security.sasl.store.Passwords;

class PlainServerTest {

    private static ScramCredential credential;
    private final PlainMechanism plain = new PlainMechanism();

    @BeforeAll
    static void derive() throws Exception {
        credential = Passwords.credential("se\u00e9cret".toCharArray(), 4096);
    }

    private static Optional<StoredUser> bob(String name) {
        return name.equals("bob") || name.equals("bob@sluice")
                ? Optional.of(new StoredUser("bob@sluice", credential)) : Optional.empty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "|bob|se\u00e9cret", "bob|bob|se\u00e9cret", "bob@sluice|bob|se\u00e9cret", "|bob@sluice|se\u00e9cret",
        "|bob|see\u0301cret", "|bob|se\u00e9\u00adcret"})
    void shouldAuthenticate(String response) throws Exception {
        SaslServer server = server(PlainServerTest::bob);

        assertNull(server.evaluateResponse(bytes(response)));

        assertTrue(server.isComplete());
        assertEquals("bob@sluice", server.getAuthorizationID());
    }

    @Test
    void shouldAskOnceForAMissingInitialResponse() throws Exception {
        SaslServer server = server(PlainServerTest::bob);
        assertArrayEquals(new byte[0], server.evaluateResponse(null));
        assertFalse(server.isComplete());
        assertNull(server.evaluateResponse(bytes("|bob|se\u00e9cret")));
        assertTrue(server.isComplete());

        SaslServer silent = server(PlainServerTest::bob);
        silent.evaluateResponse(new byte[0]);
        assertThrows(SaslException.class, () -> silent.evaluateResponse(new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"|bob|wrong", "|bob|se\u00e9cret ", "|alice|se\u00e9cret", "|bob@else|se\u00e9cret"})
    void shouldRefuseWrongPasswordAndUnknownUserAlike(String response) {
        SaslException e = refused(response);

        assertEquals("unknown user or wrong password", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "bob", "|bob", "||se\u00e9cret", "|bob|", "||", "a|bob|se\u00e9cret|", "|bob|a\u0001b", "|bob|\u00ad"})
    void shouldRefuseMalformedResponse(String response) {
        SaslException e = refused(response);

        assertTrue(e.getMessage().startsWith("malformed response: "), e.getMessage());
        assertFalse(e.getMessage().contains("cret"), e.getMessage());
    }

    @Test
    void shouldRefuseWhatIsNotUtf8OrTooLong() {
        byte[] latin1 = "\0b\u00e9\0x".getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(assertThrows(SaslException.class, () -> server(PlainServerTest::bob).evaluateResponse(latin1))
                .getMessage().contains("UTF-8"));
        assertTrue(refused("|bob|" + "x".repeat(1025)).getMessage().contains("longer"));
        assertTrue(refused("|" + "x".repeat(1025) + "|x").getMessage().contains("longer"));
        assertTrue(refused("x".repeat(1025) + "|bob|x").getMessage().contains("longer"));
    }

    @Test
    void shouldRefuseToActAsAnotherUser() {
        SaslException e = refused("alice|bob|se\u00e9cret");

        assertTrue(e.getMessage().contains("may not act as another user"), e.getMessage());
    }

    @Test
    void shouldFailTemporarilyWithoutStore() {
        assertThrows(TemporarySaslException.class, () -> server().evaluateResponse(bytes("|bob|x")));
    }

    @Test
    void shouldFailTemporarilyIfAStoreFailsAndNoOtherKnowsTheUser() throws Exception {
        UserStore broken = name -> {
            throw new UncheckedIOException("cannot read", new IOException());
        };

        assertThrows(TemporarySaslException.class, () -> server(broken).evaluateResponse(bytes("|bob|x")));
        assertNull(server(broken, PlainServerTest::bob).evaluateResponse(bytes("|bob|se\u00e9cret")));
    }

    @Test
    void shouldSeeStoresThatComeAndGo() throws Exception {
        SaslServer server = server();
        plain.stores(List.of(PlainServerTest::bob));

        assertNull(server.evaluateResponse(bytes("|bob|se\u00e9cret")));
    }

    @Test
    void shouldSpendAsMuchOnUnknownUsersAsOnKnownOnes() throws Exception {
        ScramCredential costly = Passwords.credential("x".toCharArray(), 400_000);
        UserStore store = name -> name.equals("bob")
                ? Optional.of(new StoredUser("bob@sluice", costly)) : Optional.empty();
        refused(server(store), "|bob|wrong");

        long known = nanos(() -> refused(server(store), "|bob|wrong"));
        long unknown = nanos(() -> refused(server(store), "|alice|wrong"));

        assertTrue(unknown > known / 3 && unknown < known * 3, unknown + " ns against " + known + " ns");
    }

    /** Time of the processor, which does not depend on what else the machine does. */
    private static long nanos(Runnable action) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = threads.getCurrentThreadCpuTime();
            action.run();
            best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
        }
        return best;
    }

    private SaslException refused(String response) {
        return refused(server(PlainServerTest::bob), response);
    }

    private static SaslException refused(SaslServer server, String response) {
        SaslException e = assertThrows(SaslException.class, () -> server.evaluateResponse(bytes(response)));
        assertFalse(e instanceof TemporarySaslException);
        assertFalse(server.isComplete());
        return e;
    }

    private SaslServer server(UserStore... stores) {
        plain.stores(List.of(stores));
        return plain.newServer(new SaslContext(true, List.of(), List.of(), null, "h:1", null));
    }

    private static byte[] bytes(String response) {
        return response.replace('|', '\0').getBytes(StandardCharsets.UTF_8);
    }
}

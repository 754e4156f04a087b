// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.sluice.security.api.SaslContext;
import io.sluice.security.api.SaslMechanismFactory;

class MechanismsTest {

    private final AnonymousMechanism anonymous = new AnonymousMechanism();
    private final ExternalMechanism external = new ExternalMechanism();
    private final PlainMechanism plain = new PlainMechanism();

    @TempDir
    private Path folder;

    @Test
    void shouldAuthenticateAnonymous() throws Exception {
        SaslServer server = anonymous.newServer(clear());
        assertFalse(server.isComplete());
        assertThrows(IllegalStateException.class, server::getAuthorizationID);

        assertNull(server.evaluateResponse("trace@example.org".getBytes(StandardCharsets.UTF_8)));

        assertTrue(server.isComplete());
        assertEquals("anonymous", server.getAuthorizationID());
        assertEquals("ANONYMOUS", server.getMechanismName());
        assertEquals("auth", server.getNegotiatedProperty("javax.security.sasl.qop"));
        assertThrows(SaslException.class, () -> server.evaluateResponse(new byte[0]));
        assertThrows(IllegalStateException.class, () -> server.wrap(new byte[1], 0, 1));
    }

    @Test
    void shouldAuthenticateAnonymousWithoutResponse() throws Exception {
        SaslServer server = anonymous.newServer(clear());

        assertNull(server.evaluateResponse(null));

        assertTrue(server.isComplete());
    }

    @Test
    void shouldRefuseMalformedAnonymous() {
        assertThrows(SaslException.class, () -> anonymous.newServer(clear()).evaluateResponse(new byte[1025]));
        SaslServer server = anonymous.newServer(clear());
        assertThrows(SaslException.class, () -> server.evaluateResponse(new byte[] {(byte) 0xff}));
        assertFalse(server.isComplete());
    }

    @Test
    void shouldAuthenticateExternal() throws Exception {
        for (String response : new String[] {"", "CN=client"}) {
            SaslServer server = external.newServer(certified());
            assertNull(server.evaluateResponse(response.getBytes(StandardCharsets.UTF_8)));
            assertEquals("CN=client", server.getAuthorizationID());
        }
    }

    @Test
    void shouldRefuseExternalForAnotherUserOrWithoutCertificate() throws Exception {
        SaslServer server = external.newServer(certified());
        assertThrows(SaslException.class, () -> server.evaluateResponse("admin".getBytes(StandardCharsets.UTF_8)));
        assertFalse(server.isComplete());
        assertThrows(SaslException.class, () -> external.newServer(clear()));
        assertThrows(SaslException.class, () -> external.newServer(encrypted()));
    }

    @Test
    void shouldOfferWhatIsPossibleAndAllowed() {
        assertOffered(anonymous, clear(), true);
        assertOffered(anonymous, encrypted("PLAIN"), false);
        assertOffered(anonymous, encrypted("PLAIN", "ANONYMOUS"), true);

        assertOffered(external, certified(), true);
        assertOffered(external, certified("EXTERNAL"), true);
        assertOffered(external, certified("PLAIN"), false);
        assertOffered(external, encrypted("EXTERNAL"), false);
        assertOffered(external, new SaslContext(true, List.of(), List.of(), "CN=client", "h:1", null), false);

        assertOffered(plain, encrypted(), true);
        assertOffered(plain, encrypted("EXTERNAL"), false);
        assertOffered(plain, encrypted("PLAIN"), true);
    }

    @Test
    void shouldOfferPlainWithoutTlsOnlyIfTheListenerNamesIt() {
        assertOffered(plain, clear(), false);
        assertOffered(plain, clear("ANONYMOUS"), false);
        assertOffered(plain, clear("ANONYMOUS", "PLAIN"), true);
    }

    @Test
    void shouldFollowMechListOfTheSaslConfigurationFile() throws Exception {
        Files.writeString(folder.resolve("qdrouterd.conf"), "pwcheck_method: auxprop\nmech_list: plain EXTERNAL\n");
        Map<String, Object> router = new HashMap<>(Map.of("saslConfigDir", folder.toString()));

        anonymous.configure(router);
        external.configure(router);
        plain.configure(router);
        assertOffered(anonymous, clear(), false);
        assertOffered(external, certified(), true);
        assertOffered(plain, encrypted(), true);

        router.put("saslConfigName", "other");
        anonymous.configure(router);
        assertOffered(anonymous, clear(), true);
    }

    @Test
    void shouldPreferStrongerMechanisms() throws Exception {
        String[] order = {"External", "Plain", "Anonymous"};
        int last = Integer.MAX_VALUE;
        for (String name : order) {
            String xml = Files.readString(Path.of(
                    "target/classes/OSGI-INF/io.sluice.security.sasl." + name + "Mechanism.xml"));
            int ranking = Integer.parseInt(xml.replaceAll(
                    "(?s).*name=\"service.ranking\" type=\"Integer\" value=\"(\\d+)\".*", "$1"));
            assertTrue(ranking < last, name);
            last = ranking;
        }
    }

    private static void assertOffered(SaslMechanismFactory factory, SaslContext context, boolean expected) {
        assertEquals(expected, factory.available(context), factory.mechanism() + ' ' + context);
    }

    private static SaslContext clear(String... allowed) {
        return new SaslContext(false, List.of(allowed), List.of(), null, "h:1", null);
    }

    private static SaslContext encrypted(String... allowed) {
        return new SaslContext(true, List.of(allowed), List.of(), null, "h:1", null);
    }

    private static SaslContext certified(String... allowed) {
        return new SaslContext(true, List.of(allowed), List.of(new TestCertificate()), "CN=client", "h:1", null);
    }
}

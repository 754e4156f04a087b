// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

    @TempDir
    private static Path folder;

    private static Map<String, String> serverFiles;
    private static Map<String, String> clientFiles;
    private static Map<String, String> onlyCa;
    private static Map<String, String> strangerFiles;
    private static TestPki.Identity ca;

    @BeforeAll
    static void makeFiles() throws Exception {
        ca = TestPki.authority("CN=Root");
        TestPki.Identity middle = TestPki.subAuthority("CN=Middle", ca);
        TestPki.certificate(folder.resolve("ca"), ca);
        serverFiles = files("server", TestPki.leaf("CN=router", TestPki.rsa(), middle, "router.example.org"));
        clientFiles = files("client", TestPki.leaf("CN=client", TestPki.ec(), middle));
        onlyCa = Map.of("name", "dial", "caCertFile", folder.resolve("ca").toString());
        strangerFiles = files("stranger",
                TestPki.leaf("CN=client", TestPki.ec(), TestPki.authority("CN=Other")));
    }

    private static Map<String, String> files(String name, TestPki.Identity identity) throws Exception {
        return Map.of("name", name,
                "certFile", TestPki.certificate(folder.resolve(name + ".crt"), identity).toString(),
                "privateKeyFile", TestPki.pkcs8(folder.resolve(name + ".key"), identity.key(), null).toString(),
                "caCertFile", folder.resolve("ca").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldAuthenticateBothSides(String protocol) throws Exception {
        SSLEngine server = profile(serverFiles, "protocols", protocol).server(true);
        SSLEngine client = profile(clientFiles).client("router.example.org", 5671, true);

        new EnginePair(server, client).handshake();

        assertEquals(protocol, server.getSession().getProtocol());
        assertEquals("CN=client", ((X509Certificate) server.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal().getName());
        assertEquals(2, client.getSession().getPeerCertificates().length);
    }

    @Test
    void shouldNotAskForClientCertificateUnlessRequired() throws Exception {
        SSLEngine server = profile(serverFiles).server(false);

        new EnginePair(server, profile(clientFiles).client("router.example.org", 5671, true)).handshake();

        assertThrows(SSLPeerUnverifiedException.class, () -> server.getSession().getPeerCertificates());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldRefuseClientWithoutCertificateOrOfAnotherAuthority(String protocol) throws Exception {
        EngineFactory factory = profile(serverFiles, "protocols", protocol);

        refused(factory.server(true), profile(onlyCa).client("router.example.org", 5671, true));
        refused(factory.server(true), profile(strangerFiles).client("router.example.org", 5671, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldNameOtherAuthoritiesThanItTrusts(String protocol) throws Exception {
        EngineFactory factory = profile(serverFiles, "protocols", protocol);
        String own = folder.resolve("ca").toString();
        String other = TestPki.certificate(folder.resolve("named"), TestPki.authority("CN=Named")).toString();

        new EnginePair(factory.server(true, own), profile(clientFiles).client("router.example.org", 5671, true))
                .handshake();
        // A client that is asked for a certificate of others has none to send.
        refused(factory.server(true, other), profile(clientFiles).client("router.example.org", 5671, true));
        new EnginePair(factory.server(false, other), profile(clientFiles).client("router.example.org", 5671, true))
                .handshake();
        IllegalStateException missing = assertThrows(IllegalStateException.class,
                () -> factory.server(true, folder.resolve("none").toString()));
        assertTrue(missing.getMessage().startsWith("Cannot set trusted SSL CA: no such file: "), missing.getMessage());
    }

    @Test
    void shouldVerifyHostnameOnlyWhenAsked() throws Exception {
        EngineFactory dial = profile(onlyCa);

        new EnginePair(profile(serverFiles).server(false), dial.client("elsewhere", 5671, false)).handshake();
        new EnginePair(profile(serverFiles).server(false), dial.client("127.0.0.1", 5671, false)).handshake();
        refused(profile(serverFiles).server(false), dial.client("elsewhere", 5671, true));
        refused(profile(serverFiles).server(false), dial.client("127.0.0.1", 5671, true));
    }

    @Test
    void shouldRefuseServerOfUnknownAuthority() throws Exception {
        refused(profile(strangerFiles).server(false), profile(onlyCa).client("router.example.org", 5671, false));
        refused(profile(serverFiles).server(false),
                profile(Map.of("name", "jdk")).client("router.example.org", 5671, true));
    }

    @Test
    void shouldAcceptVersion1CertificatesAndNameInCommonName() throws Exception {
        Map<String, String> old = files("v1", TestPki.version1("CN=old.example.org", ca));

        new EnginePair(profile(old).server(true), profile(old).client("old.example.org", 5671, true)).handshake();
        refused(profile(old).server(false), profile(onlyCa).client("other.example.org", 5671, true));
    }

    @Test
    void shouldUseExactlyTheConfiguredProtocolsAndCiphers() throws Exception {
        EngineFactory twelve = profile(serverFiles, "protocols", "TLSv1.2", "ciphers", "ECDHE-RSA-AES256-GCM-SHA384");
        SSLEngine server = twelve.server(false);

        new EnginePair(server, profile(onlyCa).client("x", 5671, false)).handshake();

        assertEquals("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", server.getSession().getCipherSuite());
        refused(twelve.server(false), profile(onlyCa, "protocols", "TLSv1.3").client("x", 5671, false));
    }

    @Test
    void shouldSayWhatIsMissingForAServer() throws Exception {
        Map<String, String> noCa = new HashMap<>(serverFiles);
        noCa.remove("caCertFile");

        assertTrue(assertThrows(IllegalStateException.class, () -> profile(onlyCa).server(false))
                .getMessage().contains("no certFile"));
        assertTrue(assertThrows(IllegalStateException.class, () -> profile(noCa).server(true))
                .getMessage().contains("no caCertFile"));
        profile(noCa).server(false);
    }

    @Test
    void shouldDialHostsThatSniCannotCarry() throws Exception {
        new EnginePair(profile(serverFiles).server(false), profile(onlyCa).client("my_host", 5671, false)).handshake();
        new EnginePair(profile(serverFiles).server(false), profile(onlyCa).client("::1", 5671, false)).handshake();
    }

    private static void refused(SSLEngine server, SSLEngine client) {
        assertThrows(SSLException.class, () -> new EnginePair(server, client).handshake());
    }

    private static EngineFactory profile(Map<String, String> files, String... more) throws RejectedException {
        Map<String, String> values = new HashMap<>(files);
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return EngineFactory.load(new ProfileSettings("pid", values), new Date());
    }
}

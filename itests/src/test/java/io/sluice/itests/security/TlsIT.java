// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.sluice.itests.harness.Certificates;
import io.sluice.itests.harness.Certificates.Identity;
import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.RawPeer;
import io.sluice.itests.harness.SluiceProcess;

/** Encryption, and identity by certificate. */
class TlsIT {

    private static Certificates certificates;
    private static Certificates strangers;
    private static SluiceProcess router;

    @BeforeAll
    static void startRouter() throws Exception {
        Path folder = Distribution.workFolder("tls");
        certificates = new Certificates(folder);
        strangers = new Certificates(Distribution.workFolder("strangers"));
        Identity server = certificates.server();
        Conf conf = Conf.router("ITEST.TLS")
            .section("sslProfile", "name: tls", "certFile: " + server.certificate(),
                "privateKeyFile: " + server.encryptedKey(), "password: pass:" + Certificates.PASSWORD,
                "caCertFile: " + certificates.authority())
            .listener("amqps", "sslProfile: tls", "requireSsl: yes", "saslMechanisms: ANONYMOUS")
            .listener("both", "sslProfile: tls", "requireSsl: no", "saslMechanisms: ANONYMOUS")
            .listener("mutual", "sslProfile: tls", "requireSsl: yes", "authenticatePeer: yes",
                "saslMechanisms: EXTERNAL");
        router = new SluiceProcess.Start(conf).in(folder).start();
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    private static ConnectionOptions trusting(Certificates authority) throws Exception {
        ConnectionOptions options = new ConnectionOptions().reconnectEnabled(false);
        options.sslOptions().sslEnabled(true).trustStoreLocation(authority.trustStore().toString())
            .trustStorePassword(Certificates.PASSWORD).trustStoreType("PKCS12").verifyHost(true);
        return options;
    }

    private static ConnectionOptions identified(Identity identity) throws Exception {
        ConnectionOptions options = trusting(certificates);
        options.sslOptions().keyStoreLocation(identity.keyStore().toString())
            .keyStorePassword(Certificates.PASSWORD).keyStoreType("PKCS12");
        options.saslOptions().addAllowedMechanism("EXTERNAL");
        return options;
    }

    private static void assertWorks(Peer peer, String address) throws Exception {
        Peer.pass(peer.sender(address), peer.receiver(address, 1), "m");
    }

    private static void assertRefused(int port, ConnectionOptions options) {
        assertThrows(ExecutionException.class, () -> Peer.connect(port, options).close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldServeClientsOverTls(String version) throws Exception {
        ConnectionOptions options = trusting(certificates);
        options.sslOptions().enabledProtocols(version);
        try (Peer peer = Peer.connect(router.port("amqps"), options)) {
            assertWorks(peer, "tls/" + version);
        }
        router.log().await("Connection Opened: .* encrypted=" + version);
    }

    @Test
    void shouldServePlainClientsBesideTlsOnesWhereAllowed() throws Exception {
        try (Peer plain = Peer.connect(router.port("both"));
             Peer tls = Peer.connect(router.port("both"), trusting(certificates))) {
            Peer.pass(plain.sender("tls/both"), tls.receiver("tls/both", 1), "m");
        }
    }

    @Test
    void shouldRefusePlainClientsWhereTlsIsRequired() throws Exception {
        assertRefused(router.port("amqps"), new ConnectionOptions().reconnectEnabled(false));
        router.log().await("amqp:connection:policy-error Client connection unencrypted - forbidden");
    }

    @Test
    void shouldNotBeTrustedByClientsOfAnotherAuthority() throws Exception {
        assertRefused(router.port("amqps"), trusting(strangers));
        router.log().await("amqp:connection:framing-error SSL Failure");
        try (Peer peer = Peer.connect(router.port("amqps"), trusting(certificates))) {
            assertWorks(peer, "tls/after");
        }
    }

    @Test
    void shouldTakeTheUserFromTheCertificate() throws Exception {
        try (Peer peer = Peer.connect(router.port("mutual"), identified(certificates.client("carol")))) {
            assertWorks(peer, "tls/mutual");
        }
        String line = router.log().await("Connection Opened: .*auth=EXTERNAL.*").group();
        assertTrue(line.contains("user=CN=carol,O=Sluice"), line);
    }

    @Test
    void shouldRefuseClientsWithoutCertificate() throws Exception {
        assertRefused(router.port("mutual"), trusting(certificates));
    }

    @Test
    void shouldRefuseCertificatesOfAnUnknownAuthority() throws Exception {
        assertRefused(router.port("mutual"), identified(strangers.client("mallory")));
        assertEquals(0, router.log().find("user=CN=mallory").size());
    }

    @Test
    void shouldRefuseExpiredCertificates() throws Exception {
        assertRefused(router.port("mutual"), identified(certificates.expiredClient("oscar")));
        router.log().await("SSL Failure.*expired");
    }

    @Test
    void shouldSurviveAClientThatLeavesInTheHandshake() throws Exception {
        try (RawPeer raw = RawPeer.connect(router.port("amqps"))) {
            // The beginning of a TLS record that announces more than will ever come.
            raw.send(0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00);
        }
        try (Peer peer = Peer.connect(router.port("amqps"), trusting(certificates))) {
            assertWorks(peer, "tls/handshake");
        }
    }
}

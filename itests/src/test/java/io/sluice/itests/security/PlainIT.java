// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.exceptions.ClientConnectionSecuritySaslException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Certificates;
import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.Distribution.Result;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.RawPeer;
import io.sluice.itests.harness.SluiceProcess;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;

/** Users, passwords and mechanisms. */
class PlainIT {

    private static Path folder;
    private static Certificates certificates;
    private static SluiceProcess router;

    @BeforeAll
    static void startRouter() throws Exception {
        folder = Distribution.workFolder("plain");
        certificates = new Certificates(folder);
        assertEquals(0, passwd("alice's password", "add", "alice").status());
        Certificates.Identity server = certificates.server();
        Conf conf = Conf.router("ITEST.PLAIN")
            .section("userStore", "path: " + users())
            .section("sslProfile", "name: tls", "certFile: " + server.certificate(),
                "privateKeyFile: " + server.key())
            .listener("amqps", "sslProfile: tls", "requireSsl: yes", "authenticatePeer: yes", "saslMechanisms: PLAIN")
            .listener("all", "authenticatePeer: yes")
            .listener("clear", "authenticatePeer: yes", "saslMechanisms: PLAIN")
            .listener("optional", "authenticatePeer: no");
        router = new SluiceProcess.Start(conf).in(folder).start();
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    private static Path users() {
        return folder.resolve("users.sasldb");
    }

    private static Result passwd(String password, String command, String... arguments) throws Exception {
        String[] line = new String[arguments.length + 4];
        line[0] = "passwd";
        line[1] = command;
        line[2] = "--file";
        line[3] = users().toString();
        System.arraycopy(arguments, 0, line, 4, arguments.length);
        return Distribution.run(Map.of("SLUICE_OPTS", "-Xms16m -Xmx64m"), password + "\n", line);
    }

    private static ConnectionOptions user(String name, String password) {
        ConnectionOptions options = new ConnectionOptions().reconnectEnabled(false).user(name).password(password);
        options.saslOptions().addAllowedMechanism("PLAIN");
        return options;
    }

    private static ConnectionOptions tls(ConnectionOptions options) throws Exception {
        options.sslOptions().sslEnabled(true).trustStoreLocation(certificates.trustStore().toString())
            .trustStorePassword(Certificates.PASSWORD).trustStoreType("PKCS12");
        return options;
    }

    private static Throwable refusal(String listener, ConnectionOptions options) {
        int port = router.port(listener);
        return assertThrows(ExecutionException.class, () -> Peer.connect(port, options).close()).getCause();
    }

    @Test
    void shouldLogInOverTls() throws Exception {
        try (Peer peer = Peer.connect(router.port("amqps"), tls(user("alice", "alice's password")))) {
            Peer.pass(peer.sender("plain"), peer.receiver("plain", 1), "m");
        }
        router.log().await("Connection Opened: .*auth=PLAIN user=alice@sluice");
    }

    @Test
    void shouldLogInAJmsClientOverTls() throws Exception {
        String url = "amqps://127.0.0.1:" + router.port("amqps") + "?transport.trustStoreLocation="
            + certificates.trustStore() + "&transport.trustStorePassword=" + Certificates.PASSWORD;
        try (JMSContext context = new JmsConnectionFactory("alice", "alice's password", url).createContext()) {
            JMSConsumer consumer = context.createConsumer(context.createQueue("plain/jms"));
            context.createProducer().setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                .send(context.createQueue("plain/jms"), "m");
            assertEquals("m", consumer.receiveBody(String.class, 10_000));
        }
    }

    @Test
    void shouldRefuseAWrongPassword() throws Exception {
        Throwable refusal = refusal("amqps", tls(user("alice", "bob's password")));
        assertInstanceOf(ClientConnectionSecuritySaslException.class, refusal);
        router.log().await("Failed to authenticate client \\[mech=PLAIN\\]");
    }

    @Test
    void shouldRefuseAnUnknownUser() throws Exception {
        assertInstanceOf(ClientConnectionSecuritySaslException.class,
            refusal("amqps", tls(user("nobody", "alice's password"))));
    }

    @Test
    void shouldLetInAUserThatIsAddedMeanwhile() throws Exception {
        refusal("amqps", tls(user("dave@example.com", "new")));
        assertEquals(0, passwd("new", "add", "dave@example.com").status());
        try (Peer peer = Peer.connect(router.port("amqps"), tls(user("dave@example.com", "new")))) {
            Peer.pass(peer.sender("plain/dave"), peer.receiver("plain/dave", 1), "m");
        }
        assertEquals(0, passwd("", "remove", "dave@example.com").status());
        refusal("amqps", tls(user("dave@example.com", "new")));
    }

    @Test
    void shouldNotOfferPlainInTheClearByItself() throws Exception {
        assertInstanceOf(ClientConnectionSecuritySaslException.class,
            refusal("all", user("alice", "alice's password")));
        assertFalse(offer("all").contains("PLAIN"), offer("all"));
        assertTrue(offer("all").contains("ANONYMOUS"), offer("all"));
    }

    @Test
    void shouldOfferPlainInTheClearWhereItIsNamed() throws Exception {
        try (Peer peer = Peer.connect(router.port("clear"), user("alice", "alice's password"))) {
            Peer.pass(peer.sender("plain/clear"), peer.receiver("plain/clear", 1), "m");
        }
    }

    private static String offer(String listener) throws Exception {
        try (RawPeer raw = RawPeer.connect(router.port(listener))) {
            raw.send(RawPeer.SASL_HEADER);
            return raw.readFrame().toString();
        }
    }

    @Test
    void shouldRefuseClientsThatSkipTheLoginWhereItIsRequired() throws Exception {
        try (RawPeer raw = RawPeer.connect(router.port("all"))) {
            raw.send(RawPeer.AMQP_HEADER).open("itest");
            assertTrue(raw.readToEnd().stream().noneMatch(RawPeer.Frame::isOpen));
        }
        router.log().await("amqp:connection:policy-error Client skipped authentication - forbidden");
    }

    @Test
    void shouldLetInClientsWithoutSaslWhereItIsOptional() throws Exception {
        try (RawPeer raw = RawPeer.connect(router.port("optional"))) {
            raw.send(RawPeer.AMQP_HEADER).open("itest");
            assertTrue(raw.readFrame().isOpen());
        }
    }

    @Test
    void shouldKeepNoPasswordInTheFile() throws Exception {
        String text = Files.readString(users());
        assertTrue(text.contains("alice@sluice:SCRAM-SHA-256:"), text);
        assertFalse(text.contains("alice's password"), text);
        assertEquals("alice@sluice\n", passwd("", "list").out());
        assertEquals(0, passwd("alice's password", "verify", "alice").status());
        assertEquals(1, passwd("bob's password", "verify", "alice").status());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.RawPeer;
import io.sluice.itests.harness.RouterCertificates;
import io.sluice.itests.harness.SluiceProcess;

/** Routers that know each other by their certificates, and who is not let in among them. */
class RouterTlsIT {

    private static final String[] MUTUAL = {"role: inter-router", "sslProfile: inter_router_tls",
        "authenticatePeer: yes", "saslMechanisms: EXTERNAL"};

    private static SluiceProcess first;
    private static SluiceProcess second;
    /** A router with three connectors that all are refused. */
    private static SluiceProcess outsider;
    private static RouterCertificates mesh;

    @BeforeAll
    static void startRouters() throws Exception {
        Path folder = Distribution.workFolder("mesh");
        Path strange = Distribution.workFolder("strange");
        mesh = new RouterCertificates(folder)
            .router("first", 30).router("second", 30).router("late", -1);
        RouterCertificates strangers = new RouterCertificates(strange).router("stranger", 30);
        first = SluiceProcess.start(router("MESH.1")
            .section("sslProfile", mesh.profile("inter_router_tls", "first"))
            .listener("mesh", MUTUAL).listener("named", MUTUAL).listener("strange", MUTUAL)
            .listener("bare", MUTUAL).listener("late", MUTUAL)
            .listener("edges", "role: edge", "sslProfile: inter_router_tls", "authenticatePeer: yes",
                "saslMechanisms: EXTERNAL")
            .listener("plain", "role: inter-router", "authenticatePeer: no", "saslMechanisms: ANONYMOUS",
                "idleTimeoutSeconds: 2"));
        second = SluiceProcess.start(router("MESH.2")
            .section("sslProfile", mesh.profile("inter_router_tls", "second"))
            .section("connector", connector("mesh", "inter_router_tls", "verifyHostname: no")));
        outsider = SluiceProcess.start(router("OUTSIDE")
            .section("sslProfile", mesh.profile("member", "second"))
            .section("sslProfile", strangers.profile("stranger", "stranger", mesh.authority()))
            .section("sslProfile", "name: bare", "caCertFile: " + mesh.authority())
            .section("connector", connector("named", "member", "verifyHostname: yes"))
            .section("connector", connector("strange", "stranger", "verifyHostname: no"))
            .section("connector", connector("bare", "bare", "verifyHostname: no")));
        first.log().await("Computed next hops: \\{MESH.2=MESH.2\\}");
        second.log().await("Computed next hops: \\{MESH.1=MESH.1\\}");
    }

    @AfterAll
    static void stopRouters() {
        for (SluiceProcess router : new SluiceProcess[] {outsider, second, first}) {
            if (router != null) {
                router.close();
            }
        }
    }

    private static Conf router(String id) {
        return Conf.empty().section("router", "mode: interior", "id: " + id)
            .listener("amqp", "authenticatePeer: no", "saslMechanisms: ANONYMOUS");
    }

    private static String[] connector(String listener, String profile, String verify) {
        return new String[] {"name: to-" + listener, "host: 127.0.0.1", "port: " + first.port(listener),
            "role: inter-router", "saslMechanisms: EXTERNAL", "sslProfile: " + profile, verify};
    }

    private static void assertMeshWorks(String address) throws Exception {
        try (Peer one = Peer.connect(first.port()); Peer two = Peer.connect(second.port())) {
            var receiver = two.receiver(address, 1);
            Peer.pass(one.sender(address), receiver, "there");
            var back = one.receiver(address + "/back", 1);
            Peer.pass(two.sender(address + "/back"), back, "back");
        }
    }

    @Test
    void shouldCarryMessagesBetweenRoutersOfOneAuthority() throws Exception {
        assertMeshWorks("tls/mesh");
        String opened = first.log().await("Connection Opened: dir=in .*container_id=MESH.2.*").group();
        assertTrue(opened.contains("auth=EXTERNAL user=CN=second.mesh.svc.cluster.local"), opened);
        assertTrue(opened.contains("encrypted=TLSv1"), opened);
    }

    @ParameterizedTest
    @ValueSource(strings = {"named", "strange", "bare"})
    void shouldKeepOthersOut(String listener) throws Exception {
        outsider.log().await("Connection to 127.0.0.1:" + first.port(listener) + " failed: .*");
        assertEquals(0, first.log().find("container_id=OUTSIDE").size(), first.log().text());
        assertEquals(0, first.log().find("next hops: .*OUTSIDE").size(), first.log().text());
        assertMeshWorks("tls/" + listener);
    }

    @Test
    void shouldCarryMessagesOfAnEdgeRouterWithACertificate() throws Exception {
        try (SluiceProcess edge = SluiceProcess.start(Conf.empty().section("router", "mode: edge", "id: EDGE")
                .listener("amqp", "authenticatePeer: no", "saslMechanisms: ANONYMOUS")
                .section("sslProfile", mesh.profile("edge_tls", "second"))
                .section("connector", "name: up", "host: 127.0.0.1", "port: " + first.port("edges"), "role: edge",
                    "saslMechanisms: EXTERNAL", "sslProfile: edge_tls", "verifyHostname: no"));
             Peer here = Peer.connect(edge.port()); Peer there = Peer.connect(second.port())) {
            first.log().await("Connection Opened: dir=in .*auth=EXTERNAL .*container_id=EDGE ");
            var receiver = there.receiver("tls/up", 1);
            Peer.pass(here.sender("tls/up"), receiver, "up");
            var back = here.receiver("tls/down", 1);
            Peer.pass(there.sender("tls/down"), back, "down");
        }
    }

    @Test
    void shouldLetNobodyToTheEdgeListenerWithoutACertificate() throws Exception {
        ConnectionOptions options = new ConnectionOptions().reconnectEnabled(false);
        options.sslOptions().sslEnabled(true).trustAll(true).verifyHost(false);
        assertThrows(ExecutionException.class, () -> Peer.connect(first.port("edges"), options).close());
        assertMeshWorks("tls/edges");
    }

    @Test
    void shouldKeepOutACertificateThatHasExpired() throws Exception {
        assertThrows(ExecutionException.class, () -> Peer.connect(first.port("late"), identified("late")).close());
        first.log().await("SSL Failure.*expired");
        Peer.connect(first.port("late"), identified("second")).close();
        assertMeshWorks("tls/late");
    }

    private static ConnectionOptions identified(String name) throws Exception {
        ConnectionOptions options = new ConnectionOptions().reconnectEnabled(false);
        options.sslOptions().sslEnabled(true).trustAll(true).verifyHost(false)
            .keyStoreLocation(mesh.keyStore(name).toString()).keyStorePassword(RouterCertificates.PASSWORD)
            .keyStoreType("PKCS12");
        options.saslOptions().addAllowedMechanism("EXTERNAL");
        return options;
    }

    @Test
    void shouldNotStartWithACertificateThatHasExpired() throws Exception {
        try (SluiceProcess late = new SluiceProcess.Start(router("LATE")
                .section("sslProfile", mesh.profile("inter_router_tls", "late"))).launch()) {
            assertEquals(1, late.awaitExit());
            late.log().await("late.crt expired at ");
        }
    }

    @Test
    void shouldLetNoClientAmongTheRouters() throws Exception {
        try (RawPeer client = RawPeer.open(first.port("plain")).begin(0)) {
            Attach attach = new Attach();
            attach.setName("sender");
            attach.setHandle(UnsignedInteger.ZERO);
            attach.setRole(Role.SENDER);
            attach.setSource(new Source());
            Target target = new Target();
            target.setAddress("a");
            attach.setTarget(target);
            attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
            assertEquals(null, client.attach(0, attach).getTarget());
            assertEquals("qd:connection-role Link attach forbidden on inter-router connection",
                client.readFrame().error());
        }
        assertMeshWorks("tls/client");
    }

    @Test
    void shouldCloseARouterThatHasFallenSilent() throws Exception {
        try (RawPeer silent = RawPeer.open(first.port("plain"))) {
            var frames = silent.readToEnd();
            assertEquals("amqp:resource-limit-exceeded local-idle-timeout expired",
                frames.get(frames.size() - 1).error());
        }
        assertMeshWorks("tls/silent");
    }
}

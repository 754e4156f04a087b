// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.clients;

import static io.sluice.itests.harness.Peer.pass;
import static io.sluice.itests.harness.Peer.takeRest;
import static io.sluice.itests.harness.Peer.takeText;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Jmx;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** Virtual hosts keep addresses apart on a listener with {@code multiTenant}, and clients see nothing of it. */
class TenancyIT {

    private static SluiceProcess router;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.TENANT")
            .listener("tenants", "multiTenant: yes", "authenticatePeer: no", "saslMechanisms: ANONYMOUS"));
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    private static Peer tenant(String host) throws Exception {
        return Peer.connect(router.port("tenants"), new ConnectionOptions().virtualHost(host));
    }

    @Test
    void shouldKeepTenantsApart() throws Exception {
        try (Peer acme = tenant("acme"); Peer other = tenant("other"); Peer admin = Peer.connect(router.port())) {
            Receiver ofAcme = acme.receiver("q", 10);
            Receiver ofOther = other.receiver("q", 10);
            Receiver plain = admin.receiver("q", 10);
            assertEquals("q", ofAcme.address(), "the client sees the address that it asked for");
            pass(acme.sender("q"), ofAcme, "by address");
            acme.connection().openAnonymousSender().send(Message.create("by message").to("/q"))
                .settlementFuture();
            assertEquals("by message", takeText(ofAcme));
            pass(other.sender("q"), ofOther, "other's");
            pass(admin.sender("q"), plain, "nobody's");
            assertTrue(takeRest(ofAcme).isEmpty());
            assertTrue(takeRest(ofOther).isEmpty());
            assertTrue(takeRest(plain).isEmpty());
        }
    }

    @Test
    void shouldLetThePlainListenerReachATenantByItsPrefix() throws Exception {
        try (Peer acme = tenant("acme"); Peer admin = Peer.connect(router.port())) {
            pass(admin.sender("acme/jobs"), acme.receiver("jobs", 10), "job");
        }
    }

    @Test
    void shouldShareDynamicAndLocalAddresses() throws Exception {
        try (Peer acme = tenant("acme"); Peer admin = Peer.connect(router.port())) {
            Receiver dynamic = acme.connection().openDynamicReceiver().openFuture().get(10, TimeUnit.SECONDS);
            admin.sender(dynamic.address()).send(Message.create("reply")).settlementFuture();
            assertEquals("reply", takeText(dynamic));
            pass(admin.sender("_local/x"), acme.receiver("_local/x", 10), "local");
        }
    }

    @Test
    void shouldShowTheTenant() throws Exception {
        try (Peer acme = tenant("shown"); Jmx jmx = Jmx.attach(router)) {
            acme.sender("x");
            Awaitility.await().until(() -> jmx.values("connection", "tenant").contains("shown/"));
        }
    }
}

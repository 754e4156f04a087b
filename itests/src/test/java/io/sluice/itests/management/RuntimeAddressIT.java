// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.management;

import static io.sluice.itests.management.ManagementClient.map;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** Addresses that are configured and removed while links use them. */
class RuntimeAddressIT {

    private static SluiceProcess router;

    private ManagementClient management;
    private Peer peer;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.RUNTIME"));
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    @BeforeEach
    void connect() throws Exception {
        management = new ManagementClient(router.port(), "$management");
        peer = Peer.connect(router.port());
    }

    @AfterEach
    void disconnect() {
        peer.close();
        management.close();
    }

    private Object distribution(String key) throws Exception {
        for (Object row : management.query("router.address", "key", "distribution").results()) {
            if (key.equals(((List<?>) row).get(0))) {
                return ((List<?>) row).get(1);
            }
        }
        return null;
    }

    @Test
    void shouldKeepTheWayOfAnAddressInUse() throws Exception {
        Receiver one = peer.receiver("used", 5);
        Receiver two = peer.receiver("used", 5);
        Sender sender = peer.sender("used");
        assertEquals("201 Created", management.create("router.config.address", "used",
            map("prefix", "used", "distribution", "multicast")).line());
        assertEquals("balanced", distribution("M0used"));
        Peer.send(sender, "a");
        Peer.send(sender, "b");
        // One each, in turn, as before.
        assertEquals(List.of("a", "b"), List.of(Peer.takeText(one), Peer.takeText(two)).stream().sorted().toList());
        one.close();
        two.close();
        sender.close();
        await().until(() -> distribution("M0used") == null);
        Receiver three = peer.receiver("used", 5);
        Receiver four = peer.receiver("used", 5);
        assertEquals("multicast", distribution("M0used"));
        Peer.send(peer.sender("used"), "c");
        assertEquals(List.of("c", "c"), List.of(Peer.takeText(three), Peer.takeText(four)));
    }

    @Test
    void shouldKeepTheWayOfAnAddressWhoseRuleIsDeleted() throws Exception {
        assertEquals("201 Created", management.create("router.config.address", "gone",
            map("prefix", "gone", "distribution", "multicast")).line());
        Receiver one = peer.receiver("gone/x", 5);
        Receiver two = peer.receiver("gone/x", 5);
        Sender sender = peer.sender("gone/x");
        assertEquals(204, management.delete("router.config.address", "gone").status());
        Peer.send(sender, "a");
        assertEquals(List.of("a", "a"), List.of(Peer.takeText(one), Peer.takeText(two)));
        peer.receiver("gone/y", 5);
        assertEquals(List.of("multicast", "balanced"), List.of(distribution("M0gone/x"), distribution("M0gone/y")));
    }

    @Test
    void shouldRefuseASecondRuleOfOnePattern() throws Exception {
        assertEquals(201, management.create("router.config.address", "first", map("pattern", "twice/#")).status());
        assertEquals("400 Already exists",
            management.create("router.config.address", "second", map("pattern", "twice/#")).line());
        assertTrue(management.delete("router.config.address", "first").status() == 204);
        assertEquals(201, management.create("router.config.address", "second", map("pattern", "twice/#")).status());
    }
}

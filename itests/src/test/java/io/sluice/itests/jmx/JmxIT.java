// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.jmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;

import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Jmx;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** The router seen through the remote JMX connector, over RMI. */
class JmxIT {

    private static final String MANAGEMENT = "io.sluice:type=management";

    private static SluiceProcess router;
    private static Jmx jmx;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.JMX").section("jmx", "host: 127.0.0.1", "port: 0",
            "authenticate: no"));
        jmx = Jmx.connect(router, Map.of());
    }

    @AfterAll
    static void stopRouter() throws Exception {
        jmx.close();
        router.close();
    }

    @Test
    void shouldShowEveryAttributeOfEveryEntity() throws Exception {
        try (Peer peer = Peer.connect(router.port())) {
            Receiver receiver = peer.receiver("jmx/read", 1);
            Peer.pass(peer.sender("jmx/read"), receiver, "m");
            for (String type : List.of("router", "listener", "connection", "router.link", "router.address", "log")) {
                Awaitility.await(type).until(() -> !names(type).isEmpty());
            }
            List<String> unreadable = new ArrayList<>();
            for (ObjectName name : jmx.names("io.sluice:*")) {
                try {
                    read(name, unreadable);
                } catch (InstanceNotFoundException e) {
                    // What another test has left behind goes in the meantime.
                    continue;
                }
            }
            assertEquals(List.of(), unreadable);
        }
    }

    private static void read(ObjectName name, List<String> unreadable) throws Exception {
        for (MBeanAttributeInfo info : jmx.server().getMBeanInfo(name).getAttributes()) {
            try {
                jmx.server().getAttribute(name, info.getName());
            } catch (InstanceNotFoundException e) {
                throw e;
            } catch (JMException | RuntimeException e) {
                unreadable.add(name + " " + info.getName() + ": " + e);
            }
        }
    }

    private static Set<ObjectName> names(String type) throws Exception {
        return jmx.names("io.sluice:type=" + type + (type.equals("router") ? "" : ",*"));
    }

    @Test
    void shouldCountWhatPasses() throws Exception {
        String router = "io.sluice:type=router";
        long ingress = jmx.number(router, "deliveriesIngress");
        long accepted = jmx.number(router, "acceptedDeliveries");
        try (Peer peer = Peer.connect(JmxIT.router.port())) {
            Receiver receiver = peer.receiver("jmx/count", 10);
            Sender sender = peer.sender("jmx/count");
            for (int i = 0; i < 10; i++) {
                Peer.pass(sender, receiver, "m" + i);
            }
            Awaitility.await().untilAsserted(() -> {
                assertTrue(jmx.number(router, "deliveriesIngress") >= ingress + 10);
                assertTrue(jmx.number(router, "acceptedDeliveries") >= accepted + 10);
                String address = "io.sluice:type=router.address,name=\"M0jmx/count\"";
                assertEquals(10, jmx.number(address, "deliveriesEgress"));
                assertEquals(1, jmx.number(address, "subscriberCount"));
            });
        }
    }

    @Test
    void shouldShowTheRealPortOfAListener() throws Exception {
        ObjectName listener = new ObjectName("io.sluice:type=listener,name=\"amqp\"");
        List<Object> values = new ArrayList<>();
        for (MBeanAttributeInfo info : jmx.server().getMBeanInfo(listener).getAttributes()) {
            values.add(jmx.server().getAttribute(listener, info.getName()));
        }
        String port = Integer.toString(router.port());
        assertTrue(values.stream().anyMatch(value -> String.valueOf(value).endsWith(port)), values.toString());
    }

    @Test
    void shouldAnnounceConnectionsAndLinks() throws Exception {
        BlockingQueue<Notification> seen = new LinkedBlockingQueue<>();
        ObjectName management = new ObjectName(MANAGEMENT);
        NotificationListener listener = (notification, handback) -> seen.add(notification);
        jmx.server().addNotificationListener(management, listener, null, null);
        try {
            try (Peer peer = Peer.connect(router.port())) {
                peer.receiver("jmx/announce", 1);
                Notification attached = awaitTypes(
                    seen, "io.sluice.link.attached", "io.sluice.connection.opened");
                Map<?, ?> data = assertInstanceOf(Map.class, attached.getUserData());
                assertNotNull(data.get("connectionId"));
            }
            awaitTypes(seen, "io.sluice.link.detached", "io.sluice.connection.closed");
        } finally {
            jmx.server().removeNotificationListener(management, listener);
        }
    }

    /** Waits for two notifications, whichever comes first: links and connections have owners of their own. */
    private static Notification awaitTypes(BlockingQueue<Notification> seen, String type, String other)
            throws InterruptedException {
        Map<String, Notification> found = new HashMap<>();
        while (!found.keySet().containsAll(Set.of(type, other))) {
            Notification next = seen.poll(10, TimeUnit.SECONDS);
            assertNotNull(next, () -> "no notification " + type + " or " + other + " after " + found.keySet());
            found.put(next.getType(), next);
        }
        return found.get(type);
    }

    @Test
    void shouldDeleteAConnection() throws Exception {
        try (Peer peer = Peer.connect(router.port());
             Peer other = Peer.connect(router.port())) {
            Sender sender = peer.sender("jmx/delete");
            ObjectName mine = Awaitility.await().until(() -> connectionOf("M0jmx/delete"), Objects::nonNull);
            jmx.call(mine.getCanonicalName(), "delete");
            assertThrows(Exception.class, () -> {
                for (int i = 0; i < 100; i++) {
                    sender.connection().openReceiver("jmx/x" + i).openFuture().get(5, TimeUnit.SECONDS);
                }
            });
            Awaitility.await().until(() -> !jmx.server().isRegistered(mine));
            Peer.pass(other.sender("jmx/left"), other.receiver("jmx/left", 1), "m");
        }
    }

    private static ObjectName connectionOf(String address) throws Exception {
        for (ObjectName link : jmx.names("io.sluice:type=router.link,*")) {
            try {
                if (address.equals(jmx.server().getAttribute(link, "owningAddr"))) {
                    Object id = jmx.server().getAttribute(link, "connectionId");
                    return jmx.names("io.sluice:type=connection,name=\"" + id + " *\"").stream().findFirst()
                        .orElse(null);
                }
            } catch (InstanceNotFoundException e) {
                // A link of another test goes while it is looked at.
                continue;
            }
        }
        return null;
    }

    @Test
    void shouldCreateAndDeleteAListener() throws Exception {
        jmx.call(MANAGEMENT, "createListener", "extra", "127.0.0.1", "0", "normal", "", "ANONYMOUS");
        int port = router.port("extra");
        try (Peer peer = Peer.connect(port)) {
            Peer.pass(peer.sender("jmx/extra"), peer.receiver("jmx/extra", 1), "m");
        }
        jmx.call(MANAGEMENT, "delete", "listener", "extra");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return false;
            } catch (ConnectException e) {
                return true;
            }
        });
    }

    @Test
    void shouldRefuseAListenerWithoutChangingAnything() throws Exception {
        JMException refusal = assertThrows(JMException.class, () -> jmx.call(MANAGEMENT, "createListener", "bad",
            "127.0.0.1", "0", "sideways", "", ""));
        assertTrue(refusal.getCause().getMessage().contains("'sideways'"), String.valueOf(refusal.getCause()));
        assertTrue(jmx.names("io.sluice:type=listener,name=\"bad\"").isEmpty());
    }

    @Test
    void shouldCreateAndDeleteAnAddress() throws Exception {
        jmx.call(MANAGEMENT, "createAddress", "copies", "jmx/copies", "", "multicast");
        try (Peer peer = Peer.connect(router.port())) {
            Awaitility.await().untilAsserted(() ->
                assertFalse(jmx.names("io.sluice:type=router.config.address,*").isEmpty()));
            Receiver one = peer.receiver("jmx/copies", 1);
            Receiver two = peer.receiver("jmx/copies", 1);
            Peer.send(peer.sender("jmx/copies"), "m");
            assertEquals("m", Peer.takeText(one));
            assertEquals("m", Peer.takeText(two));
        }
        jmx.call(MANAGEMENT, "delete", "router.config.address", "copies");
        Awaitility.await().untilAsserted(() ->
            assertTrue(jmx.names("io.sluice:type=router.config.address,*").isEmpty()));
    }

    @Test
    void shouldShowTheFrameworkToo() throws Exception {
        assertFalse(jmx.names("osgi.core:type=framework,*").isEmpty());
        assertFalse(jmx.names("osgi.core:type=bundleState,*").isEmpty());
        ObjectName bundles = jmx.names("osgi.core:type=bundleState,*").iterator().next();
        assertNotNull(jmx.server().invoke(bundles, "listBundles", null, null));
    }

    @Test
    void shouldBeThereForLocalProcessesAsWell() throws Exception {
        try (Jmx local = Jmx.attach(router)) {
            assertEquals(1, local.names("io.sluice:type=router").size());
        }
    }
}

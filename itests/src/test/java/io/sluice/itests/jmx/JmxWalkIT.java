// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.jmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.TabularData;

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

/** A client walks over every MBean of a router with everything in it, reads all, writes all, calls all. */
class JmxWalkIT {

    private static final ObjectName MANAGEMENT = name("io.sluice:type=management");
    private static final List<String> TYPES = List.of("router", "router.stats", "policy", "jmx", "userStore",
        "listener", "connector", "log", "logStats", "connection", "router.link", "router.address",
        "router.address.stats", "router.config.address", "router.config.linkRoute", "router.config.autoLink",
        "router.config.exchange", "router.config.binding", "bundle");

    private static SluiceProcess router;
    private static Jmx jmx;

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (javax.management.MalformedObjectNameException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.WALK")
            .section("connector", "name: nowhere", "host: 127.0.0.1", "port: 1", "role: route-container")
            .section("address", "name: a", "prefix: walk/a", "distribution: multicast")
            .section("linkRoute", "name: l", "prefix: walk/l", "direction: in", "connection: nowhere")
            .section("autoLink", "name: u", "address: walk/u", "direction: in", "connection: nowhere")
            .section("exchange", "name: e", "address: walk/e")
            .section("binding", "name: b", "exchangeName: e", "bindingKey: a.*", "nextHopAddress: walk/b")
            .section("jmx", "host: 127.0.0.1", "port: 0", "authenticate: no"));
        jmx = Jmx.connect(router, Map.of());
    }

    @AfterAll
    static void stopRouter() throws Exception {
        jmx.close();
        router.close();
    }

    private static Set<String> typesSeen() throws Exception {
        Set<String> seen = new TreeSet<>();
        jmx.names("io.sluice:*").forEach(bean -> seen.add(bean.getKeyProperty("type")));
        return seen;
    }

    @Test
    void shouldReadEveryAttributeOfEveryMBeanInItsType() throws Exception {
        jmx.server().setAttribute(name("io.sluice:type=router.stats"), new Attribute("histograms", "walk.#"));
        try (Peer peer = Peer.connect(router.port())) {
            Receiver receiver = peer.receiver("walk/x", 10);
            Sender sender = peer.sender("walk/x");
            for (int i = 0; i < 10; i++) {
                Peer.pass(sender, receiver, "m" + i);
            }
            Awaitility.await().untilAsserted(() -> assertEquals(List.of(),
                TYPES.stream().filter(type -> !seen(type)).toList()));
            List<String> wrong = new ArrayList<>();
            for (ObjectName bean : jmx.names("io.sluice:*")) {
                ifThere(() -> read(bean, wrong));
            }
            assertEquals(List.of(), wrong);
            ObjectName stats = name("io.sluice:type=router.address.stats,name=\"M0walk/x\"");
            Awaitility.await().untilAsserted(() -> assertEquals(10L,
                ((CompositeData) jmx.server().getAttribute(stats, "outcomeLatency")).get("count")));
            CompositeData time = (CompositeData) jmx.server().getAttribute(stats, "egressLatency");
            assertEquals(10L, time.get("count"));
            assertTrue((Long) time.get("p50") > 0 && (Long) time.get("p50") < 10_000_000, time.toString());
            assertTrue((Long) time.get("max") >= (Long) time.get("p50"), time.toString());
        }
    }

    private static boolean seen(String type) {
        try {
            return typesSeen().contains(type);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void read(ObjectName bean, List<String> wrong) throws Exception {
        MBeanInfo info = jmx.server().getMBeanInfo(bean);
        assertFalse(info.getDescription().isBlank());
        for (MBeanAttributeInfo attribute : info.getAttributes()) {
            Object value = jmx.server().getAttribute(bean, attribute.getName());
            if (value != null && attribute instanceof OpenMBeanAttributeInfo open
                    && !open.getOpenType().isValue(value)) {
                wrong.add(bean + " " + attribute.getName() + ": " + value);
            }
            if (attribute.getDescription().isBlank()) {
                wrong.add(bean + " " + attribute.getName() + " is not described");
            }
        }
    }

    @Test
    void shouldWriteWhatCanBeWritten() throws Exception {
        List<String> written = new ArrayList<>();
        for (ObjectName bean : jmx.names("io.sluice:*")) {
            ifThere(() -> write(bean, written));
        }
        assertTrue(written.contains("enable"), written.toString());
        assertTrue(written.contains("histograms"), written.toString());
    }

    private static void write(ObjectName bean, List<String> written) throws Exception {
        for (MBeanAttributeInfo attribute : jmx.server().getMBeanInfo(bean).getAttributes()) {
            Object value = attribute.isWritable() && !bean.getKeyProperty("type").equals("connection")
                ? jmx.server().getAttribute(bean, attribute.getName()) : null;
            if (value != null) {
                jmx.server().setAttribute(bean, new Attribute(attribute.getName(), value));
                assertEquals(value, jmx.server().getAttribute(bean, attribute.getName()));
                written.add(attribute.getName());
            }
        }
    }

    private interface Visit {
        void run() throws Exception;
    }

    /** Links and connections that another test has left behind go in the meantime. */
    private static void ifThere(Visit visit) throws Exception {
        try {
            visit.run();
        } catch (InstanceNotFoundException e) {
            assertTrue(e.getMessage().contains("type=connection") || e.getMessage().contains("type=router."),
                e.getMessage());
        }
    }

    @Test
    void shouldCallEveryOperation() throws Exception {
        jmx.call(MANAGEMENT.getCanonicalName(), "createListener", "mine", "127.0.0.1", "0", "normal", "", "ANONYMOUS");
        jmx.call(MANAGEMENT.getCanonicalName(), "createConnector", "out", "127.0.0.1", "1", "normal", "");
        jmx.call(MANAGEMENT.getCanonicalName(), "create", "router.config.address", "z", "prefix=walk/z");
        jmx.call(MANAGEMENT.getCanonicalName(), "create", "router.config.linkRoute", "y",
            "prefix=walk/y;direction=out;connection=out");
        jmx.call(MANAGEMENT.getCanonicalName(), "create", "router.config.autoLink", "w",
            "address=walk/w;direction=out;connection=out");
        jmx.call(MANAGEMENT.getCanonicalName(), "create", "router.config.exchange", "f", "address=walk/f");
        jmx.call(MANAGEMENT.getCanonicalName(), "create", "router.config.binding", "g",
            "exchangeName=f;nextHopAddress=walk/g");
        for (String mine : List.of("listener,name=\"mine\"", "router.config.binding,name=\"2 g\"",
                "router.config.exchange,name=\"2 f\"", "router.config.autoLink,name=\"2 w\"",
                "router.config.linkRoute,name=\"2 y\"", "router.config.address,name=\"2 z\"",
                "connector,name=\"out\"")) {
            ObjectName bean = name("io.sluice:type=" + mine);
            Awaitility.await(mine).untilAsserted(() -> assertTrue(jmx.server().isRegistered(bean),
                () -> mine + " is not among " + names()));
            jmx.call(bean.getCanonicalName(), "delete");
            Awaitility.await(mine).until(() -> !jmx.server().isRegistered(bean));
        }
    }

    private static String names() {
        try {
            return new TreeSet<>(jmx.names("io.sluice:type=*.config.*,*")).toString();
        } catch (Exception e) {
            return e.toString();
        }
    }

    @Test
    void shouldAnswerEveryFormOfTheQueries() throws Exception {
        for (MBeanOperationInfo operation : jmx.server().getMBeanInfo(MANAGEMENT).getOperations()) {
            for (MBeanParameterInfo parameter : operation.getSignature()) {
                assertFalse(parameter.getName().isBlank() || parameter.getName().matches("p\\d+"));
            }
            if (operation.getName().equals("query")) {
                assertEquals(MBeanOperationInfo.INFO, operation.getImpact());
                List<Object> values = new ArrayList<>();
                List<String> types = new ArrayList<>();
                for (MBeanParameterInfo parameter : operation.getSignature()) {
                    types.add(parameter.getType());
                    values.add(switch (parameter.getName()) {
                        case "type" -> "log";
                        case "filter" -> "module=SERVER";
                        default -> parameter.getType().equals("java.lang.String") ? "module, enable"
                            : new String[] {"module", "enable"};
                    });
                }
                TabularData table = (TabularData) jmx.server().invoke(MANAGEMENT, "query", values.toArray(),
                    types.toArray(new String[0]));
                assertNotNull(table.get(new Object[] {"log/SERVER"}));
                assertEquals(types.size() == 3 ? 1 : 17, table.size());
            }
        }
    }

    @Test
    void shouldRefuseInWordsWhatCannotBe() throws Exception {
        MBeanException refused = org.junit.jupiter.api.Assertions.assertThrows(MBeanException.class,
            () -> jmx.call(MANAGEMENT.getCanonicalName(), "delete", "listener", "nothing"));
        assertEquals("No entity with name=nothing", refused.getCause().getMessage());
    }
}

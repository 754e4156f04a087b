// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.management.AttributeChangeNotification;
import javax.management.MBeanException;
import javax.management.Notification;
import javax.management.ReflectionException;
import javax.management.openmbean.TabularData;

import org.junit.jupiter.api.Test;

import io.sluice.management.api.Configurator;
import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.ManagementException;

class ManagementMBeanTest {

    private final List<String> calls = new ArrayList<>();
    private final EntityRegistry<FakeEntity> links = new EntityRegistry<>("router.link");
    private final EntityRegistry<FakeEntity> connectors = new EntityRegistry<>("connector");
    private Configurator configurator = new Recorder();
    private final ManagementMBean bean =
        new ManagementMBean(new Models(), () -> configurator, () -> List.of(links, connectors));

    private final class Recorder implements Configurator {
        @Override
        public String create(String type, String name, Map<String, ?> attributes) throws ManagementException {
            if (attributes.containsKey("bad")) {
                throw new ManagementException(ManagementException.BAD_REQUEST, "Unknown attribute 'bad'");
            }
            calls.add("create " + type + " " + name + " " + attributes);
            return type + "/" + name;
        }

        @Override
        public void delete(String type, String identityOrName) throws ManagementException {
            if (identityOrName.equals("none")) {
                throw new ManagementException(ManagementException.NOT_FOUND, "No entity with name=none");
            }
            calls.add("delete " + type + " " + identityOrName);
        }
    }

    private Object invoke(String operation, Object... parameters) throws MBeanException, ReflectionException {
        return bean.invoke(operation, parameters, new String[0]);
    }

    @Test
    void shouldCreateByNamedParametersLeavingOutEmptyOnes() throws Exception {
        assertEquals("listener/l", invoke("createListener", "l", "127.0.0.1", "5672", "", null, ""));
        invoke("createConnector", "c", "h", "1", "normal", "");
        invoke("createAddress", "", "orders", "", "multicast");
        invoke("createSslProfile", "p", "c.pem", "k.pem", "", "");
        assertEquals(List.of(
            "create listener l {host=127.0.0.1, port=5672}",
            "create connector c {host=h, port=1, role=normal}",
            "create router.config.address null {prefix=orders, distribution=multicast}",
            "create sslProfile p {certFile=c.pem, privateKeyFile=k.pem}"), calls);
    }

    @Test
    void shouldCreateAnythingFromPairs() throws Exception {
        invoke("create", "listener", "l", new String[] {"host=h", "port = 1", "openProperties={\"a\":\"b=c\"}"});
        invoke("create", "listener", "m", "host=h; port=2");
        invoke("create", "listener", "n", "");
        assertEquals(List.of(
            "create listener l {host=h, port=1, openProperties={\"a\":\"b=c\"}}",
            "create listener m {host=h, port=2}",
            "create listener n {}"), calls);
        MBeanException refused = assertThrows(MBeanException.class,
            () -> invoke("create", "listener", "l", "host"));
        assertEquals("'host': expected attribute=value", refused.getCause().getMessage());
    }

    @Test
    void shouldDelete() throws Exception {
        assertNull(invoke("delete", "listener", "l"));
        assertEquals(List.of("delete listener l"), calls);
    }

    @Test
    void shouldTellRefusalsInJdkExceptionsWithoutOurClasses() {
        MBeanException unknown = assertThrows(MBeanException.class, () -> invoke("delete", "listener", "none"));
        assertEquals("No entity with name=none",
            assertInstanceOf(IllegalArgumentException.class, unknown.getCause()).getMessage());
        assertNull(unknown.getCause().getCause());
        assertThrows(MBeanException.class, () -> invoke("create", "listener", "l", "bad=1"));
        assertThrows(ReflectionException.class, () -> invoke("nonsense"));
        assertThrows(ReflectionException.class, () -> invoke("delete", "listener", 1));
    }

    @Test
    void shouldSayThatTheConfigurationIsAway() {
        configurator = null;
        MBeanException refused = assertThrows(MBeanException.class, () -> invoke("delete", "listener", "l"));
        assertInstanceOf(IllegalStateException.class, refused.getCause());
    }

    @Test
    void shouldQueryAsATable() throws Exception {
        links.add(new FakeEntity("router.link", "1", "a").with("deliveryCount", 5L));
        links.add(new FakeEntity("router.link", "2", "b").with("deliveryCount", 6L));
        TabularData some = (TabularData) invoke("query", "router.link", new String[] {"name", "deliveryCount"});
        assertEquals(2, some.size());
        assertEquals(6L, some.get(new Object[] {"2"}).get("deliveryCount"));
        assertEquals("b", some.get(new Object[] {"2"}).get("name"));
        TabularData all = (TabularData) invoke("query", "org.apache.qpid.dispatch.router.link");
        assertTrue(all.get(new Object[] {"1"}).containsKey("linkDir"));
        assertThrows(MBeanException.class, () -> invoke("query", "nonsense"));
        assertThrows(MBeanException.class, () -> invoke("query", "router.link", new String[] {"nonsense"}));
    }

    @Test
    void shouldQueryByFilter() throws Exception {
        links.add(new FakeEntity("router.link", "1", "a").with("deliveryCount", 5L).with("linkDir", "in"));
        links.add(new FakeEntity("router.link", "2", "b").with("deliveryCount", 60L).with("linkDir", "in"));
        links.add(new FakeEntity("router.link", "3", "b").with("deliveryCount", 70L).with("linkDir", "out"));
        assertEquals(1, ((TabularData) invoke("query", "router.link", new String[] {"name"},
            "(&(linkDir=in)(deliveryCount>=10))")).size());
        assertEquals(2, ((TabularData) invoke("query", "router.link", new String[0], "linkDir=in")).size());
        assertEquals(3, ((TabularData) invoke("query", "router.link", "name, deliveryCount", "")).size());
        assertEquals(0, ((TabularData) invoke("query", "router.link", "", "nonsense=1")).size());
        MBeanException wrong = assertThrows(MBeanException.class, () -> invoke("query", "router.link", "", "(a"));
        assertEquals("Filter '(a': expected for instance linkDir=in or (&(linkDir=in)(deliveryCount>=1000))",
            wrong.getCause().getMessage());
    }

    @Test
    void shouldRefuseATableThatIsTooLarge() throws Exception {
        links.add(new FakeEntity("router.link", "1", "a"));
        links.add(new FakeEntity("router.link", "2", "b"));
        TableQuery query = new TableQuery(new Models(), () -> List.of(links), 4);
        assertEquals(2, query.table("router.link", new String[] {"name", "linkDir"}, null).size());
        MBeanException refused = assertThrows(MBeanException.class,
            () -> query.table("router.link", new String[] {"name", "linkDir", "peer"}, null));
        assertEquals("The table has more than 4 values; ask for fewer attributes, or with a filter",
            refused.getCause().getMessage());
    }

    @Test
    void shouldTellWhichStateChanged() {
        List<Notification> heard = new ArrayList<>();
        bean.addNotificationListener((notification, handback) -> heard.add(notification), null, null);
        FakeEntity connector = new FakeEntity("connector", "connector/h:1", "c").with("connectionStatus", "CONNECTING");
        connectors.add(connector);
        bean.second();
        bean.second();
        assertEquals(List.of(), heard);
        connector.with("connectionStatus", "SUCCESS");
        bean.second();
        AttributeChangeNotification change = (AttributeChangeNotification) heard.get(0);
        assertEquals("connectionStatus", change.getAttributeName());
        assertEquals("CONNECTING", change.getOldValue());
        assertEquals("SUCCESS", change.getNewValue());
        assertEquals("connector/h:1: connectionStatus CONNECTING -> SUCCESS", change.getMessage());
        assertEquals(Map.of("entityType", "connector", "identity", "connector/h:1", "name", "c"),
            change.getUserData());
    }

    @Test
    void shouldAnnounceWithNumbersTypesAndDetails() {
        List<Notification> heard = new ArrayList<>();
        bean.addNotificationListener((notification, handback) -> heard.add(notification), null, null);
        FakeEntity connection = new FakeEntity("connection", "1", "connection/h:2").with("user", "anna");
        FakeEntity link = new FakeEntity("router.link", "4", "l").with("owningAddr", "M0orders");
        bean.changed(true, connection);
        bean.changed(true, link);
        bean.changed(true, new FakeEntity("listener", "listener/h:1", "x"));
        bean.changed(false, link);
        bean.changed(false, connection);
        assertEquals(List.of("io.sluice.connection.opened", "io.sluice.link.attached", "io.sluice.entity.added",
            "io.sluice.link.detached", "io.sluice.connection.closed"),
            heard.stream().map(Notification::getType).toList());
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), heard.stream().map(Notification::getSequenceNumber).toList());
        assertEquals("M0orders", ((Map<?, ?>) heard.get(1).getUserData()).get("owningAddr"));
        assertEquals("anna", ((Map<?, ?>) heard.get(0).getUserData()).get("user"));
    }
}

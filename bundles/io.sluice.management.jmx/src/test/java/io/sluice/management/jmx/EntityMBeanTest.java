// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.InvalidAttributeValueException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

import org.junit.jupiter.api.Test;

import io.sluice.management.api.Configurator;
import io.sluice.management.api.ManagementException;

class EntityMBeanTest {

    private final Models models = new Models();
    private String deleted;

    private EntityMBean bean(FakeEntity entity) {
        Configurator configurator = new Configurator() {
            @Override
            public String create(String type, String name, Map<String, ?> attributes) {
                throw new AssertionError("not expected");
            }

            @Override
            public void delete(String type, String identityOrName) throws ManagementException {
                deleted = type + " " + identityOrName;
            }
        };
        return new EntityMBean(models.apply(entity.entityType()), entity, () -> configurator);
    }

    private static String typeOf(MBeanInfo info, String attribute) {
        return Arrays.stream(info.getAttributes()).filter(a -> a.getName().equals(attribute))
            .map(MBeanAttributeInfo::getType).findFirst().orElseThrow();
    }

    @Test
    void shouldShowFiguresAsAComposite() throws Exception {
        FakeEntity stats = new FakeEntity("router.stats", "router.stats", "router.stats")
            .with("egressLatency", Map.of("count", 5L, "p99", 7));
        CompositeData figures = (CompositeData) bean(stats).getAttribute("egressLatency");
        assertEquals(5L, figures.get("count"));
        assertEquals(7L, figures.get("p99"));
        assertNull(figures.get("max"));
        assertNull(bean(stats).getAttribute("ingressLatency"));
    }

    @Test
    void shouldOfferToDeleteOnlyWhatCanBeDeleted() {
        assertEquals(1, models.apply("connection").info().getOperations().length);
        assertEquals(1, models.apply("listener").info().getOperations().length);
        assertEquals(0, models.apply("router.link").info().getOperations().length);
        assertEquals(0, models.apply("router").info().getOperations().length);
    }

    @Test
    void shouldTypeAttributesSoThatConsolesCanPlotThem() {
        MBeanInfo connection = models.apply("connection").info();
        assertEquals("java.lang.Long", typeOf(connection, "uptimeSeconds"));
        assertEquals("java.lang.Boolean", typeOf(connection, "isEncrypted"));
        assertEquals("java.lang.String", typeOf(connection, "container"));
        assertEquals("java.lang.String", typeOf(connection, "identity"));
        assertEquals(TabularData.class.getName(), typeOf(connection, "properties"));
        assertEquals("[Ljava.lang.String;", typeOf(models.apply("router.address").info(), "remoteHostRouters"));
    }

    @Test
    void shouldReadLiveValues() throws Exception {
        FakeEntity entity = new FakeEntity("connection", "7", "connection/127.0.0.1:9")
            .with("uptimeSeconds", 5).with("isEncrypted", true).with("properties", Map.of("product", "x"));
        EntityMBean bean = bean(entity);
        assertEquals(5L, bean.getAttribute("uptimeSeconds"));
        entity.with("uptimeSeconds", 6L);
        assertEquals(6L, bean.getAttribute("uptimeSeconds"));
        assertEquals(true, bean.getAttribute("isEncrypted"));
        assertEquals("7", bean.getAttribute("identity"));
        assertEquals("connection/127.0.0.1:9", bean.getAttribute("name"));
        assertNull(bean.getAttribute("container"));
        TabularData properties = (TabularData) bean.getAttribute("properties");
        assertEquals("x", properties.get(new Object[] {"product"}).get("value"));
        assertEquals(2, bean.getAttributes(new String[] {"host", "user", "nonsense"}).size());
    }

    @Test
    void shouldShowListsAsTextArrays() throws Exception {
        EntityMBean bean = bean(new FakeEntity("router.address", "M0a", "M0a")
            .with("remoteHostRouters", List.of("A", "B")));
        assertArrayEquals(new String[] {"A", "B"}, (String[]) bean.getAttribute("remoteHostRouters"));
    }

    @Test
    void shouldNotShowHiddenValues() throws Exception {
        EntityMBean bean = bean(new FakeEntity("connector", "connector/h:1", "c").with("saslPassword", "secret"));
        assertEquals("********", bean.getAttribute("saslPassword"));
    }

    @Test
    void shouldRefuseUnknownAttributes() {
        EntityMBean bean = bean(new FakeEntity("connection", "1", "c"));
        assertThrows(AttributeNotFoundException.class, () -> bean.getAttribute("nonsense"));
        assertThrows(AttributeNotFoundException.class, () -> bean.setAttribute(new Attribute("nonsense", "x")));
    }

    @Test
    void shouldUpdateOnlyUpdatableAttributesWithValuesOfTheirType() throws Exception {
        FakeEntity entity = new FakeEntity("connection", "1", "c");
        EntityMBean bean = bean(entity);
        bean.setAttribute(new Attribute("enableProtocolTrace", true));
        assertEquals(Map.of("enableProtocolTrace", true), entity.updates);
        assertThrows(AttributeNotFoundException.class, () -> bean.setAttribute(new Attribute("host", "x")));
        assertThrows(InvalidAttributeValueException.class,
            () -> bean.setAttribute(new Attribute("enableProtocolTrace", "yes")));
        MBeanException refused = assertThrows(MBeanException.class,
            () -> bean.setAttribute(new Attribute("adminStatus", "forbidden")));
        assertEquals("not for you", assertInstanceOf(SecurityException.class, refused.getCause()).getMessage());
    }

    @Test
    void shouldDeleteConnectionsByStatusAndConfiguredEntitiesByConfiguration() throws Exception {
        FakeEntity connection = new FakeEntity("connection", "1", "c");
        bean(connection).invoke("delete", null, null);
        assertEquals(Map.of("adminStatus", "deleted"), connection.updates);
        assertNull(deleted);
        bean(new FakeEntity("listener", "listener/h:1", "l")).invoke("delete", new Object[0], new String[0]);
        assertEquals("listener listener/h:1", deleted);
    }

    @Test
    void shouldOfferNoDeleteWhereTheSchemaHasNone() {
        assertEquals(0, models.apply("router.link").info().getOperations().length
            - (models.apply("router.link").deletableByStatus() ? 1 : 0));
        assertEquals(0, models.apply("router").info().getOperations().length);
        assertThrows(ReflectionException.class,
            () -> bean(new FakeEntity("router", "1", "R")).invoke("delete", null, null));
    }

    @Test
    void shouldNameEntitiesStably() {
        assertEquals("io.sluice:type=router", EntityNames.of(models.apply("router"),
            new FakeEntity("router", "1", "R")).toString());
        assertEquals("io.sluice:type=connection,name=\"3 connection/127.0.0.1:5\"", EntityNames.of(
            models.apply("connection"), new FakeEntity("connection", "3", "connection/127.0.0.1:5")).toString());
        assertEquals("io.sluice:type=listener,name=\"amqp\"", EntityNames.of(
            models.apply("listener"), new FakeEntity("listener", "listener/h:1:amqp", "amqp")).toString());
        String odd = EntityNames.of(models.apply("router.link"),
            new FakeEntity("router.link", "9", "a,b=\"*?\n:c")).getKeyProperty("name");
        assertTrue(odd.startsWith("\"9 a,b=\\\"\\*\\?\\n:c"), odd);
    }
}

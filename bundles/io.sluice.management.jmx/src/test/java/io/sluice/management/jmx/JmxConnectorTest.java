// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.rmi.ssl.SslRMIClientSocketFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import io.sluice.management.api.ConfigurationReport;
import io.sluice.management.api.EntityRegistry;
import io.sluice.security.api.ScramCredential;
import io.sluice.security.api.TlsProfile;
import io.sluice.security.api.UserStore;

class JmxConnectorTest {

    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final List<UserStore> stores = new CopyOnWriteArrayList<>();
    private final List<TlsProfile> profiles = new CopyOnWriteArrayList<>();
    private JmxConnector component;

    private final class Report implements ConfigurationReport {
        @Override
        public void applied(String pid, String summary) {
            reports.add("applied " + pid + " " + summary);
        }

        @Override
        public void rejected(String pid, String attribute, String reason) {
            reports.add("rejected " + pid + " " + attribute + " " + reason);
        }
    }

    private void start(Map<String, Object> more) {
        component = new JmxConnector(500, new Report(), stores, profiles);
        Map<String, Object> properties = new HashMap<>(Map.of("service.pid", "io.sluice.jmx", "host", "127.0.0.1",
            "port", "0", "authenticate", true, "identity", "jmx", "name", "jmx"));
        properties.putAll(more);
        component.activate(properties);
        await().until(() -> !reports.isEmpty());
    }

    private void store(String user, String password) throws Exception {
        ScramCredential credential =
            ScramCredential.derive("SHA-256", password.toCharArray(), new byte[16], 4096);
        stores.add(name -> name.equals(user) || (name + "@here").equals(user)
            ? Optional.of(new UserStore.StoredUser(user, credential)) : Optional.empty());
    }

    private String url() {
        return component.attribute("url").toString();
    }

    private JMXConnector connect(Object credentials, Map<String, Object> more) throws IOException {
        Map<String, Object> environment = new HashMap<>(more);
        if (credentials != null) {
            environment.put(JMXConnector.CREDENTIALS, credentials);
        }
        return JMXConnectorFactory.connect(new JMXServiceURL(url()), environment);
    }

    @AfterEach
    void stop() {
        component.deactivate();
    }

    @Test
    void shouldServeAuthenticatedClientsAndNobodyElse() throws Exception {
        store("anna@here", "secret");
        start(Map.of());
        assertTrue(reports.get(0).startsWith("applied io.sluice.jmx jmx service:jmx:rmi:"), reports.toString());
        try (JMXConnector client = connect(new String[] {"anna", "secret"}, Map.of())) {
            MBeanServerConnection beans = client.getMBeanServerConnection();
            assertTrue(beans.isRegistered(new ObjectName("java.lang:type=Runtime")));
        }
        for (Object wrong : new Object[] {new String[] {"anna", "Secret"}, new String[] {"bob", "secret"},
            new String[] {"anna"}, null}) {
            SecurityException refused = assertThrows(SecurityException.class, () -> connect(wrong, Map.of()));
            assertEquals("Authentication failed", refused.getMessage());
        }
    }

    @Test
    void shouldLetOnlyAdminUsersChangeThings() throws Exception {
        store("anna@here", "secret");
        store("bert@here", "secret");
        start(Map.of("adminUsers", "anna, chris"));
        assertEquals("anna chris", component.attribute("adminUsers"));
        ObjectName memory = new ObjectName("java.lang:type=Memory");
        ObjectName logging = new ObjectName("java.util.logging:type=Logging");
        try (JMXConnector client = connect(new String[] {"bert", "secret"}, Map.of())) {
            MBeanServerConnection beans = client.getMBeanServerConnection();
            assertEquals(false, beans.getAttribute(memory, "Verbose"));
            assertTrue(beans.queryNames(null, null).contains(memory));
            for (Executable change : List.<Executable>of(
                () -> beans.setAttribute(memory, new Attribute("Verbose", false)),
                () -> beans.setAttributes(memory, new AttributeList()),
                () -> beans.invoke(memory, "gc", null, null),
                () -> beans.createMBean("javax.management.timer.Timer", new ObjectName("a:b=c")),
                () -> beans.unregisterMBean(logging))) {
                assertEquals("This user may only look",
                    assertThrows(SecurityException.class, change).getMessage());
            }
        }
        try (JMXConnector client = connect(new String[] {"anna@here", "secret"}, Map.of())) {
            MBeanServerConnection beans = client.getMBeanServerConnection();
            beans.setAttribute(memory, new Attribute("Verbose", false));
            beans.invoke(memory, "gc", null, null);
        }
    }

    @Test
    void shouldLetEverybodyCallWhatOnlyInforms() throws Exception {
        store("bert@here", "secret");
        start(Map.of("adminUsers", "anna"));
        EntityRegistry<FakeEntity> links = new EntityRegistry<>("router.link");
        ManagementMBean management = new ManagementMBean(new Models(), () -> null, () -> List.of(links));
        ObjectName name = new ObjectName("test:type=management");
        ManagementFactory.getPlatformMBeanServer().registerMBean(management, name);
        try (JMXConnector client = connect(new String[] {"bert", "secret"}, Map.of())) {
            MBeanServerConnection beans = client.getMBeanServerConnection();
            String text = String.class.getName();
            beans.invoke(name, "query", new Object[] {"router.link"}, new String[] {text});
            assertThrows(SecurityException.class, () -> beans.invoke(name, "delete",
                new Object[] {"router.link", "x"}, new String[] {text, text}));
        } finally {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        }
    }

    @Test
    void shouldNotDeserialiseOtherThanTextAsCredentials() throws Exception {
        store("anna@here", "secret");
        start(Map.of());
        assertThrows(Exception.class, () -> connect(new ArrayList<>(List.of(new Date())), Map.of()));
        connect(new String[] {"anna@here", "secret"}, Map.of()).close();
    }

    @Test
    void shouldRefuseWhileThereIsNoUserStoreAndServeOnceItIsThere() throws Exception {
        start(Map.of());
        assertThrows(SecurityException.class, () -> connect(new String[] {"anna", "secret"}, Map.of()));
        store("anna@here", "secret");
        connect(new String[] {"anna", "secret"}, Map.of()).close();
    }

    @Test
    void shouldServeAnybodyIfAuthenticationIsOff() throws Exception {
        start(Map.of("authenticate", false));
        connect(null, Map.of()).close();
    }

    @Test
    void shouldAppendTheRealm() throws Exception {
        store("anna@there", "secret");
        start(Map.of("realm", "there"));
        connect(new String[] {"anna", "secret"}, Map.of()).close();
    }

    @Test
    void shouldShowTheRealPortAndFreeItOnStop() throws Exception {
        start(Map.of("authenticate", false));
        int port = Integer.parseInt(component.attribute("port").toString());
        assertTrue(port > 0);
        assertEquals(1, component.entities().size());
        component.deactivate();
        assertEquals(0, component.entities().size());
        // The JDK frees the port when its thread in accept has woken up, which may be after the close has returned.
        await().until(() -> bindable(port));
    }

    private static boolean bindable(int port) throws IOException {
        try {
            new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
            return true;
        } catch (BindException e) {
            return false;
        }
    }

    @Test
    void shouldRestartOnTheSamePort() throws Exception {
        start(Map.of("authenticate", false));
        String port = component.attribute("port").toString();
        for (int i = 0; i < 3; i++) {
            component.deactivate();
            reports.clear();
            start(Map.of("authenticate", false, "port", port));
            assertTrue(reports.get(0).startsWith("applied"), reports.toString());
            connect(null, Map.of()).close();
        }
    }

    @Test
    void shouldReportAPortInUseAndOneThatIsNone() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            start(Map.of("port", Integer.toString(taken.getLocalPort())));
            assertTrue(reports.get(0).startsWith("rejected io.sluice.jmx port cannot listen on 127.0.0.1:"),
                reports.toString());
        }
        reports.clear();
        start(Map.of("port", "jmx"));
        assertEquals(List.of("rejected io.sluice.jmx port port 'jmx', expected a number from 0 to 65535"), reports);
    }

    @Test
    void shouldReportAMissingProfileAndStartOnceItComes(@TempDir java.nio.file.Path dir) throws Exception {
        start(Map.of("sslProfile", "p", "authenticate", false));
        assertEquals(List.of("rejected io.sluice.jmx sslProfile no sslProfile 'p' is available"), reports);
        profiles.add(new TestProfile("p", dir));
        await().until(() -> reports.size() == 2 && reports.get(1).startsWith("applied"));
    }

    @Test
    void shouldServeOverTlsOnly(@TempDir java.nio.file.Path dir) throws Exception {
        TestProfile profile = new TestProfile("p", dir);
        profiles.add(profile);
        store("anna@here", "secret");
        start(Map.of("sslProfile", "p"));
        SSLContext before = SSLContext.getDefault();
        try {
            SSLContext.setDefault(profile.clientContext());
            Map<String, Object> tls =
                Map.of("com.sun.jndi.rmi.factory.socket", new SslRMIClientSocketFactory());
            connect(new String[] {"anna", "secret"}, tls).close();
            assertThrows(SecurityException.class, () -> connect(new String[] {"anna", "no"}, tls));
            assertInstanceOf(IOException.class,
                assertThrows(Exception.class, () -> connect(new String[] {"anna", "secret"}, Map.of())));
            profiles.clear();
            int port = Integer.parseInt(component.attribute("port").toString());
            assertThrows(IOException.class, () -> {
                try (SSLSocket raw = (SSLSocket) profile.clientContext().getSocketFactory()
                    .createSocket("127.0.0.1", port)) {
                    raw.startHandshake();
                }
            });
            profiles.add(new TestProfile("p", dir));
            connect(new String[] {"anna", "secret"}, tls).close();
        } finally {
            SSLContext.setDefault(before);
        }
    }
}

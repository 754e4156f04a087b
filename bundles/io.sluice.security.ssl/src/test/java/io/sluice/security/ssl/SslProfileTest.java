// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

import io.sluice.management.api.ConfigurationReport;
import io.sluice.management.api.ManagedEntity;

class SslProfileTest {

    private final List<Dictionary<?, ?>> registered = new ArrayList<>();
    private final Reports reports = new Reports();
    private final SslProfileEntities entities = new SslProfileEntities();
    private final SslProfile profile = new SslProfile(bundleContext(), entities);
    private Map<String, Object> configuration;

    @TempDir
    private Path folder;

    @BeforeEach
    void makeFiles() throws Exception {
        TestPki.Identity ca = TestPki.authority("CN=Root");
        TestPki.Identity leaf = TestPki.leaf("CN=x", TestPki.ec(), ca);
        configuration = Map.of(
                "service.pid", "io.sluice.sslProfile~a", "name", "a", "identity", "sslProfile/a",
                "password", "secret", "uidFormat", "",
                "certFile", TestPki.certificate(folder.resolve("c"), leaf).toString(),
                "privateKeyFile", TestPki.pkcs8(folder.resolve("k"), leaf.key(), "secret").toString());
    }

    @Test
    void shouldRegisterServiceAndReportOnceUsable() {
        profile.setReport(reports);
        profile.activate(configuration);

        assertEquals(List.of("applied io.sluice.sslProfile~a"), reports.lines);
        assertEquals(1, registered.size());
        assertEquals(List.of("sluice.sslProfile"), Collections.list(registered.get(0).keys()));
        assertEquals("a", profile.name());
        ManagedEntity entity = entities.entities().iterator().next();
        assertEquals("sslProfile/a", entity.identity());
        assertEquals(configuration.get("certFile"), entity.attribute("certFile"));
        assertNull(entity.attribute("password"));
        assertNull(entity.attribute("uidFormat"));

        profile.deactivate();
        assertTrue(registered.isEmpty());
        assertTrue(entities.entities().isEmpty());
    }

    @Test
    void shouldReportRejectionAndRegisterNothing() {
        profile.activate(with("password", "wrong"));
        profile.setReport(reports);

        assertEquals(1, reports.lines.size());
        assertTrue(reports.lines.get(0).startsWith("rejected io.sluice.sslProfile~a password wrong password for"),
                reports.lines.get(0));
        assertTrue(registered.isEmpty());
        assertTrue(entities.entities().isEmpty());

        profile.modified(configuration);
        assertEquals("applied io.sluice.sslProfile~a", reports.lines.get(1));
        assertEquals(1, registered.size());
    }

    @Test
    void shouldUseNewMaterialAfterChangeAndKeepOldOneIfItIsUnusable() {
        profile.setReport(reports);
        profile.activate(configuration);
        SSLContext first = profile.context();

        profile.modified(with("protocols", "TLSv9"));
        assertSame(first, profile.context());
        assertTrue(reports.lines.get(1).startsWith("rejected io.sluice.sslProfile~a protocols Cannot set protocols."),
                reports.lines.get(1));

        profile.modified(with("protocols", "TLSv1.3"));
        assertNotSame(first, profile.context());
        assertEquals(List.of("TLSv1.3"), List.of(profile.newServerEngine(false).getEnabledProtocols()));
        assertEquals(1, registered.size());
    }

    @Test
    void shouldFollowANewName() {
        profile.activate(configuration);
        Map<String, Object> renamed = with("name", "b");
        renamed.put("identity", "sslProfile/b");

        profile.modified(renamed);

        assertEquals("b", registered.get(0).get("sluice.sslProfile"));
        assertEquals(1, entities.entities().size());
        assertEquals("sslProfile/b", entities.entities().iterator().next().identity());
    }

    @Test
    void shouldIgnoreUnbindOfAnOlderReport() {
        Reports newer = new Reports();
        profile.setReport(reports);
        profile.setReport(newer);
        profile.unsetReport(reports);
        profile.activate(configuration);

        assertEquals(1, newer.lines.size());
        profile.unsetReport(newer);
        profile.modified(configuration);
        assertEquals(1, newer.lines.size());
    }

    private Map<String, Object> with(String attribute, String value) {
        Map<String, Object> changed = new HashMap<>(configuration);
        changed.put(attribute, value);
        return changed;
    }

    private BundleContext bundleContext() {
        return proxy(BundleContext.class, Map.of("registerService", arguments -> {
            registered.add((Dictionary<?, ?>) arguments[2]);
            ServiceReference<?> reference = proxy(ServiceReference.class,
                    Map.of("getProperty", key -> registered.get(0).get(key[0])));
            return proxy(ServiceRegistration.class, Map.of(
                    "getReference", none -> reference,
                    "setProperties", changed -> registered.set(0, (Dictionary<?, ?>) changed[0]),
                    "unregister", none -> registered.remove(0)));
        }));
    }

    private interface Call {
        Object answer(Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Map<String, Call> calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) -> {
                    Object answer = calls.get(method.getName()).answer(arguments);
                    return method.getReturnType() == void.class ? null : answer;
                }));
    }

    private static final class Reports implements ConfigurationReport {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void applied(String pid, String summary) {
            lines.add("applied " + pid);
        }

        @Override
        public void rejected(String pid, String attribute, String reason) {
            lines.add("rejected " + pid + ' ' + attribute + ' ' + reason);
        }
    }
}

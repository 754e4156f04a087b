// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.rmi.server.RemoteServer;
import java.rmi.server.ServerNotActiveException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.management.remote.JMXAuthenticator;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;

import io.sluice.management.api.ConfigurationReport;
import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.EntitySource;
import io.sluice.management.api.ManagedEntity;
import io.sluice.security.api.TlsProfile;
import io.sluice.security.api.UserStore;

/** The configured remote connector. A thread of its own starts it, since it may have to wait for its TLS profile. */
@Component(configurationPid = JmxSettings.PID, configurationPolicy = ConfigurationPolicy.REQUIRE, immediate = true,
    service = EntitySource.class)
public final class JmxConnector implements EntitySource, ManagedEntity {

    private static final Logger LOG = LoggerFactory.getLogger("AGENT");
    private static final long PROFILE_WAIT_MS = 10_000;
    private static final long STOP_WAIT_MS = 5_000;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY)
    private volatile ConfigurationReport report;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<UserStore> stores;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<TlsProfile> profiles;

    private final EntityRegistry<JmxConnector> registry = new EntityRegistry<>("jmx");
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final long profileWaitMs;
    private volatile JmxSettings settings;
    private volatile RmiConnector connector;
    private Thread starter;

    /** Made by the component runtime. */
    public JmxConnector() {
        this(PROFILE_WAIT_MS);
    }

    JmxConnector(long profileWaitMs) {
        this.profileWaitMs = profileWaitMs;
    }

    /** For tests, which have no component runtime. */
    JmxConnector(long profileWaitMs, ConfigurationReport report, List<UserStore> stores, List<TlsProfile> profiles) {
        this(profileWaitMs);
        this.report = report;
        this.stores = stores;
        this.profiles = profiles;
    }

    @Activate
    void activate(Map<String, Object> properties) {
        try {
            settings = JmxSettings.of(properties);
        } catch (IllegalArgumentException e) {
            reject(JmxSettings.PID, "port", e.getMessage());
            return;
        }
        starter = new Thread(this::start, "sluice-jmx-connector");
        starter.setDaemon(true);
        starter.setContextClassLoader(ClassLoader.getSystemClassLoader());
        starter.start();
    }

    @Deactivate
    void deactivate() {
        stopped.countDown();
        if (starter != null) {
            try {
                starter.join(STOP_WAIT_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Starts the connector, and stops it when told to: RMI wants both done by a thread that is not anybody else's. */
    private void start() {
        JmxSettings now = settings;
        try {
            Supplier<TlsProfile> profile = now.sslProfile() == null ? null : this::profile;
            if (profile != null && !awaitProfile(now)) {
                return;
            }
            RmiConnector made = new RmiConnector(now);
            try {
                made.start(ManagementFactory.getPlatformMBeanServer(), authenticator(now), profile);
                running(now, made);
                stopped.await();
            } finally {
                registry.remove(this);
                made.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            String reason = "cannot listen on " + now.host() + ":" + now.port() + ": " + e.getMessage();
            reject(now.pid(), "port", reason);
        }
    }

    private JMXAuthenticator authenticator(JmxSettings now) {
        return now.authenticate() ? new StoreAuthenticator(() -> stores, now.realm(), JmxConnector::client) : null;
    }

    private void running(JmxSettings now, RmiConnector made) {
        connector = made;
        registry.add(this);
        LOG.info(MarkerFactory.getMarker("NOTICE"), "JMX connector: {}", made.url());
        if (!now.authenticate() && !now.loopback()) {
            LOG.warn("JMX connector {} serves anybody who can reach it: authenticate is off", made.url());
        }
        ConfigurationReport sink = report;
        if (sink != null) {
            sink.applied(now.pid(), "jmx " + made.url());
        }
    }

    private boolean awaitProfile(JmxSettings now) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(profileWaitMs);
        boolean told = false;
        while (profile() == null) {
            if (stopped.await(20, TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (!told && System.nanoTime() > deadline) {
                told = true;
                reject(now.pid(), "sslProfile", "no sslProfile '" + now.sslProfile() + "' is available");
            }
        }
        return true;
    }

    private TlsProfile profile() {
        for (TlsProfile profile : profiles) {
            if (profile.name().equals(settings.sslProfile())) {
                return profile;
            }
        }
        return null;
    }

    private void reject(String pid, String attribute, String reason) {
        LOG.error("JMX connector: {}", reason);
        ConfigurationReport sink = report;
        if (sink != null) {
            sink.rejected(pid, attribute, reason);
        }
    }

    private static String client() {
        try {
            return RemoteServer.getClientHost();
        } catch (ServerNotActiveException e) {
            return "of this process";
        }
    }

    @Override
    public String entityType() {
        return registry.entityType();
    }

    @Override
    public List<JmxConnector> entities() {
        return List.copyOf(registry.entities());
    }

    @Override
    public void addListener(io.sluice.management.api.EntityListener listener) {
        registry.addListener(listener);
    }

    @Override
    public void removeListener(io.sluice.management.api.EntityListener listener) {
        registry.removeListener(listener);
    }

    @Override
    public String identity() {
        return settings.identity();
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Object attribute(String attribute) {
        JmxSettings now = settings;
        RmiConnector made = connector;
        switch (attribute) {
            case "host":
                return now.host();
            case "port":
                int bound = made == null ? 0 : made.port();
                return Integer.toString(bound == 0 ? now.port() : bound);
            case "authenticate":
                return now.authenticate();
            case "realm":
                return now.realm();
            case "adminUsers":
                return now.adminUsers() == null ? null : String.join(" ", new TreeSet<>(now.adminUsers()));
            case "sslProfile":
                return now.sslProfile();
            case "requireClientCertificate":
                return now.requireClientCertificate();
            case "url":
                return made == null ? null : made.url();
            default:
                return null;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import io.sluice.management.api.EntitySource;
import io.sluice.routing.api.network.RouterNetwork;
import java.util.Map;
import java.util.Objects;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Speaks the router protocol for an interior router; does nothing in other modes. */
@Component(
        service = {},
        configurationPid = NetworkComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
public final class NetworkComponent {

    static final String PID = "io.sluice.router";

    private final Object lock = new Object();
    // guarded by lock
    private RouterNetwork network;
    private NetworkSettings settings;
    private Inbox inbox;
    private NetworkDriver driver;
    private EngineThread thread;
    private ServiceRegistration<EntitySource> registration;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindNetwork(RouterNetwork newNetwork) {
        synchronized (lock) {
            network = newNetwork;
            tellCore();
        }
    }

    void unbindNetwork(RouterNetwork oldNetwork) {
        synchronized (lock) {
            if (network == oldNetwork) {
                network = null;
            }
            if (thread != null) {
                NetworkDriver current = driver;
                inbox.post(() -> current.noCore(oldNetwork));
            }
        }
    }

    private void tellCore() {
        if (thread != null && network != null) {
            NetworkDriver current = driver;
            RouterNetwork core = network;
            inbox.post(() -> current.core(core));
        }
    }

    @Activate
    void activate(BundleContext context, Map<String, Object> properties) {
        synchronized (lock) {
            settings = NetworkSettings.of(properties);
            start(context);
        }
    }

    @Modified
    void modified(BundleContext context, Map<String, Object> properties) {
        synchronized (lock) {
            NetworkSettings changed = NetworkSettings.of(properties);
            if (Objects.equals(changed, settings)) {
                return;
            }
            // As after an update of the bundle: the next engine goes on where this one ends.
            stop();
            settings = changed;
            start(context);
        }
    }

    @Deactivate
    void deactivate() {
        synchronized (lock) {
            stop();
        }
    }

    private void start(BundleContext context) {
        if (settings == null) {
            return;
        }
        NodeEntities entities = new NodeEntities();
        inbox = new Inbox();
        driver = new NetworkDriver(settings, inbox, EngineThread::now, System::currentTimeMillis, entities);
        thread = new EngineThread(inbox, driver);
        thread.start();
        tellCore();
        registration = context.registerService(EntitySource.class, entities.source(), null);
    }

    private void stop() {
        if (thread != null) {
            registration.unregister();
            thread.stop();
            thread = null;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.management.MBeanServer;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.Configurator;
import io.sluice.management.api.ConnectionEntities;
import io.sluice.management.api.EntitySource;
import io.sluice.management.api.LogHistory;
import io.sluice.routing.api.Router;
import io.sluice.routing.api.Subscription;

/** The management node {@code $management}: answers requests in AMQP messages about everything that is managed. */
@Component(immediate = true, service = {})
public final class ManagementAgent {

    /** Also served as {@code _topo/0/<router id>/$management}, which the router takes for the second. */
    private static final List<String> ADDRESSES = List.of("$management", "_local/$management");

    private static final long RELAY_MILLIS = 5_000;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY)
    private volatile Configurator configurator;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY)
    private volatile LogHistory logHistory;

    private final List<EntitySource> sources = new CopyOnWriteArrayList<>();
    private final List<ConnectionEntities> scoped = new CopyOnWriteArrayList<>();
    private final Worker worker;
    private final LocalRequests local;
    private final Object lock = new Object();
    // guarded by lock
    private final List<Subscription> subscriptions = new ArrayList<>();
    private Router router;
    private boolean active;

    /** Made by the component runtime. */
    public ManagementAgent() {
        Entities entities = new Entities(sources);
        Operations operations = new Operations(
            new CoreOperations(entities, new ScopedOperations(scoped), () -> configurator),
            new OtherOperations(entities, () -> configurator),
            new NodeOperations(entities, () -> logHistory));
        worker = new Worker(operations::answer, this::router);
        local = new LocalRequests(worker, new Relay(this::router, RELAY_MILLIS));
    }

    private Router router() {
        synchronized (lock) {
            return router;
        }
    }

    /** Where there is JMX, tools of the same machine ask by it. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindServer(MBeanServer server) {
        local.register(server);
    }

    void unbindServer(MBeanServer server) {
        local.unregister(server);
    }

    /** For tests. */
    void configurator(Configurator newConfigurator) {
        configurator = newConfigurator;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSource(EntitySource source) {
        sources.add(source);
    }

    void unbindSource(EntitySource source) {
        sources.remove(source);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindScoped(ConnectionEntities source) {
        scoped.add(source);
    }

    void unbindScoped(ConnectionEntities source) {
        scoped.remove(source);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY)
    void bindRouter(Router newRouter) {
        synchronized (lock) {
            unsubscribe();
            router = newRouter;
            subscribe();
        }
    }

    void unbindRouter(Router oldRouter) {
        synchronized (lock) {
            if (router == oldRouter) {
                unsubscribe();
                router = null;
            }
        }
    }

    @Activate
    void activate() {
        worker.start();
        synchronized (lock) {
            active = true;
            subscribe();
        }
    }

    @Deactivate
    void deactivate() {
        synchronized (lock) {
            active = false;
            unsubscribe();
        }
        worker.stop();
    }

    private void subscribe() {
        if (active && router != null) {
            // The words that tools wait for; the router comes after the log is configured.
            LoggerFactory.getLogger("AGENT").info("Activating management agent on $_management_internal");
            ADDRESSES.forEach(address -> subscriptions.add(router.subscribe(address, worker.intake())));
        }
    }

    private void unsubscribe() {
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
    }
}

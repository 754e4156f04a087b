// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.amqp.link.RouterGate;
import io.sluice.amqp.sasl.MechanismRegistry;
import io.sluice.amqp.spi.LinkLayers;
import io.sluice.management.api.DrainReport;
import io.sluice.management.api.Drainable;
import io.sluice.management.api.EntityListener;
import io.sluice.management.api.EntitySource;
import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.api.Router;
import io.sluice.security.api.ConnectionPolicy;
import io.sluice.security.api.SaslMechanismFactory;
import io.sluice.transport.api.WireConnection;
import io.sluice.transport.api.WireHandler;
import io.sluice.transport.api.WireHandlerFactory;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Makes the AMQP end of connections, and is their management and their drain. */
@Component(service = {WireHandlerFactory.class, Drainable.class, EntitySource.class}, immediate = true)
public final class AmqpHandlerFactory implements WireHandlerFactory, Drainable, EntitySource {

    private static final int SASL_THREADS = 2;
    private static final int SASL_QUEUE = 1024;
    private static final long DEACTIVATE_MILLIS = 1000;

    private final ThreadPoolExecutor saslExecutor;
    private final HandlerContext context;
    private final ConnectionDrain drain;

    /** Starts without a router and without mechanisms; both come and go as services. */
    @Activate
    public AmqpHandlerFactory(BundleContext bundle) {
        this(new RouterGate(), property(bundle, "sluice.product", "sluice"),
                property(bundle, "sluice.version", bundle.getBundle().getHeaders("").get(Constants.BUNDLE_VERSION)),
                Boolean.parseBoolean(property(bundle, ProtocolEngine.STANDARD_PATH, "false")));
    }

    AmqpHandlerFactory(LinkLayers links, String product, String version, boolean standardPath) {
        AtomicInteger threads = new AtomicInteger();
        saslExecutor = new ThreadPoolExecutor(SASL_THREADS, SASL_THREADS, 30, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(SASL_QUEUE), task -> {
                    Thread thread = new Thread(task, "sasl-" + threads.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        saslExecutor.allowCoreThreadTimeOut(true);
        context = new HandlerContext(links, new MechanismRegistry(), saslExecutor, product, version, standardPath);
        drain = new ConnectionDrain(context);
    }

    private static String property(BundleContext bundle, String name, String fallback) {
        String value = bundle.getProperty(name);
        return value == null || value.isEmpty() ? fallback : value;
    }

    HandlerContext context() {
        return context;
    }

    @Deactivate
    void deactivate() {
        drain.closeAll("router is shutting down", DEACTIVATE_MILLIS);
        saslExecutor.shutdownNow();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRouter(Router router) {
        context.links().bind(router);
    }

    void unbindRouter(Router router) {
        context.links().unbind(router);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindMechanism(SaslMechanismFactory factory, Map<String, Object> properties) {
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer rank ? rank : 0;
        long id = properties.get(Constants.SERVICE_ID) instanceof Long number ? number : 0;
        context.mechanisms().add(factory, ranking, id);
        context.connections().forEach(connection -> connection.orders().mechanismsChanged());
    }

    void unbindMechanism(SaslMechanismFactory factory) {
        context.mechanisms().remove(factory);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPolicy(ConnectionPolicy policy) {
        context.policies().bind(policy);
        context.connections().forEach(connection -> connection.policyCheck().adoptedBy(policy));
    }

    void unbindPolicy(ConnectionPolicy policy) {
        context.policies().unbind(policy);
    }

    @Override
    public WireHandler connect(WireConnection wire) {
        if (context.draining().get()) {
            return null;
        }
        AmqpConnection connection = new AmqpConnection(wire, context);
        context.connections().add(connection);
        context.entities().add(connection.entity());
        if (context.draining().get()) {
            connection.orders().force("router is shutting down");
        }
        return connection;
    }

    @Override
    public String drainName() {
        return "amqp";
    }

    @Override
    public DrainReport drain(long deadlineMillis) {
        return drain.run(deadlineMillis);
    }

    @Override
    public String entityType() {
        return context.entities().entityType();
    }

    @Override
    public Collection<? extends ManagedEntity> entities() {
        return context.entities().entities();
    }

    @Override
    public void addListener(EntityListener listener) {
        context.entities().addListener(listener);
    }

    @Override
    public void removeListener(EntityListener listener) {
        context.entities().removeListener(listener);
    }
}

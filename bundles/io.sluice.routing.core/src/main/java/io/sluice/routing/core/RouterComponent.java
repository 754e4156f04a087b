// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.ConfigurationReport;
import io.sluice.management.api.ConnectionEntities;
import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.EntitySource;
import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.ConnectionPeer;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryHandler;
import io.sluice.routing.api.DistributionStrategy;
import io.sluice.routing.api.MessageInterceptor;
import io.sluice.routing.api.Router;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterInfo;
import io.sluice.routing.api.Subscription;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.api.network.RouterNetwork;
import io.sluice.routing.core.edge.EdgeSides;
import io.sluice.routing.core.rule.Reports;
import io.sluice.routing.core.rule.RuleFactory;

/**
 * The router as a component: one {@link RouterCore} from activation to deactivation. Immediate, because it holds the
 * tables and serves management also while no connection uses it.
 */
@Component(
        service = Router.class,
        configurationPid = RouterComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
public final class RouterComponent implements Router {

    static final String PID = "io.sluice.router";

    private final Logger log = LoggerFactory.getLogger("ROUTER");
    private final Plugins plugins = new Plugins();
    private final Reports reports = new Reports();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private volatile RouterCore core;
    private String version;

    @Activate
    void activate(BundleContext context, Map<String, Object> properties) {
        String product = context.getProperty("sluice.version");
        Version bundle = context.getBundle().getVersion();
        version = product != null ? product
            : bundle.getMajor() + "." + bundle.getMinor() + "." + bundle.getMicro();
        RouterSettings settings;
        try {
            settings = RouterSettings.of(properties, version);
        } catch (IllegalArgumentException e) {
            reports.rejected(pid(properties), RouterSettings.DEFAULT_DISTRIBUTION, e.getMessage());
            throw e;
        }
        core = new RouterCore(settings, plugins, EdgeSides::of);
        core.start();
        Exchanges exchanges = new Exchanges(core.table(), core.membership());
        // Bindings need their exchange to be there, and both need to know how addresses are treated.
        List<RuleFactory<?>> factories = List.of(
                new RuleFactory<>(AddressRules.PID, new AddressRules(core.table()), core.control()::order, reports),
                new RuleFactory<>(ExchangeRules.PID, new ExchangeRules(exchanges), core.control()::order, reports),
                new RuleFactory<>(BindingRules.PID, new BindingRules(exchanges), core.control()::order, reports),
                new RuleFactory<>(AutoLinks.PID, core.autoLinks(), core.control()::order, reports),
                new RuleFactory<>(LinkRoutes.PID, core.linkRoutes(), core.control()::order, reports));
        preload(context, factories);
        EntityRegistry<RouterEntity> router = new EntityRegistry<>(EntityTypes.ROUTER);
        router.add(new RouterEntity(core));
        EntityRegistry<RouterStatsEntity> stats = new EntityRegistry<>(EntityTypes.ROUTER_STATS);
        stats.add(core.stats());
        for (EntitySource source : List.of(
                router, stats, core.table().watch().entities(), core.linkEntities(),
                core.addressEntities(), plugins.interceptors().entities())) {
            registrations.add(context.registerService(EntitySource.class, source, null));
        }
        if (core.isInterior()) {
            registrations.add(context.registerService(RouterNetwork.class, core.network(), null));
        }
        registrations.add(
                context.registerService(ConnectionEntities.class, core.connectionLinkRoutes(), null));
        for (RuleFactory<?> factory : factories) {
            registrations.add(context.registerService(EntitySource.class, factory.entities(), null));
            registrations.add(context.registerService(
                    ManagedServiceFactory.class, factory, FrameworkUtil.asDictionary(
                            Map.of(Constants.SERVICE_PID, factory.pid()))));
        }
        logStart(settings.info());
        reports.applied(pid(properties), null);
    }

    /** Looked up once and not referenced: this component must not be restarted with Configuration Admin. */
    private static void preload(BundleContext context, List<RuleFactory<?>> factories) {
        ServiceReference<ConfigurationAdmin> reference = context.getServiceReference(ConfigurationAdmin.class);
        ConfigurationAdmin admin = reference == null ? null : context.getService(reference);
        if (admin != null) {
            factories.forEach(factory -> factory.preload(admin));
            context.ungetService(reference);
        }
    }

    private void logStart(RouterInfo info) {
        switch (info.mode()) {
            case "interior" -> log.info("Router started in Interior mode, area=0 id={}", info.id());
            case "edge" -> log.info("Router started in Edge mode");
            default -> log.info("Router started in Standalone mode");
        }
        log.info("Version: {}", info.version());
    }

    @Modified
    void modified(Map<String, Object> properties) {
        try {
            core.configure(RouterSettings.of(properties, version));
            reports.applied(pid(properties), null);
        } catch (IllegalArgumentException e) {
            reports.rejected(pid(properties), RouterSettings.DEFAULT_DISTRIBUTION, e.getMessage());
        }
    }

    @Deactivate
    void deactivate() {
        core.stop();
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
    }

    private static String pid(Map<String, Object> properties) {
        return String.valueOf(properties.getOrDefault(Constants.SERVICE_PID, PID));
    }

    @Override
    public RouterInfo info() {
        return core.info();
    }

    @Override
    public RouterConnection connect(ConnectionDescriptor descriptor, ConnectionPeer peer) {
        return core.connect(descriptor, peer);
    }

    @Override
    public Subscription subscribe(String address, DeliveryHandler handler) {
        return core.subscribe(address, handler);
    }

    @Override
    public TransferResult send(Delivery delivery) {
        return core.send(delivery);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindStrategy(DistributionStrategy strategy, Map<String, Object> properties) {
        if (properties.get(DistributionStrategy.NAME) instanceof String name) {
            plugins.bind(strategy, name, properties.get(Constants.SERVICE_RANKING) instanceof Integer rank ? rank : 0);
        } else {
            log.error("Distribution plug-in {} has no service property '{}'; it is not used",
                    strategy.getClass().getName(), DistributionStrategy.NAME);
        }
    }

    void unbindStrategy(DistributionStrategy strategy, Map<String, Object> properties) {
        if (properties.get(DistributionStrategy.NAME) instanceof String name) {
            plugins.unbind(strategy, name);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindInterceptor(MessageInterceptor interceptor, Map<String, Object> properties) {
        Object name = properties.getOrDefault(
                MessageInterceptor.NAME, properties.get(ComponentConstants.COMPONENT_NAME));
        plugins.interceptors().bind(
                interceptor,
                name == null ? interceptor.getClass().getName() : name.toString(),
                properties.get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
                (Long) properties.get(Constants.SERVICE_ID));
    }

    void unbindInterceptor(MessageInterceptor interceptor) {
        plugins.interceptors().unbind(interceptor);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindReport(ConfigurationReport report) {
        reports.bind(report);
    }

    void unbindReport(ConfigurationReport report) {
        reports.unbind(report);
    }
}

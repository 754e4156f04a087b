// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.management.JMException;
import javax.management.MBeanServer;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.Configurator;
import io.sluice.management.api.EntitySource;

/**
 * The MBeans of everything that is managed. It also publishes the platform's MBean server as a service, which is how
 * the OSGi framework's own MBeans (Aries JMX) find it.
 */
@Component(immediate = true, service = {})
public final class JmxManagement {

    private static final Logger LOG = LoggerFactory.getLogger("AGENT");
    private static final int QUEUE_CAPACITY = 65_536;
    private static final long COMPARE_EVERY_MS = 60_000;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY)
    private volatile Configurator configurator;

    private final List<EntitySource> sources = new CopyOnWriteArrayList<>();
    private final ManagementMBean management;
    private final Registrar registrar;
    private volatile ServiceRegistration<MBeanServer> service;
    private volatile boolean registered;

    /** Made by the component runtime. */
    public JmxManagement() {
        Models models = new Models();
        management = new ManagementMBean(models, () -> configurator, () -> sources);
        registrar = new Registrar(ManagementFactory::getPlatformMBeanServer, models,
            (type, entity) -> new EntityMBean(type, entity, () -> configurator),
            new OpenGate(management), QUEUE_CAPACITY, COMPARE_EVERY_MS);
        management.figure("registeredEntities", registrar::registered);
        management.figure("queueOverflows", registrar::overflows);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSource(EntitySource source) {
        sources.add(source);
        registrar.add(source);
    }

    void unbindSource(EntitySource source) {
        sources.remove(source);
        registrar.remove(source);
    }

    @Activate
    void activate(BundleContext context) {
        registrar.start(() -> open(context));
    }

    /** Runs on the registrar's thread: to make the platform's MBean server costs a good part of a router's start. */
    private void open(BundleContext context) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            server.registerMBean(management, EntityNames.management());
            registered = true;
        } catch (JMException e) {
            LOG.warn("MBean {} could not be registered: {}", EntityNames.management(), e.toString());
        }
        service = context.registerService(MBeanServer.class, server, null);
    }

    @Deactivate
    void deactivate() {
        registrar.stop();
        if (service != null) {
            service.unregister();
        }
        if (registered) {
            try {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(EntityNames.management());
            } catch (JMException e) {
                LOG.debug("MBean {} was gone already", EntityNames.management());
            }
        }
    }
}

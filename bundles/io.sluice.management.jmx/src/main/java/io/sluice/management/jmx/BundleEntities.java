// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.Collection;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

import io.sluice.management.api.EntityListener;
import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.EntitySource;
import io.sluice.management.api.ManagedEntity;

/** The bundles of this router, for everybody who looks at entities. */
@Component(service = EntitySource.class, immediate = true)
public final class BundleEntities implements EntitySource {

    private static final String TYPE = "bundle";
    private static final long MILLIS = 1000;

    private final EntityRegistry<BundleEntity> registry = new EntityRegistry<>(TYPE);
    private final SynchronousBundleListener follower = this::changed;
    private BundleContext context;

    /** One bundle. Its values are read when they are asked for. */
    private record BundleEntity(Bundle bundle) implements ManagedEntity {

        @Override
        public String entityType() {
            return TYPE;
        }

        @Override
        public String identity() {
            return TYPE + "/" + bundle.getBundleId();
        }

        @Override
        public String name() {
            return bundle.getSymbolicName() + " " + bundle.getVersion();
        }

        @Override
        public Object attribute(String attribute) {
            return switch (attribute) {
                case "name" -> name();
                case "identity" -> identity();
                case "type" -> "org.apache.qpid.dispatch." + TYPE;
                case "id" -> bundle.getBundleId();
                case "symbolicName" -> bundle.getSymbolicName();
                case "version" -> bundle.getVersion().toString();
                case "state" -> state();
                case "location" -> bundle.getLocation();
                case "lastModified" -> bundle.getLastModified() / MILLIS;
                default -> null;
            };
        }

        private String state() {
            return switch (bundle.getState()) {
                case Bundle.INSTALLED -> "installed";
                case Bundle.RESOLVED -> "resolved";
                case Bundle.STARTING -> "starting";
                case Bundle.ACTIVE -> "active";
                case Bundle.STOPPING -> "stopping";
                default -> "uninstalled";
            };
        }
    }

    @Activate
    void activate(BundleContext newContext) {
        context = newContext;
        context.addBundleListener(follower);
        for (Bundle bundle : context.getBundles()) {
            registry.add(new BundleEntity(bundle));
        }
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(follower);
    }

    private void changed(BundleEvent event) {
        BundleEntity entity = new BundleEntity(event.getBundle());
        BundleEntity known = registry.get(entity.identity());
        switch (event.getType()) {
            case BundleEvent.INSTALLED -> registry.add(entity);
            case BundleEvent.UNINSTALLED -> {
                if (known != null) {
                    registry.remove(known);
                }
            }
            case BundleEvent.UPDATED -> {
                // The version, and with it the name, may be another one.
                if (known != null) {
                    registry.remove(known);
                }
                registry.add(entity);
            }
            default -> { }
        }
    }

    @Override
    public String entityType() {
        return TYPE;
    }

    @Override
    public Collection<? extends ManagedEntity> entities() {
        return registry.entities();
    }

    @Override
    public void addListener(EntityListener listener) {
        registry.addListener(listener);
    }

    @Override
    public void removeListener(EntityListener listener) {
        registry.removeListener(listener);
    }
}

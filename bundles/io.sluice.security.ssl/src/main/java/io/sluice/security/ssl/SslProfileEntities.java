// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import java.util.Collection;

import org.osgi.service.component.annotations.Component;

import io.sluice.management.api.EntityListener;
import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.EntitySource;
import io.sluice.management.api.ManagedEntity;

/** All profiles for management. */
@Component(
        service = {SslProfileEntities.class, EntitySource.class},
        immediate = true,
        property = "entityType=sslProfile")
public final class SslProfileEntities implements EntitySource {

    private final EntityRegistry<SslProfileEntity> registry = new EntityRegistry<>("sslProfile");

    /** Returns the modifiable set. */
    EntityRegistry<SslProfileEntity> registry() {
        return registry;
    }

    @Override
    public String entityType() {
        return registry.entityType();
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

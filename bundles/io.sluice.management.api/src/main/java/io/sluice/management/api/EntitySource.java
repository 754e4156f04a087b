// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.util.Collection;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * All live entities of one type that one bundle has. An OSGi service; the service is per type and not per entity, so
 * that ten thousand links do not mean ten thousand services. Several sources may serve one type.
 */
@ConsumerType
public interface EntitySource {

    /** Returns the short name of the type in the schema, for instance {@code connection}. Any thread. */
    String entityType();

    /** Returns the entities as they are now: weakly consistent, never null, not to be modified. Any thread. */
    Collection<? extends ManagedEntity> entities();

    /**
     * Adds a listener for entities that come and go from now on. A caller that also wants the present ones adds itself
     * first and then reads {@link #entities()}, and must tolerate to see one twice. Any thread.
     */
    void addListener(EntityListener listener);

    /** Removes a listener. Any thread. */
    void removeListener(EntityListener listener);
}

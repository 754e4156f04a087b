// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.sluice.management.api.ConnectionEntities;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;

/** Requests about entities that belong to the connection which the request came in on. */
final class ScopedOperations {

    private final Collection<ConnectionEntities> sources;

    ScopedOperations(Collection<ConnectionEntities> sources) {
        this.sources = sources;
    }

    /** Returns the entities of the requester's connection. */
    List<ManagedEntity> entities(CoreType core, Request request) {
        List<ManagedEntity> found = new ArrayList<>();
        for (ConnectionEntities source : sources) {
            if (source.entityType().equals(core.type().shortName())) {
                found.addAll(source.entities(request.connectionId()));
            }
        }
        found.sort(Entities.ORDER);
        return found;
    }

    /** Refuses a creation to those that may not. */
    void check(CoreType core, Request request) throws ManagementException {
        source(core).mayCreate(request.connectionId());
    }

    /** Creates an entity; the attributes are checked. */
    ManagedEntity create(CoreType core, Request request, Map<String, ?> attributes) throws ManagementException {
        return source(core).create(request.connectionId(), request.text("name"), attributes);
    }

    /** Deletes an entity. */
    void delete(CoreType core, Request request, ManagedEntity entity) throws ManagementException {
        source(core).delete(request.connectionId(), entity.identity());
    }

    private ConnectionEntities source(CoreType core) throws ManagementException {
        for (ConnectionEntities source : sources) {
            if (source.entityType().equals(core.type().shortName())) {
                return source;
            }
        }
        throw new ManagementException(ManagementException.NOT_IMPLEMENTED, "Not Implemented");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.util.Collection;
import java.util.Map;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Entities of one type that belong to the AMQP connection on which they were asked for, are seen only there, and end
 * with it. An OSGi service. Any thread but a connection loop.
 */
@ConsumerType
public interface ConnectionEntities {

    /** Returns the short name of the type in the schema, for instance {@code router.connection.linkRoute}. */
    String entityType();

    /** Returns the entities of a connection, none if there is no such connection. */
    Collection<? extends ManagedEntity> entities(long connectionId);

    /**
     * Tells whether a connection may have more of them, before anybody looks at what it asks for.
     *
     * @throws ManagementException with a status and text for the requester, if it may not
     */
    default void mayCreate(long connectionId) throws ManagementException {}

    /**
     * Creates an entity.
     *
     * @param connectionId the connection that the request came in on
     * @param name the entity's name, or null
     * @param attributes values by schema name; the required ones are there, enums hold one of their words
     * @throws ManagementException with a status and text for the requester
     */
    ManagedEntity create(long connectionId, String name, Map<String, ?> attributes) throws ManagementException;

    /**
     * Deletes an entity of a connection.
     *
     * @throws ManagementException 404 if there is none
     */
    void delete(long connectionId, String identity) throws ManagementException;
}

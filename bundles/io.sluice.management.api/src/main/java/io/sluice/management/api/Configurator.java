// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.util.Map;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Creates, changes and deletes configured entities at run time: the one way for the configuration file, JMX, the AMQP
 * agent and the shell. An OSGi service. Any thread but a connection loop: the methods wait, for a bounded time, until
 * the change has taken effect or was refused.
 */
@ProviderType
public interface Configurator {

    /**
     * Creates an entity.
     *
     * @param type short or full type name, for instance {@code listener} or {@code router.config.address}
     * @param name the entity's name, or null
     * @param attributes values by schema name; strings are converted to the schema's types
     * @return the identity of the new entity
     * @throws ManagementException 400 with the validation's text, 403 if the type cannot be created at run time, 500
     *     if it did not take effect
     */
    String create(String type, String name, Map<String, ?> attributes) throws ManagementException;

    /**
     * Changes an entity, so that it stays changed as long as the process runs, whatever is replaced meanwhile. What is
     * refused leaves the entity as it was.
     *
     * @param type short or full type name
     * @param identity which one
     * @param changes new values by schema name, converted; null stands for no value
     * @throws ManagementException 404 if there is none, 403 if the type cannot be changed at run time, 500 if the
     *     change did not take effect
     */
    default void update(String type, String identity, Map<String, ?> changes) throws ManagementException {
        throw new ManagementException(ManagementException.NOT_IMPLEMENTED, "Not Implemented");
    }

    /**
     * Deletes an entity.
     *
     * @param type short or full type name
     * @param identityOrName which one
     * @throws ManagementException 404 if there is none, 403 if the type cannot be deleted at run time
     */
    void delete(String type, String identityOrName) throws ManagementException;
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.util.Map;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One live thing with the attributes that the entity schema gives its type: a listener, a connection, a link.
 *
 * <p>All methods may be called from any thread, and reads never block, wait for a loop or fail because the thing has
 * ended meanwhile: they then return the last values.
 */
@ConsumerType
public interface ManagedEntity {

    /** Returns the short name of the entity's type in the schema, for instance {@code router.link}. */
    String entityType();

    /** Returns the identity, unique within the type. */
    String identity();

    /** Returns the name; the identity where the type has no names, null if it was created without one. */
    String name();

    /**
     * Returns the current value of one attribute.
     *
     * @param attribute its name in the schema
     * @return a JDK value of the schema's type, or null if it is unset or unknown
     */
    Object attribute(String attribute);

    /**
     * Changes updatable attributes. Takes effect asynchronously where a loop has to act.
     *
     * @param changes values by attribute name, already converted to the schema's types
     * @throws ManagementException with a status and text for the requester
     */
    default void update(Map<String, Object> changes) throws ManagementException {
        throw new ManagementException(ManagementException.NOT_IMPLEMENTED, "Not Implemented");
    }

    /**
     * Changes updatable attributes for a requester that the log may name.
     *
     * @param changes as for {@link #update(Map)}
     * @param requester who asks, for instance {@code connection [C7]}
     * @throws ManagementException with a status and text for the requester
     */
    default void update(Map<String, Object> changes, String requester) throws ManagementException {
        update(changes);
    }
}

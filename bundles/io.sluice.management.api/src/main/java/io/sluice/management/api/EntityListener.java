// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears of entities that come and go. Called on any thread, connection loops among them: it must only note and return.
 */
@ConsumerType
public interface EntityListener {

    /** An entity exists from now on. */
    void added(ManagedEntity entity);

    /** An entity has ended; its attributes keep their last values. */
    void removed(ManagedEntity entity);
}

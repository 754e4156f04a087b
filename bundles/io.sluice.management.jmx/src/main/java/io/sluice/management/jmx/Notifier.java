// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import io.sluice.management.api.ManagedEntity;

/** Is told of each entity that came or went while the bundle was watching. Called on the registrar's thread. */
@FunctionalInterface
interface Notifier {

    /** An entity came or went. */
    void changed(boolean added, ManagedEntity entity);

    /** Called about once a second. */
    default void second() { }

    /**
     * Called after each batch of changes, and soon again while it returns true.
     *
     * @return whether something waits for a value of an entity to change
     */
    default boolean look() {
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import io.sluice.management.api.ManagedEntity;

/** Is told of each entity that came or went while the bundle was watching. */
@FunctionalInterface
interface Notifier {

    /** Called on the registrar's thread. */
    void changed(boolean added, ManagedEntity entity);
}

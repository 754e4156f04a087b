// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.sluice.management.api.ManagedEntity;

/**
 * Holds a new connection back until it is open: its entity is there from the first byte on, when user and container are
 * not known, and a port scan is no connection to tell of. One that ends before is never told.
 */
final class OpenGate implements Notifier {

    private final Notifier target;
    /** By identity. */
    private final Map<String, ManagedEntity> waiting = new LinkedHashMap<>();

    OpenGate(Notifier target) {
        this.target = target;
    }

    @Override
    public void changed(boolean added, ManagedEntity entity) {
        if (!EntityEvents.CONNECTION.isOf(entity)) {
            // A link is told after its connection. Only that one is looked at: there may be thousands that never open.
            letGo(waiting.get(String.valueOf(entity.attribute("connectionId"))));
            target.changed(added, entity);
        } else if (added) {
            waiting.put(entity.identity(), entity);
            letGo(entity);
        } else {
            letGo(waiting.get(entity.identity()));
            if (waiting.remove(entity.identity()) == null) {
                target.changed(false, entity);
            }
        }
    }

    private void letGo(ManagedEntity entity) {
        if (entity != null && isOpen(entity)) {
            waiting.remove(entity.identity());
            target.changed(true, entity);
        }
    }

    private static boolean isOpen(ManagedEntity entity) {
        return !Boolean.FALSE.equals(entity.attribute("opened"));
    }

    @Override
    public void second() {
        target.second();
    }

    @Override
    public boolean look() {
        for (Iterator<ManagedEntity> all = waiting.values().iterator(); all.hasNext();) {
            ManagedEntity entity = all.next();
            if (isOpen(entity)) {
                all.remove();
                target.changed(true, entity);
            }
        }
        return !waiting.isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

import io.sluice.management.api.ManagedEntity;

/** Gives entities their object names. */
final class EntityNames {

    /** The JMX domain. */
    static final String DOMAIN = "io.sluice";

    private EntityNames() { }

    /**
     * Returns {@code io.sluice:type=TYPE} for a singleton, else {@code io.sluice:type=TYPE,name="NAME"}. Where the
     * identity is a number, names need not be unique (two clients may use one link name), so the number comes first:
     * {@code name="12 my-link"}.
     */
    static ObjectName of(TypeModel type, ManagedEntity entity) {
        String prefix = DOMAIN + ":type=" + type.name();
        try {
            return new ObjectName(type.singleton() ? prefix : prefix + ",name=" + ObjectName.quote(label(entity)));
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(prefix + ": " + e.getMessage(), e);
        }
    }

    static ObjectName management() {
        try {
            return new ObjectName(DOMAIN + ":type=management");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String label(ManagedEntity entity) {
        String identity = entity.identity();
        String name = entity.name();
        if (name == null || name.isEmpty() || name.equals(identity)) {
            return identity;
        }
        boolean number = identity.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? identity + " " + name : name;
    }
}

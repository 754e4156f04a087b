// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.sluice.management.api.ManagedEntity;

/** Which comings and goings are announced, under which notification type, with which attributes. */
enum EntityEvents {

    /** Connections. */
    CONNECTION("connection", "io.sluice.connection.opened", "io.sluice.connection.closed",
        List.of("host", "container", "user", "role", "dir", "isEncrypted", "isAuthenticated")),
    /** Links. */
    LINK("router.link", "io.sluice.link.attached", "io.sluice.link.detached",
        List.of("linkName", "linkType", "linkDir", "owningAddr", "connectionId")),
    /** All else. */
    OTHER(null, "io.sluice.entity.added", "io.sluice.entity.removed", List.of());

    private final String entityType;
    private final String addedType;
    private final String removedType;
    private final List<String> details;

    EntityEvents(String entityType, String addedType, String removedType, List<String> details) {
        this.entityType = entityType;
        this.addedType = addedType;
        this.removedType = removedType;
        this.details = details;
    }

    boolean isOf(ManagedEntity entity) {
        return entity.entityType().equals(entityType);
    }

    static EntityEvents of(String entityType) {
        for (EntityEvents events : values()) {
            if (entityType.equals(events.entityType)) {
                return events;
            }
        }
        return OTHER;
    }

    static String[] types() {
        return new String[] {CONNECTION.addedType, CONNECTION.removedType, LINK.addedType, LINK.removedType,
            OTHER.addedType, OTHER.removedType};
    }

    String type(boolean added) {
        return added ? addedType : removedType;
    }

    String message(boolean added, ManagedEntity entity) {
        String what = this == CONNECTION ? added ? "Connection opened" : "Connection closed"
            : this == LINK ? added ? "Link attached" : "Link detached"
            : entity.entityType() + (added ? " added" : " removed");
        return what + ": " + entity.identity() + " " + entity.name();
    }

    /** Returns JDK values only: the receiver may be another process. */
    Map<String, Object> userData(ManagedEntity entity) {
        Map<String, Object> data = new HashMap<>();
        data.put("entityType", entity.entityType());
        data.put("identity", entity.identity());
        data.put("name", entity.name());
        for (String detail : details) {
            data.put(detail, entity.attribute(detail));
        }
        return data;
    }
}

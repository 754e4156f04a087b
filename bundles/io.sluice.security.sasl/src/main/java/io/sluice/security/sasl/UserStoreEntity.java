// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl;

import io.sluice.management.api.ManagedEntity;

/** The users file as management sees it. */
final class UserStoreEntity implements ManagedEntity {

    private final UserStoreSettings settings;
    private final CachedUsers users;

    UserStoreEntity(UserStoreSettings settings, CachedUsers users) {
        this.settings = settings;
        this.users = users;
    }

    @Override
    public String entityType() {
        return "userStore";
    }

    @Override
    public String identity() {
        return "userStore/sasldb";
    }

    @Override
    public String name() {
        return "sasldb";
    }

    @Override
    public Object attribute(String attribute) {
        return switch (attribute) {
            case "name" -> name();
            case "identity" -> identity();
            case "type" -> "org.apache.qpid.dispatch.userStore";
            case "path" -> settings.path().toAbsolutePath().normalize().toString();
            case "realm" -> settings.realm();
            case "users" -> users.size();
            default -> null;
        };
    }
}

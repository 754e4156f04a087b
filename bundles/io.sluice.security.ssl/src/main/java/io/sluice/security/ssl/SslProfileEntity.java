// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import io.sluice.management.api.ManagedEntity;

/** A profile as management sees it. */
final class SslProfileEntity implements ManagedEntity {

    private final ProfileSettings settings;

    SslProfileEntity(ProfileSettings settings) {
        this.settings = settings;
    }

    @Override
    public String entityType() {
        return "sslProfile";
    }

    @Override
    public String identity() {
        String given = settings.get("identity");
        return given == null ? "sslProfile/" + settings.name() : given;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Object attribute(String attribute) {
        return switch (attribute) {
            case "name" -> name();
            case "identity" -> identity();
            case "type" -> "org.apache.qpid.dispatch.sslProfile";
            // By now it is the key's real password, and reading attributes takes fewer rights than reading files.
            case "password" -> null;
            default -> settings.get(attribute);
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import io.sluice.management.api.ManagedEntity;

/** The management node as an entity. */
final class SelfEntity implements ManagedEntity {

    @Override
    public String entityType() {
        return "management";
    }

    @Override
    public String identity() {
        return Targets.SELF;
    }

    @Override
    public String name() {
        return Targets.SELF;
    }

    @Override
    public Object attribute(String attribute) {
        return null;
    }
}

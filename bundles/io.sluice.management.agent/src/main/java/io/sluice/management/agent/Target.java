// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import io.sluice.management.api.EntityType;
import io.sluice.management.api.ManagedEntity;

/**
 * What a request is about.
 *
 * @param type its type
 * @param entity the entity, null for the management node itself
 */
record Target(EntityType type, ManagedEntity entity) {}

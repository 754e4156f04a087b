// SPDX-License-Identifier: Apache-2.0
/**
 * What can be managed and how: the entity schema, the whiteboard of live entities, configuration results, draining.
 *
 * <p>Attribute values that cross this API are JDK types only: {@code String}, {@code Boolean}, {@code Integer},
 * {@code Long}, {@code List}, {@code Map}, or null.
 */
@Export
@Version("1.0.0")
package io.sluice.management.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

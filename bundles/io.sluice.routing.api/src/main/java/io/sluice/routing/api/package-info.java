// SPDX-License-Identifier: Apache-2.0
/**
 * The seam between the protocol, which owns connections, links and deliveries, and the routing core, which decides
 * where a delivery goes.
 *
 * <p>Objects that may outlive a call ({@link io.sluice.routing.api.Delivery}, {@link io.sluice.routing.api.Outcome},
 * {@link io.sluice.routing.api.LinkDescriptor}) are final classes of this package and hold only JDK types and types
 * of this package, so that they survive the replacement of either side.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package io.sluice.routing.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

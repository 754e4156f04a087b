// SPDX-License-Identifier: Apache-2.0
/**
 * The seam between a transport (sockets, TLS) and a wire protocol (AMQP).
 *
 * <p>A connection belongs to one {@link io.sluice.transport.api.ConnectionLoop} for life. Every call in either
 * direction is made on that loop's thread unless the method says "any thread".
 */
@Export
@Version("1.0.0")
package io.sluice.transport.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

// SPDX-License-Identifier: Apache-2.0
/**
 * The seam between the routing core and what makes it part of a network of routers. The core has the links to other
 * routers, the table of addresses and the forwarding; who finds routers and paths is a bundle of its own, which can be
 * replaced while the core goes on forwarding by what it was told last.
 */
@Export
@Version("1.0.0")
package io.sluice.routing.api.network;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

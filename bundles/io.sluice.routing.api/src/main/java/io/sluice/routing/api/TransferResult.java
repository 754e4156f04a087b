// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

/** What became of a delivery given to {@link RouterLink#transfer}. */
public enum TransferResult {
    /** Handed to at least one consumer, or settled by the core itself. */
    ROUTED,
    /** No consumer has it: release it (drop it if it is settled), and drain an addressed link. */
    NO_ROUTE,
    /** The address is configured as unavailable: reject it. */
    UNAVAILABLE,
    /** An anonymous link's delivery names no address: reject it. */
    NO_ADDRESS,
    /** It has passed more routers than the network has on any path: release it, and do nothing to the link. */
    TOO_FAR,
    /** This router is gone: park the delivery until the next one is there. */
    GONE
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

/**
 * Where a binding, or an exchange that had no better place, sends a copy. Immutable.
 *
 * @param entry the address, which is held as long as the hop is configured; it is another one for each phase
 * @param address as configured
 * @param phase 0 to 9
 */
record NextHop(AddressEntry entry, String address, int phase) {}

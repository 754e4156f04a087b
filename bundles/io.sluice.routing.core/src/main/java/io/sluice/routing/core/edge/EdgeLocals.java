// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.sluice.routing.core.AddressEntry;
import io.sluice.routing.core.address.AddressKeys;

/**
 * The mobile addresses that clients of an edge router use, in the order in which they came into use. Control thread
 * only.
 */
final class EdgeLocals {

    private final Map<String, AddressEntry> entries = new LinkedHashMap<>();
    private final Supplier<EdgeUplink> active;

    /**
     * Begins without addresses.
     *
     * @param active returns the uplink in use, null if there is none
     */
    EdgeLocals(Supplier<EdgeUplink> active) {
        this.active = active;
    }

    /** The members of an address have changed. */
    void published(AddressEntry entry) {
        if (entry.key().charAt(0) != AddressKeys.MOBILE) {
            return;
        }
        if (entry.isRemoved()) {
            entries.remove(entry.key(), entry);
        } else {
            entries.put(entry.key(), entry);
        }
        EdgeUplink uplink = active.get();
        if (uplink != null) {
            uplink.proxies().consider(entry);
            if (entry.fallback() != null) {
                uplink.proxies().consider(entry.fallback().entry());
            }
        }
    }

    void forEach(Consumer<AddressEntry> action) {
        List.copyOf(entries.values()).forEach(action);
    }
}

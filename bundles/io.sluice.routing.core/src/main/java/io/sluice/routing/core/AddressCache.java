// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.core.address.Treatment;

/**
 * The addresses that one anonymous link has used last, so that their text is not parsed for each message. A direct
 * mapped cache: a text has one place. Owned by the link's loop.
 */
final class AddressCache {

    /** In place of a phase: the one that is configured for senders. */
    static final int CONFIGURED_PHASE = -1;

    private static final int SLOTS = 16;

    private record Slot(String text, int phase, int version, AddressEntry entry, String inSpace) {}

    private final AddressTable table;
    private final String tenant;
    private final Slot[] slots = new Slot[SLOTS];

    AddressCache(AddressTable table, String tenant) {
        this.table = table;
        this.tenant = tenant;
    }

    /**
     * Returns the entry that an address names now, or null.
     *
     * @param phase that of the message, or {@link #CONFIGURED_PHASE}
     */
    AddressEntry find(String text, int phase) {
        int at = text.hashCode() & (SLOTS - 1);
        Slot slot = slots[at];
        int version = table.version();
        if (slot != null && slot.version == version && slot.phase == phase && slot.text.equals(text)
                && !slot.entry.isRemoved()) {
            return slot.entry;
        }
        AddressEntry entry = table.get(table.resolve(text, tenant, true, phase).key());
        slots[at] = entry == null ? null
                : new Slot(text, phase, version, entry, tenant == null ? null : table.matchText(text, tenant));
        return entry;
    }

    /**
     * Returns an address that was found just now as other routers are to read it: in the tenant's space. Null without a
     * tenant, as the message says it itself then.
     */
    String inSpace(String text) {
        return tenant == null ? null : slots[text.hashCode() & (SLOTS - 1)].inSpace;
    }

    /** Returns true if an address that is not in use is configured as unavailable. */
    boolean isUnavailable(String text) {
        return table.resolve(text, tenant, true, -1).treatment().equals(Treatment.UNAVAILABLE);
    }
}

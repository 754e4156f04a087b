// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

/**
 * How an address is written on the other hop of a routed link: first one prefix is removed, then another is put in
 * front. Immutable.
 *
 * @param remove taken off if the address starts with it; null for nothing
 * @param insert put in front; null for nothing
 */
public record AddressEdit(String remove, String insert) {

    /** Leaves addresses as they are. */
    public static final AddressEdit NONE = new AddressEdit(null, null);

    /** Returns the edited address; null stays null. */
    public String apply(String address) {
        if (address == null) {
            return null;
        }
        String rest = removes(address) ? address.substring(remove.length()) : address;
        return insert == null ? rest : insert + rest;
    }

    /** Returns what undoes this edit where it was applied to an address; to any, if that is null. */
    public AddressEdit reversed(String address) {
        return new AddressEdit(insert, address == null || removes(address) ? remove : null);
    }

    private boolean removes(String address) {
        return remove != null && address.startsWith(remove);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Host names to addresses. Blocks while it asks the resolver. */
final class Addresses {

    private Addresses() {
    }

    /**
     * Returns the addresses of a host in the resolver's order, each once.
     *
     * @param host name or numeric address
     * @param family {@code IPv4}, {@code IPv6}, or null for both
     * @throws UnknownHostException if there is none, of that family
     */
    static List<InetAddress> of(String host, String family) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (InetAddress address : new LinkedHashSet<>(List.of(InetAddress.getAllByName(host)))) {
            boolean fits = family == null
                || family.equals("IPv4") && address instanceof Inet4Address
                || family.equals("IPv6") && address instanceof Inet6Address;
            if (fits) {
                all.add(address);
            }
        }
        if (all.isEmpty()) {
            throw new UnknownHostException(host + " has no " + family + " address");
        }
        return all;
    }

    /** As {@link #of}, where an empty host means all local addresses: null then. */
    static List<InetAddress> toListen(String host, String family) throws UnknownHostException {
        if (!host.isEmpty()) {
            return of(host, family);
        }
        if (family == null) {
            return null;
        }
        return List.of(InetAddress.getByName(family.equals("IPv4") ? "0.0.0.0" : "::"));
    }
}

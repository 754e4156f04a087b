// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.policy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** The attribute {@code remoteHosts}: host names, addresses and ranges of addresses. Immutable. */
final class RemoteHosts {

    private record Range(int length, BigInteger low, BigInteger high) {
        boolean has(byte[] address) {
            BigInteger number = new BigInteger(1, address);
            return address.length == length && number.compareTo(low) >= 0 && number.compareTo(high) <= 0;
        }
    }

    private final boolean all;
    private final List<Range> ranges;

    private RemoteHosts(boolean all, List<Range> ranges) {
        this.all = all;
        this.ranges = ranges;
    }

    /**
     * Reads a list; an empty one lets nobody in. Names are looked up here and now, not when somebody connects.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    static RemoteHosts parse(String text) {
        boolean all = false;
        List<Range> ranges = new ArrayList<>();
        for (String word : text.split("[,\\s]+")) {
            if (word.equals("*")) {
                all = true;
            } else if (!word.isEmpty()) {
                ranges.addAll(ranges(word));
            }
        }
        return new RemoteHosts(all, ranges);
    }

    private static List<Range> ranges(String word) {
        int dash = word.indexOf('-');
        if (dash > 0 && literal(word.substring(0, dash)) && literal(word.substring(dash + 1))) {
            byte[] low = addresses(word.substring(0, dash))[0].getAddress();
            byte[] high = addresses(word.substring(dash + 1))[0].getAddress();
            if (low.length != high.length || new BigInteger(1, low).compareTo(new BigInteger(1, high)) > 0) {
                throw new IllegalArgumentException("'" + word + "' is no range from a lower to a higher address");
            }
            return List.of(new Range(low.length, new BigInteger(1, low), new BigInteger(1, high)));
        }
        List<Range> all = new ArrayList<>();
        for (InetAddress address : addresses(word)) {
            BigInteger number = new BigInteger(1, address.getAddress());
            all.add(new Range(address.getAddress().length, number, number));
        }
        return all;
    }

    private static boolean literal(String text) {
        return text.matches("[0-9.]+") || text.indexOf(':') >= 0;
    }

    private static InetAddress[] addresses(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + host + "' is neither an address nor the name of a known host", e);
        }
    }

    /** Returns whether an address, given in numbers, is among them. */
    boolean allow(String address) {
        if (all) {
            return true;
        }
        if (!literal(address)) {
            return false;
        }
        byte[] bytes = addresses(address)[0].getAddress();
        return ranges.stream().anyMatch(range -> range.has(bytes));
    }
}

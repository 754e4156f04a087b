// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import java.util.Arrays;

/**
 * Remembers for a moment which flooded messages were passed on. A message reaches a router once for each neighbour;
 * passing on every copy would multiply them with each hop. A copy that came a shorter way is passed on all the same:
 * other routers discard what has come too far.
 *
 * <p>Two tables of hashes, the older of which is emptied each {@value #SPAN_MILLIS} ms. The same message sent again by
 * its maker, with its next period, is not taken for a copy.
 */
final class RecentFloods {

    static final long SPAN_MILLIS = 400;

    private static final int SMALLEST = 64;

    private long[] current = new long[SMALLEST];
    private byte[] currentLength = new byte[SMALLEST];
    private int count;
    private long[] older = new long[SMALLEST];
    private byte[] olderLength = new byte[SMALLEST];
    private long turnedAt = Long.MIN_VALUE / 2;

    /** Returns true if the message is to be processed and passed on. */
    boolean isNews(String ingress, long fingerprint, int traceLength, long now) {
        turn(now);
        long key = key(ingress, fingerprint);
        byte length = (byte) Math.min(traceLength, Byte.MAX_VALUE);
        int old = find(older, key);
        if (older[old] == key && olderLength[old] <= length) {
            return false;
        }
        int place = find(current, key);
        if (current[place] == key) {
            if (currentLength[place] <= length) {
                return false;
            }
            currentLength[place] = length;
            return true;
        }
        current[place] = key;
        currentLength[place] = length;
        if (++count * 2 > current.length) {
            grow();
        }
        return true;
    }

    private void turn(long now) {
        if (now - turnedAt < SPAN_MILLIS) {
            return;
        }
        boolean stale = now - turnedAt >= 2 * SPAN_MILLIS;
        turnedAt = now;
        long[] keys = older;
        byte[] lengths = olderLength;
        older = current;
        olderLength = currentLength;
        if (stale) {
            Arrays.fill(older, 0);
        }
        boolean fits = keys.length == older.length;
        current = fits ? keys : new long[older.length];
        currentLength = fits ? lengths : new byte[older.length];
        Arrays.fill(current, 0);
        count = 0;
    }

    private static long key(String ingress, long fingerprint) {
        long h = ingress.hashCode() * 0x9E3779B97F4A7C15L + fingerprint;
        h = (h ^ (h >>> 32)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 29)) * 0x94D049BB133111EBL;
        h ^= h >>> 31;
        return h == 0 ? 1 : h;
    }

    private static int find(long[] table, long key) {
        int mask = table.length - 1;
        int at = (int) (key >>> 20) & mask;
        while (table[at] != 0 && table[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        long[] keys = current;
        byte[] lengths = currentLength;
        current = new long[keys.length * 2];
        currentLength = new byte[keys.length * 2];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                int place = find(current, keys[i]);
                current[place] = keys[i];
                currentLength[place] = lengths[i];
            }
        }
    }
}

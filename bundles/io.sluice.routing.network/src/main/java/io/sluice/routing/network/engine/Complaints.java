// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps a neighbour that sends the same nonsense each second from filling the log. */
final class Complaints {

    private static final int MAX_KEPT = 256;
    private static final long QUIET_MILLIS = 60_000;

    private final Map<String, Long> last = new LinkedHashMap<>();

    /** Returns true if this was not said within the last minute. */
    boolean isDue(String what, long now) {
        Long before = last.get(what);
        if (before != null && now - before < QUIET_MILLIS) {
            return false;
        }
        last.remove(what);
        last.put(what, now);
        if (last.size() > MAX_KEPT) {
            last.remove(last.keySet().iterator().next());
        }
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import io.sluice.routing.network.paths.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;

/** Writes new paths into the log, in the words that operators know. */
final class PathLog {

    /** Above this the lines would fill the log, and valid origins take too long. */
    private static final int MAX_ROUTERS = 128;

    private PathLog() {}

    static void write(Logger log, Paths paths, RouterTable table) {
        if (!log.isInfoEnabled()) {
            return;
        }
        if (table.size() <= MAX_ROUTERS) {
            Map<String, String> hops = new TreeMap<>();
            Map<String, Long> costs = new TreeMap<>();
            Map<String, List<String>> origins = new TreeMap<>();
            for (RemoteRouter router : table.all()) {
                RemoteRouter hop = table.get(Math.max(0, paths.nextHop(router.number)));
                if (hop != null) {
                    hops.put(router.id, hop.id);
                    costs.put(router.id, paths.cost(router.number));
                    origins.put(router.id, validOrigins(paths, router, table));
                }
            }
            log.info("Computed next hops: {}", hops);
            log.info("Computed costs: {}", costs);
            log.info("Computed valid origins: {}", origins);
        }
        log.info("Computed radius: {}", paths.radius());
    }

    /** Returns the ids of the other routers whose messages for one come through here. */
    static List<String> validOrigins(Paths paths, RemoteRouter target, RouterTable table) {
        List<String> ids = new ArrayList<>();
        for (RemoteRouter origin : table.all()) {
            if (paths.isValidOrigin(target.number, origin.number)) {
                ids.add(origin.id);
            }
        }
        return ids;
    }
}

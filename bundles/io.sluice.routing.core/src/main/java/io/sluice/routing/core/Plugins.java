// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.routing.api.DistributionStrategy;

/** The plug-ins that are there now; those for distribution by name. Holds no plug-in that has left. */
public final class Plugins {

    private static final int MAX_ERROR_KINDS = 100;

    private final Interceptors interceptors = new Interceptors();

    private record Bound(DistributionStrategy service, long ranking) {}

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final Map<String, DistributionStrategy> current = new ConcurrentHashMap<>();
    private final Map<String, List<Bound>> all = new ConcurrentHashMap<>();
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    /** Returns the plug-ins that see messages before they are routed. */
    Interceptors interceptors() {
        return interceptors;
    }

    /** Returns the plug-in of a name, or null. Any thread, no lock. */
    DistributionStrategy get(String name) {
        return current.get(name);
    }

    synchronized void bind(DistributionStrategy service, String name, int ranking) {
        all.computeIfAbsent(name, key -> new ArrayList<>()).add(new Bound(service, ranking));
        choose(name);
        logged.removeIf(kind -> kind.startsWith(name + ' '));
        log.info("Distribution plug-in '{}' is in use", name);
    }

    synchronized void unbind(DistributionStrategy service, String name) {
        List<Bound> bound = all.get(name);
        if (bound == null || !bound.removeIf(one -> one.service() == service)) {
            return;
        }
        if (bound.isEmpty()) {
            all.remove(name);
            log.info("Distribution plug-in '{}' has left; its addresses are balanced", name);
        }
        choose(name);
    }

    /** Of several of one name the highest ranking counts, then the newest: it is an update in the making. */
    private void choose(String name) {
        Bound best = null;
        for (Bound one : all.getOrDefault(name, List.of())) {
            if (best == null || one.ranking() >= best.ranking()) {
                best = one;
            }
        }
        if (best == null) {
            current.remove(name);
        } else {
            current.put(name, best.service());
        }
    }

    /** A plug-in has failed on a delivery: logged once per kind of error, or the log would drown. Any thread. */
    void failed(String name, Throwable error) {
        String kind = name + ' ' + error.getClass().getName();
        if (logged.size() < MAX_ERROR_KINDS && logged.add(kind)) {
            log.error("Distribution plug-in '{}' failed; the delivery is balanced. Further errors of this kind are"
                    + " not logged", name, error);
        }
    }
}

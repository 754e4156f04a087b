// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import io.sluice.routing.network.engine.EngineSnapshot;
import io.sluice.routing.network.message.LinkState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an engine leaves with the core for the next one, perhaps of another version of this bundle: in types of the JDK,
 * because an object of this bundle would keep its old code in memory.
 */
final class Memory {

    /**
     * What was found.
     *
     * @param instance of the router, which goes on
     * @param at when it was written, by the clock of {@link EngineThread#now}
     */
    record Kept(long instance, long at, EngineSnapshot snapshot) {}

    private static final String KEY = "routing.network";
    private static final String FORMAT = "format";
    private static final int VERSION = 1;
    private static final Logger LOG = LoggerFactory.getLogger("ROUTER");

    private Memory() {}

    static void save(Map<String, Object> memory, String id, long instance, long now, EngineSnapshot snapshot) {
        List<Map<String, Object>> routers = new ArrayList<>();
        for (EngineSnapshot.KnownRouter router : snapshot.routers()) {
            routers.add(Map.of(
                "id", router.id(),
                "version", router.version(),
                "instance", router.instance(),
                "linkSeq", router.links().seq(),
                "links", router.links().asMap(),
                "mobileSeq", router.mobileSeq(),
                "addresses", router.addresses(),
                "connection", router.connection(),
                "cost", router.cost()));
        }
        memory.put(KEY, Map.of(
            FORMAT, VERSION,
            "id", id,
            "instance", instance,
            "at", now,
            "linkSeq", snapshot.linkSeq(),
            "mobileSeq", snapshot.mobileSeq(),
            "announced", snapshot.announced(),
            "routers", routers));
    }

    /** Returns true if there was an engine before. */
    static boolean used(Map<String, Object> memory) {
        return memory.containsKey(KEY);
    }

    /** Returns what an earlier engine of this router has left, null if there is nothing of use; once. */
    static Kept load(Map<String, Object> memory, String id) {
        // Whatever happens to this engine, the numbers are not to be used a second time.
        Object found = memory.put(KEY, Map.of());
        if (!(found instanceof Map<?, ?> map) || !Integer.valueOf(VERSION).equals(map.get(FORMAT))
                || !id.equals(map.get("id"))) {
            return null;
        }
        try {
            List<EngineSnapshot.KnownRouter> routers = new ArrayList<>();
            for (Object router : (List<?>) map.get("routers")) {
                routers.add(router((Map<?, ?>) router));
            }
            return new Kept((Long) map.get("instance"), (Long) map.get("at"), new EngineSnapshot(
                (Long) map.get("linkSeq"), (Long) map.get("mobileSeq"), counts(map.get("announced")), routers));
        } catch (ClassCastException | NullPointerException e) {
            LOG.debug("What another version has left cannot be used", e);
            return null;
        }
    }

    private static EngineSnapshot.KnownRouter router(Map<?, ?> map) {
        String id = (String) map.get("id");
        return new EngineSnapshot.KnownRouter(
            id, (Long) map.get("version"), (Long) map.get("instance"),
            LinkState.of(id, (Long) map.get("linkSeq"), counts(map.get("links"))), (Long) map.get("mobileSeq"),
            counts(map.get("addresses")), (Long) map.get("connection"), (Integer) map.get("cost"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Integer> counts(Object map) {
        return (Map<String, Integer>) map;
    }
}

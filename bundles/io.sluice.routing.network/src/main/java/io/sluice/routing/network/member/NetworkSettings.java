// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import io.sluice.routing.network.engine.EngineSettings;
import java.util.Map;

/**
 * The {@code router} section as the engine uses it. Immutable.
 *
 * @param id the router's id
 * @param helloInterval seconds, as all but the last
 * @param helloMaxAge of a neighbour
 * @param raInterval while nothing changes
 * @param raIntervalFlux while something does
 * @param remoteLsMaxAge of what another router has told
 * @param maxRouters how many other routers may be known
 */
record NetworkSettings(
        String id,
        long helloInterval,
        long helloMaxAge,
        long raInterval,
        long raIntervalFlux,
        long remoteLsMaxAge,
        int maxRouters) {

    private static final int MAX_ROUTERS = 10_000;
    private static final long MILLIS = 1_000;

    /** Makes settings of a configuration; null if this router takes no part in the router protocol. */
    static NetworkSettings of(Map<String, ?> properties) {
        Object id = properties.get("id");
        if (!"interior".equals(properties.get("mode")) || id == null || id.toString().isEmpty()) {
            return null;
        }
        return new NetworkSettings(
            id.toString(),
            number(properties, "helloIntervalSeconds", 1),
            number(properties, "helloMaxAgeSeconds", 3),
            number(properties, "raIntervalSeconds", 30),
            number(properties, "raIntervalFluxSeconds", 4),
            number(properties, "remoteLsMaxAgeSeconds", 60),
            (int) Math.min(Integer.MAX_VALUE, number(properties, "maxRouters", MAX_ROUTERS)));
    }

    /** What is below 1 makes no sense for any of these. */
    private static long number(Map<String, ?> properties, String key, long absent) {
        return properties.get(key) instanceof Number number ? Math.max(1, number.longValue()) : absent;
    }

    EngineSettings engine(long instance) {
        return new EngineSettings(
            id, instance, helloInterval * MILLIS, helloMaxAge * MILLIS, raInterval * MILLIS, raIntervalFlux * MILLIS,
            remoteLsMaxAge * MILLIS, maxRouters);
    }
}

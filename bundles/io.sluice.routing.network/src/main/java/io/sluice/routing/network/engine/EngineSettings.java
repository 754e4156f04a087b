// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

/**
 * What the engine is told at its start. Immutable.
 *
 * @param id this router
 * @param instance tells this run of the router from earlier ones: seconds of the wall clock at its start
 * @param helloIntervalMillis period of HELLO
 * @param helloMaxAgeMillis a neighbour that is not heard for longer is lost
 * @param raIntervalMillis period of RA while nothing changes
 * @param raIntervalFluxMillis period of RA for a while after a change
 * @param remoteLsMaxAgeMillis the link state of a router that is not heard of for longer is dropped
 * @param maxRouters how many other routers may be known; any number, the routers of the field have 127
 */
public record EngineSettings(
        String id,
        long instance,
        long helloIntervalMillis,
        long helloMaxAgeMillis,
        long raIntervalMillis,
        long raIntervalFluxMillis,
        long remoteLsMaxAgeMillis,
        int maxRouters) {

    /** A tick may come a little early: what is due within half a second is due. */
    private static final long TOLERANCE_MILLIS = 500;

    /** Returns true if something that is done once in an interval is to be done now. */
    static boolean isDue(long last, long intervalMillis, long now) {
        return now - last >= intervalMillis - TOLERANCE_MILLIS;
    }

    /** Returns the defaults. */
    public static EngineSettings of(String id, long instance) {
        return new EngineSettings(id, instance, 1_000, 3_000, 30_000, 4_000, 60_000, 10_000);
    }

    /** Returns the same with another limit of routers. */
    public EngineSettings withMaxRouters(int limit) {
        return new EngineSettings(
            id, instance, helloIntervalMillis, helloMaxAgeMillis, raIntervalMillis, raIntervalFluxMillis,
            remoteLsMaxAgeMillis, limit);
    }

    /** Returns this router as it stands in a trace. */
    public String nodeId() {
        return "0/" + id;
    }
}

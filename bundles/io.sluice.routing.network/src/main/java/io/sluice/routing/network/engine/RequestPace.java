// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

/** Spaces repeated requests to one router, so that one that does not answer is asked less and less often. */
final class RequestPace {

    private static final long FIRST_MILLIS = 1_000;
    /** While the network takes shape requests get lost on the way, so a few are not spaced out. */
    private static final int EVEN = 3;
    private static final int MAX_REPEATS = EVEN + 4;

    private long notBefore = Long.MIN_VALUE;
    private long forSeq = -1;
    private byte repeats;

    /**
     * Returns true, and counts it, if a request may go out now.
     *
     * @param seq what is asked for; a new thing may be asked for at once
     */
    boolean permits(long seq, long now) {
        if (seq != forSeq) {
            forSeq = seq;
            repeats = 0;
        } else if (now < notBefore) {
            return false;
        } else if (repeats < MAX_REPEATS) {
            repeats++;
        }
        // Less than a period, so that a tick that comes a little early still counts.
        notBefore = now + (FIRST_MILLIS << Math.max(0, repeats - EVEN)) - FIRST_MILLIS / 10;
        return true;
    }
}

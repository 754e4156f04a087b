// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

/**
 * When a connector dials again.
 *
 * @param failedMillis after an attempt that did not lead to an open connection
 * @param lostMillis after an open connection was lost
 * @param failoverMillis in both cases, if there is more than one place to dial
 */
record RetryTimings(long failedMillis, long lostMillis, long failoverMillis) {

    static final RetryTimings DEFAULT = new RetryTimings(5_000, 2_000, 1_000);

    long delay(boolean wasOpen, int places) {
        return places > 1 ? failoverMillis : wasOpen ? lostMillis : failedMillis;
    }
}

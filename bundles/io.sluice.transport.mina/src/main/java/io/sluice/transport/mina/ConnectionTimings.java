// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

/**
 * How long the end of a connection may take.
 *
 * @param closeMillis for what is queued to be written
 * @param lingerMillis for the peer to end its side after that
 */
record ConnectionTimings(long closeMillis, long lingerMillis) {

    static final ConnectionTimings DEFAULT = new ConnectionTimings(5_000, 1_000);
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

/**
 * What a drain did. Immutable.
 *
 * @param connectionsClosed connections closed in order
 * @param deliveriesSettled deliveries in flight that got their outcome from the receiver
 * @param deliveriesReleased deliveries given back to their sender at the deadline
 * @param elapsedMillis how long it took
 */
public record DrainReport(int connectionsClosed, long deliveriesSettled, long deliveriesReleased, long elapsedMillis) {}

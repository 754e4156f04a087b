// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

/**
 * The header section of a message. Immutable.
 *
 * @param durable the message is to survive a broker's restart
 * @param priority 0 to 255; 4 unless the sender said otherwise
 * @param ttlMillis how long the message is of use, -1 without limit
 * @param firstAcquirer nobody else has had the message before
 * @param deliveryCount unsuccessful deliveries before this one
 */
public record MessageHeader(
        boolean durable, int priority, long ttlMillis, boolean firstAcquirer, long deliveryCount) {}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

/**
 * The identity of a router. Immutable.
 *
 * @param id router id, also the AMQP container id
 * @param mode {@code standalone}, {@code interior} or {@code edge}
 * @param version software version
 */
public record RouterInfo(String id, String mode, String version) {}

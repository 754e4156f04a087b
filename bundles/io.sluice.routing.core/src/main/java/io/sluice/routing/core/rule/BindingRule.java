// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.rule;

/**
 * One {@code binding} configuration. Immutable.
 *
 * @param pid the configuration it came from
 * @param identity as management shows it
 * @param name as configured, or the identity's
 * @param exchange the name of its exchange
 * @param key as configured
 * @param address the next hop
 * @param phase of the next hop, 0 to 9
 */
public record BindingRule(
        String pid, String identity, String name, String exchange, String key, String address, int phase) {}

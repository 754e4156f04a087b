// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.rule;

import io.sluice.routing.core.address.KeyPattern;

/**
 * One {@code exchange} configuration. Immutable.
 *
 * @param pid the configuration it came from
 * @param identity as management shows it
 * @param name bindings refer to it
 * @param address publishers send to it
 * @param phase of the address, 0 to 9
 * @param alternate where to send what no binding has passed on, null for nowhere
 * @param alternatePhase of the alternate address, 0 to 9
 * @param method how keys are matched
 */
public record ExchangeRule(
        String pid,
        String identity,
        String name,
        String address,
        int phase,
        String alternate,
        int alternatePhase,
        KeyPattern.Method method) {}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.rule;

import io.sluice.routing.core.address.AddressPattern;
import io.sluice.routing.core.address.Treatment;

/**
 * One {@code address} configuration. Immutable.
 *
 * @param pid the configuration it came from
 * @param identity as management shows it
 * @param name as configured, null if it was not
 * @param isPrefix configured by {@code prefix}, else by {@code pattern}
 * @param pattern what it applies to
 * @param treatment how it distributes
 * @param waypoint senders use phase 0 and receivers phase 1
 * @param ingressPhase phase of senders
 * @param egressPhase phase of receivers
 * @param priority 0 to 9, or -1
 * @param fallback deliveries that no consumer has go to consumers of the address' fallback
 */
public record AddressRule(
        String pid,
        String identity,
        String name,
        boolean isPrefix,
        AddressPattern pattern,
        Treatment treatment,
        boolean waypoint,
        int ingressPhase,
        int egressPhase,
        int priority,
        boolean fallback) {

    public String patternAttribute() {
        return isPrefix ? "prefix" : "pattern";
    }
}

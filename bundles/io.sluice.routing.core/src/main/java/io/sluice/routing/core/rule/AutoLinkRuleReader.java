// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.rule;

import java.util.Map;

import io.sluice.routing.core.address.AddressKeys;

/** From the properties of an {@code autoLink} configuration to a rule. Stateless. */
public final class AutoLinkRuleReader {

    private static final int MAX_PHASE = 9;

    private AutoLinkRuleReader() {}

    /**
     * Reads and checks.
     *
     * @throws RuleException if it cannot take effect
     */
    public static AutoLinkRule read(RuleKind.Origin origin, Map<String, Object> properties) throws RuleException {
        String address = RuleReader.text(properties, "address");
        String direction = RuleReader.text(properties, "direction");
        if (address == null || direction == null) {
            throw new RuleException(address == null ? "address" : "direction",
                    "address and direction fields are mandatory");
        }
        if (!direction.equals("in") && !direction.equals("out")) {
            throw new RuleException("direction", "Invalid value for 'direction'");
        }
        String connection = RuleReader.text(properties, "connection");
        String containerId = RuleReader.text(properties, "containerId");
        if (connection != null && containerId != null) {
            throw new RuleException("containerId",
                    "Both connection and containerId cannot be specified. Specify only one");
        }
        boolean incoming = direction.equals("in");
        boolean fallback = RuleReader.flag(properties, "fallback");
        return new AutoLinkRule(
                origin.pid(),
                origin.identity(properties),
                RuleReader.text(properties, "name"),
                address,
                incoming,
                phase(properties, incoming, fallback),
                connection,
                containerId,
                RuleReader.text(properties, "externalAddress"),
                fallback);
    }

    private static char phase(Map<String, Object> properties, boolean incoming, boolean fallback)
            throws RuleException {
        int phase = RuleReader.number(properties, "phase", incoming && !fallback ? 1 : 0);
        if (phase < 0 || phase > MAX_PHASE) {
            throw new RuleException("phase", "autoLink phase must be between 0 and 9");
        }
        return fallback && !incoming ? AddressKeys.FALLBACK : (char) ('0' + phase);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Map;

import io.sluice.routing.api.AddressEdit;
import io.sluice.routing.core.address.AddressPattern;
import io.sluice.routing.core.rule.RuleException;
import io.sluice.routing.core.rule.RuleReader;

/** From the properties of a {@code linkRoute} configuration to a rule. Stateless. */
final class LinkRouteRuleReader {

    private static final String DISTRIBUTION = "linkBalanced";

    private LinkRouteRuleReader() {}

    /**
     * Reads and checks.
     *
     * @param pid the configuration
     * @param identity as management shows it
     * @param properties attribute values as Configuration Admin gives them
     * @throws RuleException if it cannot take effect
     */
    static LinkRouteRule read(String pid, String identity, Map<String, Object> properties) throws RuleException {
        String prefix = RuleReader.text(properties, "prefix");
        String pattern = RuleReader.text(properties, "pattern");
        if (prefix == null && pattern == null) {
            throw new RuleException(null, "Either a 'prefix' or 'pattern' attribute must be provided");
        }
        if (prefix != null && pattern != null) {
            throw new RuleException("pattern", "Cannot specify both a 'prefix' and a 'pattern' attribute");
        }
        String containerId = RuleReader.text(properties, "containerId");
        String connection = RuleReader.text(properties, "connection");
        if (containerId != null && connection != null) {
            throw new RuleException(
                    "containerId", "Both connection and containerId cannot be specified. Specify only one");
        }
        String distribution = RuleReader.text(properties, "distribution");
        if (distribution != null && !distribution.equals(DISTRIBUTION)) {
            throw new RuleException("distribution", "Invalid value for 'distribution': '" + distribution
                    + "'; expected " + DISTRIBUTION);
        }
        return new LinkRouteRule(
                pid,
                identity,
                RuleReader.text(properties, "name"),
                prefix != null,
                pattern(prefix, pattern),
                incoming(properties),
                containerId,
                connection,
                new AddressEdit(
                        RuleReader.text(properties, "delExternalPrefix"),
                        RuleReader.text(properties, "addExternalPrefix")),
                null);
    }

    private static AddressPattern pattern(String prefix, String pattern) throws RuleException {
        AddressPattern read = prefix != null ? AddressPattern.prefix(prefix) : AddressPattern.pattern(pattern);
        if (read.tokens().isEmpty()) {
            throw prefix != null
                    ? new RuleException("prefix", "Prefix invalid - no tokens")
                    : new RuleException("pattern", "Pattern invalid - no tokens");
        }
        return read;
    }

    static boolean incoming(Map<String, Object> properties) throws RuleException {
        String direction = RuleReader.text(properties, "direction");
        if (direction == null) {
            throw new RuleException("direction", "No 'direction' attribute provided - it is mandatory");
        }
        return switch (direction) {
            case "in" -> true;
            case "out" -> false;
            default -> throw new RuleException("direction", "Invalid value for 'direction': '" + direction
                    + "'; expected in or out");
        };
    }
}

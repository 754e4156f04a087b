// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.rule;

import java.util.Map;

import io.sluice.routing.core.address.AddressPattern;
import io.sluice.routing.core.address.Treatment;

/** From the properties of an {@code address} configuration to a rule. Stateless. */
public final class AddressRuleReader {

    private static final int MAX_PHASE = 9;
    private static final int MAX_PRIORITY = 9;

    private AddressRuleReader() {}

    /**
     * Reads and checks.
     *
     * @param pid the configuration
     * @param identity as management shows it
     * @param properties attribute values as Configuration Admin gives them
     * @throws RuleException if it cannot take effect
     */
    public static AddressRule read(String pid, String identity, Map<String, Object> properties) throws RuleException {
        String prefix = RuleReader.text(properties, "prefix");
        String pattern = RuleReader.text(properties, "pattern");
        if (prefix == null && pattern == null) {
            throw new RuleException(null, "Either a 'prefix' or 'pattern' attribute must be provided");
        }
        if (prefix != null && pattern != null) {
            throw new RuleException("pattern", "Cannot specify both a 'prefix' and a 'pattern' attribute");
        }
        boolean isPrefix = prefix != null;
        boolean waypoint = RuleReader.flag(properties, "waypoint");
        int ingressPhase = phase(properties, "ingressPhase", 0);
        int egressPhase = phase(properties, "egressPhase", waypoint ? 1 : 0);
        boolean fallback = RuleReader.flag(properties, "enableFallback") || RuleReader.flag(properties, "fallback");
        if (fallback && (waypoint || ingressPhase != 0 || egressPhase != 0)) {
            throw new RuleException("enableFallback",
                    "Fallback cannot be specified with waypoint or non-zero ingress and egress phases");
        }
        return new AddressRule(
                pid,
                identity,
                RuleReader.text(properties, "name"),
                isPrefix,
                pattern(isPrefix, isPrefix ? prefix : pattern),
                treatment(properties),
                waypoint,
                ingressPhase,
                egressPhase,
                priority(properties),
                fallback);
    }

    private static AddressPattern pattern(boolean isPrefix, String text) throws RuleException {
        AddressPattern pattern = isPrefix ? AddressPattern.prefix(text) : AddressPattern.pattern(text);
        if (pattern.tokens().isEmpty()) {
            throw isPrefix
                    ? new RuleException("prefix", "Prefix invalid - no tokens")
                    : new RuleException("pattern", "Pattern invalid - no tokens");
        }
        return pattern;
    }

    private static Treatment treatment(Map<String, Object> properties) throws RuleException {
        String distribution = RuleReader.text(properties, "distribution");
        Treatment treatment = distribution == null ? Treatment.BALANCED : Treatment.parse(distribution);
        if (treatment == null) {
            throw new RuleException("distribution", "Invalid value for 'distribution': '" + distribution
                    + "'; expected multicast, closest, balanced, unavailable or plugin:<name>");
        }
        return treatment;
    }

    private static int phase(Map<String, Object> properties, String attribute, int absent) throws RuleException {
        int phase = RuleReader.number(properties, attribute, absent);
        if (phase < 0 || phase > MAX_PHASE) {
            throw new RuleException(attribute, "Phase values must be between 0 and 9");
        }
        return phase;
    }

    private static int priority(Map<String, Object> properties) throws RuleException {
        int priority = RuleReader.number(properties, "priority", -1);
        if (priority < -1 || priority > MAX_PRIORITY) {
            throw new RuleException("priority", "Priority value, if present, must be between 0 and " + MAX_PRIORITY);
        }
        return priority;
    }
}

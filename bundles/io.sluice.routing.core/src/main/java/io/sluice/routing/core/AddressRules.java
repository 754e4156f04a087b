// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Map;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.core.rule.AddressRule;
import io.sluice.routing.core.rule.AddressRuleReader;
import io.sluice.routing.core.rule.RuleException;
import io.sluice.routing.core.rule.RuleKind;

/** The {@code address} configurations. A change counts for addresses that come into use after it. */
final class AddressRules implements RuleKind<AddressRule> {

    /** The factory PID. */
    static final String PID = "io.sluice.address";

    private final AddressTable table;

    AddressRules(AddressTable table) {
        this.table = table;
    }

    @Override
    public String entityType() {
        return EntityTypes.ADDRESS_CONFIG;
    }

    @Override
    public AddressRule read(Origin origin, Map<String, Object> properties) throws RuleException {
        return AddressRuleReader.read(origin.pid(), origin.identity(properties), properties);
    }

    @Override
    public void put(AddressRule old, AddressRule rule) throws RuleException {
        AddressRule equal = table.ruleFor(rule.pattern());
        if (equal != null && !equal.pid().equals(rule.pid())) {
            throw new RuleException(rule.patternAttribute(), "Already exists: '" + rule.pattern().text()
                    + "' means the same as the " + equal.patternAttribute() + " '" + equal.pattern().text() + "'");
        }
        if (old != null) {
            table.removeRule(old);
        }
        table.addRule(rule);
    }

    @Override
    public void remove(AddressRule rule) {
        table.removeRule(rule);
    }

    @Override
    public ManagedEntity entity(AddressRule rule) {
        return AddressRuleEntity.of(rule);
    }
}

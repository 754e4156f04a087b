// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Map;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.core.address.KeyPattern;
import io.sluice.routing.core.rule.BindingRule;
import io.sluice.routing.core.rule.RuleException;
import io.sluice.routing.core.rule.RuleKind;
import io.sluice.routing.core.rule.RuleReader;

/** The {@code binding} configurations. */
final class BindingRules implements RuleKind<BindingRule> {

    /** The factory PID. */
    static final String PID = "io.sluice.binding";

    private static final String EVERY_KEY = "#";

    private final Exchanges exchanges;

    BindingRules(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public String entityType() {
        return EntityTypes.BINDING;
    }

    @Override
    public BindingRule read(Origin origin, Map<String, Object> properties) throws RuleException {
        String exchange = RuleReader.text(properties, "exchangeName");
        if (exchange == null) {
            throw new RuleException("exchangeName", "Binding configuration requires an exchange");
        }
        String address = RuleReader.text(properties, "nextHopAddress");
        if (address == null) {
            throw new RuleException("nextHopAddress", "No next hop specified");
        }
        String identity = origin.identity(properties);
        String name = RuleReader.text(properties, "name");
        Object key = properties.get("bindingKey");
        return new BindingRule(
                origin.pid(),
                identity,
                name == null ? identity : name,
                exchange,
                key == null ? EVERY_KEY : key.toString(),
                address,
                ExchangeRules.phase(properties, "nextHopPhase"));
    }

    @Override
    public void put(BindingRule old, BindingRule rule) throws RuleException {
        Exchange exchange = exchanges.exchange(rule.exchange());
        if (exchange == null) {
            throw new RuleException("exchangeName", "Named exchange does not exist");
        }
        KeyPattern key = KeyPattern.parse(exchange.rule().method(), rule.key());
        if (key == null) {
            throw new RuleException("bindingKey", "The binding key pattern is invalid");
        }
        String hop = exchanges.resolve(rule.address(), rule.phase()).key();
        for (Binding binding : exchanges.bindings()) {
            BindingRule other = binding.rule();
            if (other.pid().equals(rule.pid())) {
                continue;
            }
            if (other.name().equals(rule.name())) {
                throw new RuleException("name", "Duplicate next hop name");
            }
            if (other.exchange().equals(rule.exchange()) && binding.hop().entry().key().equals(hop)
                    && key.equals(KeyPattern.parse(exchange.rule().method(), other.key()))) {
                throw new RuleException("bindingKey", "Next hop for key already exists");
            }
        }
        if (old != null) {
            exchanges.remove(old);
        }
        exchanges.add(rule);
    }

    @Override
    public void remove(BindingRule rule) {
        exchanges.remove(rule);
    }

    @Override
    public ManagedEntity entity(BindingRule rule) {
        return BindingEntity.of(exchanges.binding(rule.pid()));
    }
}

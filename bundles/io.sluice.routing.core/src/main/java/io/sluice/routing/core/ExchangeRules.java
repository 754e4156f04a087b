// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Map;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.core.address.KeyPattern;
import io.sluice.routing.core.rule.ExchangeRule;
import io.sluice.routing.core.rule.RuleException;
import io.sluice.routing.core.rule.RuleKind;
import io.sluice.routing.core.rule.RuleReader;

/** The {@code exchange} configurations. */
final class ExchangeRules implements RuleKind<ExchangeRule> {

    /** The factory PID. */
    static final String PID = "io.sluice.exchange";

    private static final int MAX_PHASE = 9;

    private final Exchanges exchanges;

    ExchangeRules(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public String entityType() {
        return EntityTypes.EXCHANGE;
    }

    @Override
    public ExchangeRule read(Origin origin, Map<String, Object> properties) throws RuleException {
        String name = RuleReader.text(properties, "name");
        if (name == null) {
            throw new RuleException("name", "exchange requires a unique name");
        }
        String address = RuleReader.text(properties, "address");
        if (address == null) {
            throw new RuleException("address", "exchange address is mandatory");
        }
        String matchMethod = RuleReader.text(properties, "matchMethod");
        KeyPattern.Method method = matchMethod == null ? KeyPattern.Method.AMQP : KeyPattern.Method.parse(matchMethod);
        if (method == null) {
            throw new RuleException("matchMethod", "Exchange matchMethod must be either 'amqp' or 'mqtt'");
        }
        return new ExchangeRule(
                origin.pid(),
                origin.identity(properties),
                name,
                address,
                phase(properties, "phase"),
                RuleReader.text(properties, "alternateAddress"),
                phase(properties, "alternatePhase"),
                method);
    }

    /** Reads a phase, 0 if there is none. */
    static int phase(Map<String, Object> properties, String attribute) throws RuleException {
        int phase = RuleReader.number(properties, attribute, 0);
        if (phase < 0 || phase > MAX_PHASE) {
            throw new RuleException(attribute, "phase must be in the range 0-9");
        }
        return phase;
    }

    @Override
    public void put(ExchangeRule old, ExchangeRule rule) throws RuleException {
        Exchange named = exchanges.exchange(rule.name());
        if (named != null && !named.rule().pid().equals(rule.pid())) {
            throw new RuleException("name", "duplicate exchange name");
        }
        String key = exchanges.resolve(rule.address(), rule.phase()).key();
        for (Exchange exchange : exchanges.exchanges()) {
            if (exchange.entry().key().equals(key) && !exchange.rule().pid().equals(rule.pid())) {
                throw new RuleException("address", "duplicate exchange address");
            }
        }
        if (old != null) {
            exchanges.remove(old);
        }
        exchanges.add(rule);
    }

    @Override
    public void remove(ExchangeRule rule) {
        exchanges.remove(rule);
    }

    @Override
    public ManagedEntity entity(ExchangeRule rule) {
        return ExchangeEntity.of(exchanges.exchange(rule.name()));
    }
}

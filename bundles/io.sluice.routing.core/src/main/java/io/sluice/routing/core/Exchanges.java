// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.routing.core.address.KeyPattern;
import io.sluice.routing.core.address.Resolved;
import io.sluice.routing.core.rule.BindingRule;
import io.sluice.routing.core.rule.ExchangeRule;

/** The exchanges and their bindings. Control thread only. */
final class Exchanges {

    private final AddressTable table;
    private final Membership membership;
    private final Map<String, Exchange> byName = new HashMap<>();
    /** Also those whose exchange has gone: they count again when it comes back. */
    private final Map<String, List<Binding>> bindings = new HashMap<>();
    private final Map<String, Binding> bindingsByPid = new LinkedHashMap<>();

    Exchanges(AddressTable table, Membership membership) {
        this.table = table;
        this.membership = membership;
    }

    Exchange exchange(String name) {
        return byName.get(name);
    }

    Collection<Exchange> exchanges() {
        return byName.values();
    }

    Collection<Binding> bindings() {
        return bindingsByPid.values();
    }

    Binding binding(String pid) {
        return bindingsByPid.get(pid);
    }

    /** Returns what an exchange's or next hop's address means; it is in nobody's tenant space. */
    Resolved resolve(String address, int phase) {
        return table.resolve(address, null, true, phase);
    }

    void add(ExchangeRule rule) {
        AddressEntry entry = membership.hold(resolve(rule.address(), rule.phase()));
        NextHop alternate = rule.alternate() == null ? null : hop(rule.alternate(), rule.alternatePhase());
        Exchange exchange = new Exchange(rule, entry, alternate);
        byName.put(rule.name(), exchange);
        bindings.getOrDefault(rule.name(), List.of()).forEach(binding -> bind(exchange, binding));
        entry.exchange(exchange);
    }

    void remove(ExchangeRule rule) {
        Exchange exchange = byName.remove(rule.name());
        exchange.entry().exchange(null);
        bindings.getOrDefault(rule.name(), List.of()).forEach(binding -> unbind(exchange, binding));
        if (exchange.alternate() != null) {
            membership.release(exchange.alternate().entry());
        }
        membership.release(exchange.entry());
    }

    void add(BindingRule rule) {
        Binding binding = new Binding(rule);
        bindings.computeIfAbsent(rule.exchange(), name -> new ArrayList<>()).add(binding);
        bindingsByPid.put(rule.pid(), binding);
        Exchange exchange = byName.get(rule.exchange());
        if (exchange != null) {
            bind(exchange, binding);
        }
    }

    void remove(BindingRule rule) {
        Binding binding = bindingsByPid.remove(rule.pid());
        List<Binding> all = bindings.get(rule.exchange());
        all.remove(binding);
        if (all.isEmpty()) {
            bindings.remove(rule.exchange());
        }
        Exchange exchange = byName.get(rule.exchange());
        if (exchange != null) {
            unbind(exchange, binding);
        }
    }

    private void bind(Exchange exchange, Binding binding) {
        binding.hop(hop(binding.rule().address(), binding.rule().phase()));
        exchange.add(key(exchange, binding), binding);
        membership.changed(exchange.entry());
    }

    private void unbind(Exchange exchange, Binding binding) {
        exchange.remove(key(exchange, binding), binding);
        membership.release(binding.hop().entry());
        membership.changed(exchange.entry());
    }

    private NextHop hop(String address, int phase) {
        return new NextHop(membership.hold(resolve(address, phase)), address, phase);
    }

    /** A key that another method of matching had accepted may be none by the present one: it then matches nothing. */
    private static KeyPattern key(Exchange exchange, Binding binding) {
        KeyPattern key = KeyPattern.parse(exchange.rule().method(), binding.rule().key());
        return key == null ? KeyPattern.NEVER : key;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.core.address.KeyPattern;
import io.sluice.routing.core.address.KeyTree;
import io.sluice.routing.core.rule.ExchangeRule;

/**
 * An exchange in force: takes the deliveries of its address in place of the address's own treatment. Consumers of the
 * address come first and as ever; then one copy goes to each next hop whose binding matches the message's subject, each
 * by the treatment of its address; if nobody had the message, to the alternate.
 */
final class Exchange {

    private final ExchangeRule rule;
    private final KeyTree<Binding> bindings;
    private final LongAdder received = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder forwarded = new LongAdder();
    private final LongAdder diverted = new LongAdder();
    private volatile int bindingCount;
    private final NextHop alternate;
    /** The address; control thread only. */
    private final AddressEntry entry;

    Exchange(ExchangeRule rule, AddressEntry entry, NextHop alternate) {
        this.rule = rule;
        this.bindings = new KeyTree<>(rule.method().separator());
        this.entry = entry;
        this.alternate = alternate;
    }

    ExchangeRule rule() {
        return rule;
    }

    AddressEntry entry() {
        return entry;
    }

    NextHop alternate() {
        return alternate;
    }

    // ---- any thread

    int bindingCount() {
        return bindingCount;
    }

    long received() {
        return received.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    long forwarded() {
        return forwarded.sum();
    }

    long diverted() {
        return diverted.sum();
    }

    /** Returns true if there is somewhere to send to, apart from consumers of the address itself. */
    boolean hasWay() {
        return bindingCount > 0 || alternate != null;
    }

    /** Spreads a delivery; false if nobody has it: it is as it was then. On the producer's loop. */
    boolean forward(AddressEntry from, Delivery delivery) {
        if (!hasWay() && !from.hasConsumers()) {
            return false;
        }
        Spread spread = new Spread(delivery, this);
        spread(from, spread, null);
        return spread.end();
    }

    /**
     * Takes part in spreading a delivery.
     *
     * @param via the next hop of another exchange that led here, null if the message was sent here
     * @return whether anybody has it
     */
    boolean spread(AddressEntry from, Spread spread, NextHop via) {
        received.increment();
        boolean any = from.hasConsumers() && spread.direct(from, via);
        String subject = spread.subject();
        if (subject != null) {
            Set<NextHop> hops = new LinkedHashSet<>();
            for (Binding binding : bindings.match(rule.method().strip(subject))) {
                binding.countMatch();
                hops.add(binding.hop());
            }
            for (NextHop hop : hops) {
                any |= spread.to(hop);
            }
        }
        if (!any && alternate != null && spread.to(alternate)) {
            diverted.increment();
            any = true;
        }
        (any ? forwarded : dropped).increment();
        return any;
    }

    // ---- control thread

    void add(KeyPattern key, Binding binding) {
        bindings.add(key, binding);
        bindingCount = bindingCount + 1;
    }

    void remove(KeyPattern key, Binding binding) {
        bindings.remove(key, binding);
        bindingCount = bindingCount - 1;
    }
}

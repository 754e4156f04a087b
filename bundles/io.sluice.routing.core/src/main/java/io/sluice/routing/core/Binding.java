// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.concurrent.atomic.LongAdder;

import io.sluice.routing.core.rule.BindingRule;

/** A binding in force: one key of one exchange. */
final class Binding {

    private final BindingRule rule;
    private final LongAdder matched = new LongAdder();
    /** Set by the control thread before the binding can match anything. */
    private volatile NextHop hop;

    Binding(BindingRule rule) {
        this.rule = rule;
    }

    BindingRule rule() {
        return rule;
    }

    NextHop hop() {
        return hop;
    }

    void hop(NextHop newHop) {
        hop = newHop;
    }

    void countMatch() {
        matched.increment();
    }

    long matched() {
        return matched.sum();
    }
}

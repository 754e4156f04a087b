// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.rule;

/** A configuration cannot take effect; names the attribute and says why. */
public final class RuleException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String attribute;

    public RuleException(String attribute, String reason) {
        super(reason, null, false, false);
        this.attribute = attribute;
    }

    /** Returns the attribute at fault, null if none in particular. */
    String attribute() {
        return attribute;
    }
}

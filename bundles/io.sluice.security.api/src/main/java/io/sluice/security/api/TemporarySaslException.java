// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

import javax.security.sasl.SaslException;

/** Authentication could not be decided for a reason that may go away, for instance an absent user store: outcome 4. */
public class TemporarySaslException extends SaslException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception whose message is logged, never sent to the peer. */
    public TemporarySaslException(String message) {
        super(message);
    }
}

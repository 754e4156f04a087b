// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.security.api.ConnectionPolicy;
import io.sluice.security.api.PolicyGrant;
import io.sluice.security.api.PolicyRequest;
import io.sluice.transport.api.EndpointSettings;
import io.sluice.transport.api.WireConnection;

/**
 * The policy that there is at the moment. Where there was one with rules, nothing opens while there is none: a policy
 * that is being replaced leaves no gap. Any thread.
 */
final class Policies {

    private volatile ConnectionPolicy policy;
    private volatile boolean required;

    void bind(ConnectionPolicy newPolicy) {
        policy = newPolicy;
    }

    void unbind(ConnectionPolicy oldPolicy) {
        if (policy == oldPolicy) {
            required = oldPolicy.enforced();
            policy = null;
        }
    }

    /** Returns the policy, null if there is none now. */
    ConnectionPolicy present() {
        return policy;
    }

    /** Judges a connection whose peer has sent its Open; null if nothing is to be held against it. */
    PolicyGrant judge(WireConnection wire, String user, String hostname) {
        ConnectionPolicy present = policy;
        EndpointSettings settings = wire.endpoint();
        if (present != null) {
            return present.open(new PolicyRequest(wire.id(), settings.role(), wire.outgoing(),
                    settings.text("policyVhost", null), hostname, user, wire.remoteAddress()));
        }
        boolean outside = !wire.outgoing() && !settings.role().equals("inter-router");
        return required && outside ? PolicyGrant.DENIED : null;
    }

    void closed(long connection) {
        ConnectionPolicy present = policy;
        if (present != null) {
            present.closed(connection);
        }
    }
}

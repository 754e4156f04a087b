// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.amqp.spi.PolicyGuard;
import io.sluice.security.api.ConnectionPolicy;
import io.sluice.security.api.PolicyGrant;
import io.sluice.security.api.PolicySettings;
import io.sluice.transport.api.WireConnection;
import org.apache.qpid.proton.engine.Transport;

/** What the policy says to one connection. Owner loop only, except where said. */
final class PolicyCheck {

    private static final int MIN_FRAME_SIZE = 512;

    private final WireConnection wire;
    private final Policies policies;
    /** Written on the loop, read by any thread. */
    private volatile PolicyGuard guard;
    private boolean refused;

    PolicyCheck(WireConnection wire, Policies policies) {
        this.wire = wire;
        this.policies = policies;
    }

    /** Asks the policy before our Open says what the peer may do. */
    void judge(ProtocolEngine engine, String user, FrameGuard sessions) {
        PolicyGrant grant = policies.judge(wire, user, engine.connection().getRemoteHostname());
        if (grant != null && !grant.allowed()) {
            refused = true;
        } else if (grant != null) {
            guard = new PolicyGuard(wire.id(), grant, policies::present);
            if (!wire.outgoing()) {
                limit(engine.transport(), grant.settings(), sessions);
            }
        }
    }

    private static void limit(Transport transport, PolicySettings settings, FrameGuard sessions) {
        if (settings.maxSessions() > 0) {
            int channelMax = Math.min(transport.getChannelMax(), settings.maxSessions() - 1);
            transport.setChannelMax(channelMax);
            sessions.limit(channelMax);
        }
        if (settings.maxFrameSize() > 0) {
            transport.setMaxFrameSize(
                    Math.max(MIN_FRAME_SIZE, Math.min(transport.getMaxFrameSize(), settings.maxFrameSize())));
        }
    }

    /** Returns true if the connection must not open. */
    boolean refused() {
        return refused;
    }

    /** Returns what holds the peer to the policy, null if nothing does. */
    PolicyGuard guard() {
        return guard;
    }

    /** Returns the virtual host that the policy found, null if there is no policy. */
    String vhost() {
        return guard == null ? null : guard.grant().vhost();
    }

    /** Counts with a policy that has come after this connection. Any thread. */
    void adoptedBy(ConnectionPolicy policy) {
        PolicyGuard present = guard;
        if (present != null) {
            policy.adopt(wire.id(), present.grant());
        }
    }

    /** Tells whether a requester is this connection's peer, and must not close connections. Any thread. */
    boolean forbidsClosing(String requester) {
        PolicyGuard present = guard;
        return present != null && !present.grant().settings().allowAdminStatusUpdate()
                && requester.equals("connection [C" + wire.id() + "]");
    }

    void closed() {
        if (guard != null) {
            policies.closed(wire.id());
        }
    }
}

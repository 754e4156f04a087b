// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.amqp.spi.PolicyGuard;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterLink;
import org.apache.qpid.proton.engine.Delivery;

/** Holds the messages of one incoming link to the size that a policy allows. Owner loop only. */
final class SizeLimit {

    private static final String TEXT = "Message size exceeded";
    private static final Outcome TOO_LARGE = Outcome.rejected("amqp:link:message-size-exceeded", TEXT);

    private final BaseLink link;
    private final PolicyGuard policy;
    private long bytes;

    private SizeLimit(BaseLink link, PolicyGuard policy) {
        this.link = link;
        this.policy = policy;
    }

    /** Returns the limit of a link, null if it has none. */
    static SizeLimit of(BaseLink link) {
        PolicyGuard policy = link.connection().policy();
        return policy == null || policy.maxMessageSize() <= 0 ? null : new SizeLimit(link, policy);
    }

    /** Counts what has come of a message; returns true if that is too much. */
    boolean exceeded(int more, boolean complete) {
        bytes += more;
        boolean tooLarge = bytes > policy.maxMessageSize();
        if (complete) {
            bytes = 0;
        }
        return tooLarge;
    }

    /** The rest of the message does not come. */
    void aborted() {
        bytes = 0;
    }

    /** Rejects a message that is too large, and ends link and connection, as that is no mistake of one message. */
    void enforce(Delivery engineDelivery) {
        RouterLink router = link.routerLink();
        policy.tooLarge(router == null ? "" : "[L" + router.id() + "]");
        if (!engineDelivery.remotelySettled()) {
            engineDelivery.disposition(link.inbox().outcomes().encode(TOO_LARGE));
        }
        engineDelivery.settle();
        engineDelivery.getLink().close();
        link.connection().closeWithError("amqp:connection:forced", TEXT);
    }
}

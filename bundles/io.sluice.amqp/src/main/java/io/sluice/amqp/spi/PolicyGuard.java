// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.spi;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.security.api.ConnectionPolicy;
import io.sluice.security.api.ConnectionPolicy.Denial;
import io.sluice.security.api.PolicyGrant;
import io.sluice.security.api.PolicySettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the peer of one connection to what a policy allows it. Owner loop only. */
public final class PolicyGuard {

    private static final Logger POLICY = LoggerFactory.getLogger("POLICY");
    private static final String DISALLOWED = "link disallowed by local policy";
    private static final String NOT_ALLOWED = "amqp:unauthorized-access";
    private static final String TOO_MANY = "amqp:resource-limit-exceeded";

    private final long connection;
    private final PolicyGrant grant;
    private final PolicySettings settings;
    private final Supplier<ConnectionPolicy> policy;
    private int senders;
    private int receivers;

    /**
     * Makes a guard.
     *
     * @param grant that the connection may open
     * @param policy the policy that there is now, null if there is none
     */
    public PolicyGuard(long connection, PolicyGrant grant, Supplier<ConnectionPolicy> policy) {
        this.connection = connection;
        this.grant = grant;
        this.settings = grant.settings();
        this.policy = policy;
    }

    /** Returns what was granted. */
    public PolicyGrant grant() {
        return grant;
    }

    private void denied(Denial what) {
        ConnectionPolicy present = policy.get();
        if (present != null) {
            present.denied(connection, what);
        }
    }

    private String whom() {
        return " for user '" + grant.user() + "', rhost '" + grant.host() + "', vhost '" + grant.asked() + "'";
    }

    // ---- links

    /** Judges a link that the peer asks for, and counts it if it is allowed; null: it is. */
    public LinkError attach(LinkDescriptor link) {
        LinkError error = link.incoming() ? sender(link) : receiver(link);
        if (error != null) {
            denied(link.incoming() ? Denial.SENDER : Denial.RECEIVER);
        } else if (link.incoming()) {
            senders++;
        } else {
            receivers++;
        }
        return error;
    }

    /** A link that was allowed has ended. */
    public void detached(boolean incoming) {
        if (incoming) {
            senders--;
        } else {
            receivers--;
        }
    }

    private LinkError sender(LinkDescriptor link) {
        if (settings.maxSenders() > 0 && senders >= settings.maxSenders()) {
            return deny(TOO_MANY, "sender", whom() + " based on maxSenders limit");
        }
        if (link.kind() == LinkDescriptor.Kind.ANONYMOUS) {
            return judge(settings.allowAnonymousSender(), "anonymous sender", whom());
        }
        if (link.kind() != LinkDescriptor.Kind.ADDRESSED) {
            return null;
        }
        LinkError error = capabilities(link, "sender");
        return error != null ? error : judge(settings.targets().allows(link.address()),
            "sender link '" + link.address() + "'", whom() + " based on link target name");
    }

    private LinkError receiver(LinkDescriptor link) {
        if (settings.maxReceivers() > 0 && receivers >= settings.maxReceivers()) {
            return deny(TOO_MANY, "receiver", whom() + " based on maxReceivers limit");
        }
        if (link.kind() == LinkDescriptor.Kind.DYNAMIC) {
            return judge(settings.allowDynamicSource(), "receiver dynamic source", whom() + ",");
        }
        if (link.kind() != LinkDescriptor.Kind.ADDRESSED) {
            return deny(NOT_ALLOWED, "receiver link ''", whom());
        }
        LinkError error = capabilities(link, "receiver");
        return error != null ? error : judge(settings.sources().allows(link.address()),
            "receiver link '" + link.address() + "'", whom() + " based on link source name");
    }

    private LinkError capabilities(LinkDescriptor link, String kind) {
        List<String> capabilities = link.capabilities();
        String what = kind + " link '" + link.address() + "'";
        if (!settings.allowWaypointLinks() && capabilities.stream().anyMatch(one -> one.startsWith("qd.waypoint"))) {
            return deny(NOT_ALLOWED, what, whom() + ".  Waypoint capability not permitted");
        }
        return !settings.allowFallbackLinks() && capabilities.contains("qd.fallback")
            ? deny(NOT_ALLOWED, what, whom() + ".  Fallback capability not permitted") : null;
    }

    private LinkError judge(boolean allowed, String what, String rest) {
        if (allowed) {
            POLICY.trace("[C{}] ALLOW AMQP Attach {}{}", connection, what, rest);
            return null;
        }
        return deny(NOT_ALLOWED, what, rest);
    }

    private LinkError deny(String condition, String what, String rest) {
        POLICY.info("[C{}] DENY AMQP Attach {}{}", connection, what, rest);
        return new LinkError(condition, DISALLOWED);
    }

    // ---- messages

    /** Returns the largest message in bytes, 0 if there is no limit. */
    public long maxMessageSize() {
        return settings.maxMessageSize();
    }

    /** Returns whether the user that messages name has to be looked at. */
    public boolean judgesUserId() {
        return !settings.allowUserIdProxy();
    }

    /** Returns whether a message may name a user; null stands for no name. */
    public boolean allowsUserId(byte[] userId) {
        return userId == null || settings.allowUserIdProxy()
            || Arrays.equals(userId, grant.user().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Judges where a message of an anonymous sender goes. */
    public boolean allowsTarget(String to) {
        boolean allowed = to == null || settings.targets().allows(to);
        if (allowed && to != null) {
            POLICY.trace("[C{}] ALLOW AMQP message to '{}'{} based on target address", connection, to, whom());
        } else if (!allowed) {
            POLICY.info("[C{}] DENY AMQP message to '{}'{} based on target address", connection, to, whom());
        }
        return allowed;
    }

    /** A message is too large. */
    public void tooLarge(String link) {
        POLICY.warn("[C{}]{} DENY AMQP Transfer maxMessageSize exceeded", connection, link);
        denied(Denial.MESSAGE_SIZE);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import io.sluice.security.api.ConnectionPolicy.Denial;
import io.sluice.security.api.PolicyGrant;

/** What was allowed and denied on connections of one vhost. Any thread; a vhost that is changed keeps its counts. */
final class Counts {

    private final Map<String, Integer> perUser = new TreeMap<>();
    private final Map<String, Integer> perHost = new TreeMap<>();
    private final Map<Denial, Long> denials = new HashMap<>();
    private long approved;
    private long denied;
    private int current;

    /** Counts a connection as open, or says why it must not be; null: it may. */
    synchronized String open(Vhost vhost, Group group, String user, String host) {
        String refusal = null;
        if (current >= vhost.maxConnections()) {
            refusal = "Connection denied by application connection limit";
        } else if (perUser.getOrDefault(user, 0) >= group.limit("maxConnectionsPerUser", vhost.maxPerUser())) {
            refusal = "Connection denied by application per user limit";
        } else if (perHost.getOrDefault(host, 0) >= group.limit("maxConnectionsPerHost", vhost.maxPerHost())) {
            refusal = "Connection denied by application per host limit";
        }
        if (refusal == null) {
            approved++;
            enter(user, host);
        }
        return refusal;
    }

    /** Counts a connection that is open already. */
    synchronized void adopt(PolicyGrant grant) {
        enter(grant.user(), grant.host());
    }

    private void enter(String user, String host) {
        current++;
        perUser.merge(user, 1, Integer::sum);
        perHost.merge(host, 1, Integer::sum);
    }

    synchronized void leave(PolicyGrant grant) {
        current--;
        perUser.computeIfPresent(grant.user(), (user, count) -> count == 1 ? null : count - 1);
        perHost.computeIfPresent(grant.host(), (host, count) -> count == 1 ? null : count - 1);
    }

    synchronized void refused() {
        denied++;
    }

    synchronized void denied(Denial what) {
        denials.merge(what, 1L, Long::sum);
    }

    synchronized Object attribute(String name) {
        return switch (name) {
            case "connectionsApproved" -> approved;
            case "connectionsDenied" -> denied;
            case "connectionsCurrent" -> (long) current;
            case "perUserState" -> new TreeMap<>(perUser);
            case "perHostState" -> new TreeMap<>(perHost);
            case "sessionDenied" -> denials.getOrDefault(Denial.SESSION, 0L);
            case "senderDenied" -> denials.getOrDefault(Denial.SENDER, 0L);
            case "receiverDenied" -> denials.getOrDefault(Denial.RECEIVER, 0L);
            case "maxMessageSizeDenied" -> denials.getOrDefault(Denial.MESSAGE_SIZE, 0L);
            default -> null;
        };
    }
}

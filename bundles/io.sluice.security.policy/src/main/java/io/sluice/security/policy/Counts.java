// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.sluice.security.api.ConnectionPolicy.Denial;
import io.sluice.security.api.PolicyGrant;

/** What was allowed and denied on connections of one vhost. Any thread; a vhost that is changed keeps its counts. */
final class Counts {

    /** Users and hosts without connections are shown, but not kept beyond this. */
    private static final int MOST_NAMES = 1000;

    /** The connections of each user and of each host, by the peer's address. */
    private final Map<String, List<String>> perUser = new TreeMap<>();
    private final Map<String, List<String>> perHost = new TreeMap<>();
    private final Map<Denial, Long> denials = new HashMap<>();
    private long approved;
    private long denied;
    private int current;

    /** Counts a connection as open, or says why it must not be; null: it may. */
    synchronized String open(Vhost vhost, Group group, String user, String host, String peer) {
        String refusal = null;
        if (current >= vhost.maxConnections()) {
            refusal = "Connection denied by application connection limit";
        } else if (perUser.getOrDefault(user, List.of()).size()
                >= group.limit("maxConnectionsPerUser", vhost.maxPerUser())) {
            refusal = "Connection denied by application per user limit";
        } else if (perHost.getOrDefault(host, List.of()).size()
                >= group.limit("maxConnectionsPerHost", vhost.maxPerHost())) {
            refusal = "Connection denied by application per host limit";
        }
        if (refusal == null) {
            approved++;
            enter(user, host, peer);
        }
        return refusal;
    }

    /** Counts a connection that is open already. */
    synchronized void adopt(PolicyGrant grant) {
        enter(grant.user(), grant.host(), grant.peer());
    }

    private void enter(String user, String host, String peer) {
        current++;
        if (perUser.size() >= MOST_NAMES) {
            perUser.values().removeIf(List::isEmpty);
        }
        if (perHost.size() >= MOST_NAMES) {
            perHost.values().removeIf(List::isEmpty);
        }
        perUser.computeIfAbsent(user, key -> new ArrayList<>()).add(peer);
        perHost.computeIfAbsent(host, key -> new ArrayList<>()).add(peer);
    }

    synchronized void leave(PolicyGrant grant) {
        current--;
        perUser.getOrDefault(grant.user(), new ArrayList<>()).remove(grant.peer());
        perHost.getOrDefault(grant.host(), new ArrayList<>()).remove(grant.peer());
    }

    synchronized void refused() {
        denied++;
    }

    synchronized void denied(Denial what) {
        denials.merge(what, 1L, Long::sum);
    }

    private static Map<String, Object> copy(Map<String, List<String>> state) {
        Map<String, Object> copy = new TreeMap<>();
        state.forEach((name, peers) -> copy.put(name, List.copyOf(peers)));
        return copy;
    }

    synchronized Object attribute(String name) {
        return switch (name) {
            case "connectionsApproved" -> approved;
            case "connectionsDenied" -> denied;
            case "connectionsCurrent" -> (long) current;
            case "perUserState" -> copy(perUser);
            case "perHostState" -> copy(perHost);
            case "sessionDenied" -> denials.getOrDefault(Denial.SESSION, 0L);
            case "senderDenied" -> denials.getOrDefault(Denial.SENDER, 0L);
            case "receiverDenied" -> denials.getOrDefault(Denial.RECEIVER, 0L);
            case "maxMessageSizeDenied" -> denials.getOrDefault(Denial.MESSAGE_SIZE, 0L);
            default -> null;
        };
    }
}

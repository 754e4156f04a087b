// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.AddressEdit;
import io.sluice.routing.core.address.AddressPattern;

/**
 * One link route. Immutable.
 *
 * @param pid the configuration it came from, null if a connection brought it
 * @param identity as management shows it
 * @param name as configured, null if it was not
 * @param isPrefix configured by {@code prefix}, else by {@code pattern}
 * @param pattern the addresses it applies to
 * @param incoming for links on which clients send, else for those on which they receive
 * @param containerId the container id of its destinations, null if it does not say
 * @param connection the name of the listener or connector of its destinations, null if it does not say
 * @param edit how addresses are written towards the container
 * @param owner the connection that brought it and is its only destination, null for a configured one
 */
public record LinkRouteRule(
        String pid,
        String identity,
        String name,
        boolean isPrefix,
        AddressPattern pattern,
        boolean incoming,
        String containerId,
        String connection,
        AddressEdit edit,
        CoreConnection owner) {

    /** Returns true if links can go to a connection. */
    boolean leadsTo(CoreConnection candidate) {
        if (owner != null) {
            return owner == candidate;
        }
        if (!candidate.isRouteContainer()) {
            return false;
        }
        return containerId != null
                ? containerId.equals(candidate.descriptor().container())
                : connection != null && connection.equals(candidate.descriptor().name());
    }

    /** Returns the key of its address: class and pattern, as routers tell each other. */
    String key() {
        char keyClass = isPrefix ? incoming ? 'C' : 'D' : incoming ? 'E' : 'F';
        return keyClass + pattern.text();
    }

    String patternAttribute() {
        return isPrefix ? "prefix" : "pattern";
    }

    String direction() {
        return incoming ? "in" : "out";
    }

    /** What log lines say: name, or identity, and where. */
    String logText(CoreConnection destination) {
        String shown = name == null ? identity : name;
        return connection == null
                ? "'" + shown + "' on container " + destination.descriptor().container()
                : "'" + shown + "' on connection " + connection;
    }
}

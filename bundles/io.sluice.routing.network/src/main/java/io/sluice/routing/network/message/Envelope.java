// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.message;

import java.util.Arrays;
import java.util.List;

/**
 * A message on its way. Immutable.
 *
 * @param to the address, as text
 * @param trace the routers passed, oldest first, each as {@code 0/<id>}; the first one made the message
 * @param payload the message
 */
public record Envelope(String to, List<String> trace, Payload payload) {

    /** Makes an envelope for a message of this router. */
    public static Envelope of(String to, String nodeId, ControlMessage message) {
        return new Envelope(to, List.of(nodeId), Payload.of(message));
    }

    /** Returns the same with one more router passed. */
    public Envelope via(String nodeId) {
        String[] longer = trace.toArray(new String[trace.size() + 1]);
        longer[trace.size()] = nodeId;
        return new Envelope(to, Arrays.asList(longer), payload);
    }

    /** Returns the router that made the message, or null if there is no trace. */
    public String ingress() {
        return trace.isEmpty() ? null : trace.get(0);
    }
}

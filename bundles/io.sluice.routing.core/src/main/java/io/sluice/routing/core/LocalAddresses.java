// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.LinkedHashMap;
import java.util.Map;

import io.sluice.routing.core.address.Treatment;

/** The addresses with users here that other routers are to know of, with their treatments. Control thread only. */
final class LocalAddresses {

    /** How the protocol counts the treatments of addresses. */
    static final int FLOOD = 0;
    static final int MULTICAST = 1;
    static final int CLOSEST = 2;
    static final int BALANCED = 3;
    static final int LINK_BALANCED = 4;

    private final Map<String, Integer> treatments = new LinkedHashMap<>();

    /** Returns the number of a treatment; a plug-in's is not known to others. */
    static int number(Treatment treatment) {
        return switch (treatment.kind()) {
            case MULTICAST -> MULTICAST;
            case CLOSEST -> CLOSEST;
            default -> BALANCED;
        };
    }

    /** Returns false if it was there. */
    boolean add(String key, int treatment) {
        return treatments.putIfAbsent(key, treatment) == null;
    }

    /** Returns false if it was not there. */
    boolean remove(String key) {
        return treatments.remove(key) != null;
    }

    void tellAll(NetworkSession session) {
        treatments.forEach(session::addressAdded);
    }
}

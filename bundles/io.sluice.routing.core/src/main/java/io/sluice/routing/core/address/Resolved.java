// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.address;

/**
 * What an address text means for one link. Immutable.
 *
 * @param key class and rest, as in management
 * @param treatment how a new entry under the key distributes
 * @param priority 0 to 9, or -1 if none is configured
 * @param hasFallback a new entry under the key gets a fallback
 */
public record Resolved(String key, Treatment treatment, int priority, boolean hasFallback) {

    public Resolved(String key, Treatment treatment, int priority) {
        this(key, treatment, priority, false);
    }


    /** Returns the same with another treatment. */
    public Resolved with(Treatment other) {
        return new Resolved(key, other, priority, hasFallback);
    }
}

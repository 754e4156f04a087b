// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

/**
 * Who receives from an address at one moment. Immutable; the arrays are not to be changed.
 *
 * @param inside consumers in this process
 * @param links consumers' links
 * @param routers other routers with consumers
 */
record Targets(InProcessConsumer[] inside, OutgoingLink[] links, RemoteRouter[] routers) {

    static final Targets NONE =
            new Targets(new InProcessConsumer[0], new OutgoingLink[0], new RemoteRouter[0]);

    boolean isEmpty() {
        return links.length == 0 && inside.length == 0 && routers.length == 0;
    }
}

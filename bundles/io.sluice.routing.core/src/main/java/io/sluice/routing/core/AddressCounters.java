// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.concurrent.atomic.LongAdder;

/**
 * What an address has counted apart from its present links: deliveries of anonymous senders, and the last figures of
 * links that have ended. Addressed links count for themselves, so that their data path shares no counter.
 */
final class AddressCounters {

    private final LongAdder anonymous = new LongAdder();
    private final LongAdder anonymousRouteContainer = new LongAdder();
    private final LongAdder toContainer = new LongAdder();
    private final LongAdder fromContainer = new LongAdder();
    private final LongAdder redirected = new LongAdder();
    private final LongAdder transit = new LongAdder();
    // guarded by the entry's lock
    private final Sum retired = new Sum();

    /** A delivery of an anonymous sender has come for this address. Any thread. */
    void countAnonymous(boolean routeContainer) {
        anonymous.increment();
        if (routeContainer) {
            anonymousRouteContainer.increment();
        }
    }

    /** An in-process consumer is about to take a delivery. Any thread. */
    void countToContainer() {
        toContainer.increment();
    }

    /** It has not taken it. Any thread. */
    void takeBackToContainer() {
        toContainer.decrement();
    }

    /** An in-process producer has sent a delivery. Any thread. */
    void countFromContainer() {
        fromContainer.increment();
    }

    /** A delivery has gone to the fallback. Any thread. */
    void countRedirected() {
        redirected.increment();
    }

    /** A delivery was sent on to another router. Any thread. */
    void countTransit() {
        transit.increment();
    }

    long transit() {
        return transit.sum();
    }

    long redirected() {
        return redirected.sum();
    }

    long toContainer() {
        return toContainer.sum();
    }

    long fromContainer() {
        return fromContainer.sum();
    }

    void retire(OutgoingLink link) {
        retired.addEgress(link);
    }

    void retire(IncomingLink link) {
        retired.addIngress(link);
    }

    Sum base() {
        Sum sum = new Sum();
        sum.ingress = retired.ingress + anonymous.sum();
        sum.ingressRouteContainer = retired.ingressRouteContainer + anonymousRouteContainer.sum();
        sum.egress = retired.egress;
        sum.egressRouteContainer = retired.egressRouteContainer;
        return sum;
    }

    /** Figures of one address. */
    static final class Sum {
        long ingress;
        long ingressRouteContainer;
        long egress;
        long egressRouteContainer;

        void addEgress(OutgoingLink link) {
            long count = link.stats().forwarded;
            egress += link.ofFallback() ? 0 : count;
            egressRouteContainer += link.connection().isRouteContainer() ? count : 0;
        }

        void addIngress(IncomingLink link) {
            long count = link.stats().deliveries - link.stats().unrouted;
            ingress += link.ofFallback() ? 0 : count;
            ingressRouteContainer += link.connection().isRouteContainer() ? count : 0;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Arrays;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.core.address.Treatment;

/**
 * How deliveries are spread when other routers have consumers too. {@code closest} goes to another router only if
 * nobody here takes it, and then to those of the lowest cost in turn; {@code balanced} weighs what is open there plus
 * the cost of the way against the load of links here; {@code multicast} sends one copy by each trunk that leads to
 * consumers. A plug-in's strategy knows links only: other routers come after them. Nothing goes to a router that it has
 * passed. Stateless.
 */
final class RemoteForward {

    private RemoteForward() {}

    /** As {@link ForwardStrategy#forward}. */
    static boolean forward(AddressEntry entry, Targets targets, ForwardStrategy strategy, Delivery delivery) {
        return switch (entry.treatment().kind()) {
            case MULTICAST -> multicast(entry, targets, delivery);
            case CLOSEST -> local(entry, targets, strategy, delivery) || anycast(entry, targets, delivery);
            case PLUGIN -> targets.links().length > 0
                    ? strategy.forward(entry, targets.links(), delivery)
                    : anycast(entry, targets, delivery) || local(entry, targets, strategy, delivery);
            default -> balanced(entry, targets, strategy, delivery)
                    || targets.inside().length > 0 && local(entry, targets, strategy, delivery);
        };
    }

    private static boolean local(AddressEntry entry, Targets targets, ForwardStrategy strategy, Delivery delivery) {
        return targets.inside().length > 0
                ? InProcessForward.forward(entry, strategy, targets.inside(), targets.links(), delivery)
                : targets.links().length > 0 && strategy.forward(entry, targets.links(), delivery);
    }

    // ---- multicast

    private static boolean multicast(AddressEntry entry, Targets targets, Delivery delivery) {
        Trunk[] trunks = trunks(targets.routers(), delivery);
        int size = trunks.length;
        for (OutgoingLink link : targets.links()) {
            size += link.isLive() ? 1 : 0;
        }
        DeliveryTaker[] takers = Arrays.copyOf(trunks, size + targets.inside().length, DeliveryTaker[].class);
        int at = trunks.length;
        for (OutgoingLink link : targets.links()) {
            if (at < size && link.isLive()) {
                takers[at++] = link;
            }
        }
        System.arraycopy(targets.inside(), 0, takers, at, targets.inside().length);
        takers = at == size ? takers : Arrays.copyOf(takers, at + targets.inside().length);
        if (!MulticastStrategy.copyToAll(takers, delivery)) {
            return false;
        }
        for (int i = 0; i < trunks.length; i++) {
            entry.counters().countTransit();
        }
        return true;
    }

    /**
     * Returns the trunks that lead to some routers, each once. Valid origins are not asked for: in a ring there is a
     * copy from either side, and so none is lost while a router has not yet heard of a lost link.
     */
    private static Trunk[] trunks(RemoteRouter[] routers, Delivery delivery) {
        Trunk[] trunks = new Trunk[routers.length];
        int count = 0;
        if (routers[0].directory().origin(delivery) != RouterDirectory.UNKNOWN) {
            for (RemoteRouter router : routers) {
                Trunk hop = hop(router.route(), delivery);
                if (hop != null && !contains(trunks, count, hop)) {
                    trunks[count++] = hop;
                }
            }
        }
        return Arrays.copyOf(trunks, count);
    }

    private static boolean contains(Trunk[] trunks, int count, Trunk trunk) {
        for (int i = 0; i < count; i++) {
            if (trunks[i] == trunk) {
                return true;
            }
        }
        return false;
    }

    /** Returns the trunk that a delivery can take by a route, null if there is none. */
    private static Trunk hop(Route route, Delivery delivery) {
        return route == null || !route.hop().isLive() || route.hop().isBehind(delivery) ? null : route.hop();
    }

    // ---- one of the nearest

    private static boolean anycast(AddressEntry entry, Targets targets, Delivery delivery) {
        RemoteRouter[] routers = targets.routers();
        if (routers.length == 1) {
            Trunk hop = hop(routers[0].route(), delivery);
            return hop != null && send(entry, hop, delivery);
        }
        int least = Integer.MAX_VALUE;
        int ties = 0;
        for (RemoteRouter router : routers) {
            Route route = router.route();
            if (hop(route, delivery) != null && route.cost() <= least) {
                ties = route.cost() < least ? 1 : ties + 1;
                least = route.cost();
            }
        }
        if (ties == 0) {
            return false;
        }
        int turn = entry.remoteRota().takeTurn(ties);
        return sendToOne(entry, routers, least, turn, delivery) || ties > 1
                && sendToOne(entry, routers, least, 0, delivery);
    }

    /** Sends to the router whose turn it is among those of one cost, or to one behind it. */
    private static boolean sendToOne(
            AddressEntry entry, RemoteRouter[] routers, int cost, int turn, Delivery delivery) {
        int before = turn;
        for (RemoteRouter router : routers) {
            Route route = router.route();
            Trunk hop = hop(route, delivery);
            if (hop != null && route.cost() == cost && before-- <= 0 && send(entry, hop, delivery)) {
                return true;
            }
        }
        return false;
    }

    /** Hands one delivery to a trunk. */
    static boolean send(AddressEntry entry, Trunk trunk, Delivery delivery) {
        boolean growing = !delivery.content().isComplete();
        if (growing) {
            delivery.content().readBy(delivery);
        }
        boolean counted = entry.treatment().kind() == Treatment.Kind.BALANCED;
        if (counted ? entry.transit().send(trunk, delivery) : trunk.offer(delivery)) {
            entry.counters().countTransit();
            return true;
        }
        if (growing) {
            delivery.content().readBy();
        }
        return false;
    }

    // ---- the least load

    private static boolean balanced(AddressEntry entry, Targets targets, ForwardStrategy strategy, Delivery delivery) {
        OutgoingLink[] links = targets.links();
        int local = links.length == 0 ? -1
                : BalancedStrategy.choose(entry.rota().turn(links.length), links, null);
        int load = local < 0 ? Integer.MAX_VALUE : links[local].load();
        boolean eligible = local >= 0 && links[local].capacity() > load;
        if (!eligible || load > 0) {
            Trunk better = better(entry, targets.routers(), load, eligible, delivery);
            if (better != null && send(entry, better, delivery)) {
                return true;
            }
        }
        return local >= 0 && strategy.forward(entry, links, delivery);
    }

    /** Returns the trunk with less load than the best link here, null if there is none. */
    private static Trunk better(
            AddressEntry entry, RemoteRouter[] routers, int localLoad, boolean localEligible, Delivery delivery) {
        int entered = routers[0].directory().origin(delivery);
        // It need not be lost only because nobody knows where it comes from.
        int origin = entered == RouterDirectory.UNKNOWN ? 0 : entered;
        Trunk best = null;
        int bestLoad = localLoad;
        boolean bestEligible = localEligible;
        for (RemoteRouter router : routers) {
            Route route = router.route();
            Trunk hop = hop(route, delivery);
            if (hop != null && route.isValidOrigin(origin)) {
                int open = entry.transit().of(hop);
                boolean eligible = hop.capacity() > open;
                int load = open + route.cost();
                if (eligible == bestEligible ? load < bestLoad : eligible) {
                    best = hop;
                    bestLoad = load;
                    bestEligible = eligible;
                }
            }
        }
        return best;
    }
}

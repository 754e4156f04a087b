// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.core.address.AddressKeys;
import io.sluice.routing.core.address.Treatment;

/**
 * One address in use. The data path reads {@link #targets}, an immutable snapshot; the control thread keeps the
 * members and publishes a snapshot per batch of changes. The members are guarded by this object's lock only because
 * management counts them; the data path takes no lock.
 */
public final class AddressEntry {

    private final String key;
    private final Treatment treatment;
    private final ForwardStrategy strategy;
    private final AddressCounters counters = new AddressCounters();
    private final Rota rota = new Rota();
    private final Rota inProcessRota = new Rota();
    private final Rota remoteRota = new Rota();
    private final Transit transit = new Transit();
    private volatile int priority;
    private volatile Targets targets = Targets.NONE;
    private volatile Fallback fallback;
    private volatile boolean removed;
    private volatile Exchange exchange;
    private volatile AddressTimes times;

    // members: written by the control thread under the lock, read by others under the lock
    private final Set<OutgoingLink> outgoing = new LinkedHashSet<>();
    private final Set<InProcessConsumer> inside = new LinkedHashSet<>();
    private final Set<IncomingLink> incoming = new LinkedHashSet<>();
    // control thread only
    private final List<IncomingLink> fresh = new ArrayList<>();
    private final Set<AddressEntry> primaries = new LinkedHashSet<>();
    private final Set<RemoteRouter> routers = new LinkedHashSet<>();
    private boolean available;
    private int holds;

    AddressEntry(String key, Treatment treatment, int priority, ForwardStrategy strategy) {
        this.key = key;
        this.treatment = treatment;
        this.priority = priority;
        this.strategy = strategy;
    }

    // ---- any thread

    public String key() {
        return key;
    }

    /** Returns the phase that the key names, 0 if it names none. */
    int phase() {
        char phase = key.charAt(0) == AddressKeys.MOBILE ? key.charAt(1) : '0';
        return phase == AddressKeys.FALLBACK ? RouterAnnotations.FALLBACK_PHASE : phase - '0';
    }

    public Treatment treatment() {
        return treatment;
    }

    public int priority() {
        return priority;
    }

    AddressCounters counters() {
        return counters;
    }

    int consumerCount() {
        return targets.links().length;
    }

    public int inProcessCount() {
        return targets.inside().length;
    }

    /** Returns the other routers that have consumers. Not to be changed. */
    public RemoteRouter[] remotes() {
        return targets.routers();
    }

    /** Returns what was sent to other routers and is not settled. */
    Transit transit() {
        return transit;
    }

    /** Returns true if the entry is no longer in the table; a cache must look again. */
    public boolean isRemoved() {
        return removed;
    }

    /** Hands a delivery, or copies of it, to whom it is for. On the producer's loop. */
    TransferResult forward(Delivery delivery) {
        Exchange here = exchange;
        if (!(here == null ? deliver(delivery) : here.forward(this, delivery))) {
            return TransferResult.NO_ROUTE;
        }
        delivery.content().routed();
        return TransferResult.ROUTED;
    }

    /** Returns true if one of the consumers is on a connection. */
    boolean hasConsumerOn(CoreConnection connection) {
        for (OutgoingLink link : targets.links()) {
            if (link.connection() == connection) {
                return true;
            }
        }
        return false;
    }

    /** Returns everybody that receives from this address at present, with one more. */
    DeliveryTaker[] takersAnd(DeliveryTaker further) {
        Targets now = targets;
        OutgoingLink[] links = now.links();
        InProcessConsumer[] here = now.inside();
        DeliveryTaker[] all = new DeliveryTaker[links.length + here.length + 1];
        System.arraycopy(links, 0, all, 0, links.length);
        System.arraycopy(here, 0, all, links.length, here.length);
        all[links.length + here.length] = further;
        return all;
    }

    /** Hands a delivery, or copies of it, to consumers of this address; false if nobody took it. */
    boolean deliver(Delivery delivery) {
        int configured = priority;
        if (configured >= 0) {
            delivery.priority(configured);
        }
        Targets now = targets;
        if (now.routers().length > 0) {
            return RemoteForward.forward(this, now, strategy, delivery);
        }
        return now.inside().length > 0
                ? InProcessForward.forward(this, strategy, now.inside(), now.links(), delivery)
                : now.links().length > 0 && strategy.forward(this, now.links(), delivery);
    }

    /** Returns the exchange that takes the deliveries of this address, null if there is none. */
    Exchange exchange() {
        return exchange;
    }

    public boolean hasConsumers() {
        return !targets.isEmpty();
    }

    /** Returns true for an exchange with nowhere to send to: its producers have credit until they try. */
    boolean isDeadEnd() {
        Exchange here = exchange;
        return here != null && !here.hasWay() && !hasConsumers();
    }

    /** As {@link #forward}, and if nobody takes it, it goes to the fallback of this address, if there is one. */
    TransferResult forwardOrRedirect(Delivery delivery) {
        TransferResult result = forward(delivery);
        Fallback other = fallback;
        return result == TransferResult.NO_ROUTE && other != null ? other.redirect(delivery) : result;
    }

    /** Returns the address' fallback, null if it has none. */
    public Fallback fallback() {
        return fallback;
    }

    /** Returns whose turn it is among the links. */
    Rota rota() {
        return rota;
    }

    /** Returns whose turn it is among the other routers. */
    Rota remoteRota() {
        return remoteRota;
    }

    /** Returns whose turn it is among the in-process consumers. */
    Rota inProcessRota() {
        return inProcessRota;
    }

    /** Returns the sum of what links of this address have counted, ended ones included. */
    synchronized AddressCounters.Sum sum() {
        AddressCounters.Sum sum = counters.base();
        for (OutgoingLink link : outgoing) {
            sum.addEgress(link);
        }
        for (IncomingLink link : incoming) {
            sum.addIngress(link);
        }
        return sum;
    }

    // ---- control thread

    /** Each attach brings the priority that is configured by then, or -1. */
    public void priority(int now) {
        priority = now;
    }

    /** Before the entry is published first. */
    public void fallback(Fallback other) {
        fallback = other;
    }

    /** Returns the links that receive from this address; not to be changed. */
    public Set<OutgoingLink> receivers() {
        return outgoing;
    }

    /** Returns the links that send to this address; not to be changed. */
    public Set<IncomingLink> senders() {
        return incoming;
    }

    /** Returns the addresses that this one is the fallback of; it stays as long as there are any. */
    public Set<AddressEntry> primaries() {
        return primaries;
    }

    boolean isAvailable() {
        return available;
    }

    void markRemoved() {
        removed = true;
    }

    /** Keeps the entry in the table, whether it has members or not, until it is let go as often. */
    void hold() {
        holds++;
    }

    void letGo() {
        holds--;
    }

    /** An exchange takes over, or, with null, has left. */
    synchronized void exchange(Exchange newExchange) {
        exchange = newExchange;
        if (newExchange != null) {
            fresh.addAll(incoming);
        }
    }

    void join(RemoteRouter router) {
        routers.add(router);
    }

    void leave(RemoteRouter router) {
        routers.remove(router);
    }

    /** Links measure from now on, or, with null, do not measure any more. */
    synchronized void times(AddressTimes now) {
        AddressTimes before = times;
        times = now;
        outgoing.forEach(link -> AddressTimes.change(link, before, now));
        incoming.forEach(link -> AddressTimes.change(link, before, now));
    }

    synchronized void join(OutgoingLink link) {
        outgoing.add(link);
        AddressTimes.set(link, times);
    }

    synchronized void join(IncomingLink link) {
        incoming.add(link);
        AddressTimes.set(link, times);
        fresh.add(link);
    }

    synchronized void join(InProcessConsumer consumer) {
        inside.add(consumer);
    }

    synchronized void leave(InProcessConsumer consumer) {
        inside.remove(consumer);
    }

    synchronized void leave(OutgoingLink link) {
        if (outgoing.remove(link)) {
            AddressTimes.change(link, times, null);
            counters.retire(link);
        }
    }

    synchronized void leave(IncomingLink link) {
        if (incoming.remove(link)) {
            AddressTimes.change(link, times, null);
            counters.retire(link);
        }
    }

    /** Lets the data path see who receives from now on. */
    void publishTargets() {
        Targets before = targets;
        targets = new Targets(
                inProcessRota.renew(before.inside(), inside).toArray(Targets.NONE.inside()),
                rota.renew(before.links(), outgoing).toArray(Targets.NONE.links()),
                routers.toArray(Targets.NONE.routers()));
    }

    /**
     * Tells the producers whose path has come or gone with the targets that were published.
     *
     * @return false if the entry has no members any more
     */
    boolean publishPaths() {
        boolean now = hasConsumers() || fallback != null && fallback.isAvailable()
                || exchange != null && exchange.hasWay();
        if (now != available) {
            available = now;
            incoming.forEach(link -> link.path(now));
        } else if (now || exchange != null) {
            fresh.forEach(link -> link.path(true));
        }
        fresh.clear();
        return hasConsumers() || holds > 0 || !incoming.isEmpty() || !primaries.isEmpty();
    }
}

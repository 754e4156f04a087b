// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import io.sluice.routing.network.message.ControlAddress;
import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.LinkState;
import io.sluice.routing.network.paths.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RA, LSU and LSR: who is whose neighbour in the whole network, and the paths that follow. Changes are worked in with
 * the tick; the loss of a neighbour, and what others tell, a little earlier, but never in a rush.
 */
final class Topology {

    /** Time for the other messages of a change to arrive before paths are computed. */
    static final long SETTLE_MILLIS = 30;
    /** At least this much lies between two changes of the own sequence number, and between two computations. */
    static final long SPACING_MILLIS = 250;
    /** While one change follows the other, computations get rarer, up to one with each tick. */
    static final long MAX_SPACING_MILLIS = 1_000;
    /** A sequence number that is lower than the known one is believed after this time: the message is no late one. */
    static final long REGRESSION_MILLIS = 3_000;

    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final int ORPHAN_TICKS = 3;
    private static final Logger LOG = LoggerFactory.getLogger("ROUTER_LS");

    private final EngineSettings settings;
    private final RouterTable table;
    private final MobileAddresses addresses;
    private final NetworkListener listener;
    private final Outbox outbox;

    private final Map<String, Integer> ownLinks = new LinkedHashMap<>();
    private long ownSeq;
    private boolean ownChanged;
    private long ownChangeDue = Long.MAX_VALUE;
    private long lastBump = NEVER;

    private boolean dirty;
    /** There was no room for a router that another one names. */
    private boolean peersLeftOut;
    private long computeDue = Long.MAX_VALUE;
    private long lastCompute = NEVER;
    private long spacing = SPACING_MILLIS;
    private Paths paths = Paths.alone();

    private long lastAdvertised = NEVER;
    private long advertisedSeq = -1;
    private long advertisedMobileSeq = -1;

    Topology(
            EngineSettings settings, RouterTable table, MobileAddresses addresses, NetworkListener listener,
            Outbox outbox) {
        this.settings = settings;
        this.table = table;
        this.addresses = addresses;
        this.listener = listener;
        this.outbox = outbox;
    }

    Paths paths() {
        return paths;
    }

    long lastChange() {
        return lastCompute;
    }

    /** Goes on where an earlier engine has ended, with the neighbours that it had. */
    void restore(long seq, Map<String, Integer> links, long now) {
        ownSeq = seq;
        ownLinks.putAll(links);
        for (RemoteRouter router : table.all()) {
            router.peers = learnPeers(router.links, now);
        }
        compute(now);
    }

    LinkState ownState() {
        return LinkState.of(settings.id(), ownSeq, ownLinks);
    }

    long wakeAt() {
        return Math.min(ownChangeDue, computeDue);
    }

    // ---- own links

    void linkTo(RemoteRouter router, int cost) {
        Integer before = ownLinks.put(router.id, cost);
        if (before == null || before != cost) {
            ownChanged = true;
        }
    }

    void noLinkTo(RemoteRouter router, long now) {
        if (ownLinks.remove(router.id) != null) {
            ownChanged = true;
            ownChangeDue = Math.min(ownChangeDue, Math.max(now, lastBump + SPACING_MILLIS));
        }
    }

    // ---- messages

    void onAdvertisement(ControlMessage.Advertisement ra, long now) {
        RemoteRouter router = heardFrom(ra.id(), ra.version(), ra.instance(), now);
        if (router == null) {
            return;
        }
        router.lastSeen = now;
        if (ra.linkSeq() < router.links.seq() && now - router.linksUpdatedAt > REGRESSION_MILLIS) {
            // It has started anew and has the same instance as before.
            router.links(router.links.withSeq(0), router.peers);
            router.advertisedSeq = 0;
            router.askAgain();
        }
        // A copy that took a longer way does not take back what a later one has told.
        router.advertisedSeq = Math.max(router.advertisedSeq, ra.linkSeq());
        if (router.wantsLinks() && outbox.reaches(router) && router.mayAskForLinks(now)) {
            requestLinks(router);
        }
        addresses.onAdvertised(router, ra.mobileSeq(), now);
    }

    void onLinkUpdate(ControlMessage.LinkUpdate lsu, long now) {
        LinkState state = lsu.state();
        RemoteRouter router = heardFrom(lsu.id(), lsu.version(), lsu.instance(), now);
        if (router == null || !state.id().equals(router.id) || state.seq() <= router.links.seq()) {
            return;
        }
        router.lastSeen = now;
        router.linksTold();
        router.linksUpdatedAt = now;
        boolean same = state.sameLinks(router.links);
        // Even the same links may stand in another order.
        router.links(state, learnPeers(state, now));
        if (!same) {
            becomeDirty(now);
        }
    }

    private int[] learnPeers(LinkState state, long now) {
        int[] numbers = new int[state.size()];
        for (int i = 0; i < numbers.length; i++) {
            int number = table.number(state.peer(i));
            if (number < 0) {
                RemoteRouter learnt = table.learn(state.peer(i), now);
                number = learnt == null ? -1 : learnt.number;
                peersLeftOut |= learnt == null;
            }
            numbers[i] = number;
        }
        return numbers;
    }

    private void learnPeersLeftOut(long now) {
        peersLeftOut = false;
        for (RemoteRouter router : List.copyOf(table.all())) {
            router.peers = learnPeers(router.links, now);
        }
        dirty = true;
    }

    void onLinkRequest(ControlMessage.LinkRequest lsr, long now) {
        RemoteRouter router = heardFrom(lsr.id(), lsr.version(), 0, now);
        if (router != null) {
            outbox.toRouter(router, ControlAddress.routing(router.id), new ControlMessage.LinkUpdate(
                settings.id(), ControlMessage.VERSION, settings.instance(), ownState()));
        }
    }

    private RemoteRouter heardFrom(String id, long version, long instance, long now) {
        if (id.equals(settings.id())) {
            return null;
        }
        RemoteRouter router = table.learn(id, now);
        if (router != null) {
            router.version = version;
            checkInstance(router, instance, now);
        }
        return router;
    }

    /** A router that has another instance than before has forgotten everything, and so does this one about it. */
    void checkInstance(RemoteRouter router, long instance, long now) {
        if (instance == 0 || instance == router.instance) {
            return;
        }
        if (router.instance != 0) {
            LOG.info("Detected Restart of Router Node {}", router.id);
            router.clearLinks();
            router.askAgain();
            addresses.flush(router);
            becomeDirty(now);
        }
        router.instance = instance;
    }

    private void becomeDirty(long now) {
        dirty = true;
        computeDue = Math.min(computeDue, Math.max(now + SETTLE_MILLIS, lastCompute + spacing));
    }

    // ---- time

    /** Advertises if it is time to. */
    void advertiseIfDue(long now) {
        boolean flux = now - lastCompute <= 2 * settings.raIntervalFluxMillis();
        long interval = flux ? settings.raIntervalFluxMillis() : settings.raIntervalMillis();
        if (EngineSettings.isDue(lastAdvertised, interval, now)) {
            advertise(now);
        }
    }

    /** Drops what is too old, works in what has changed, and asks for what is missing. */
    void tick(long now) {
        for (RemoteRouter router : table.all()) {
            if (!router.linksUnknown() && now - router.lastSeen > settings.remoteLsMaxAgeMillis()) {
                router.clearLinks();
                dirty = true;
            }
        }
        if (peersLeftOut && table.hasRoom()) {
            learnPeersLeftOut(now);
        }
        update(now);
        for (RemoteRouter router : table.all()) {
            boolean greet = router.greet;
            router.greet = false;
            if ((greet || router.wantsLinks()) && outbox.reaches(router)
                    && (router.mayAskForLinks(now) || greet)) {
                requestLinks(router);
            }
        }
        forgetOrphans(now);
    }

    /** Does before the tick what does not wait for it. */
    void wake(long now) {
        if (ownChangeDue <= now) {
            update(now);
            advertiseChange(now);
        } else if (computeDue <= now) {
            compute(now);
        }
    }

    private void update(long now) {
        if (ownChanged) {
            ownChanged = false;
            ownChangeDue = Long.MAX_VALUE;
            ownSeq++;
            lastBump = now;
            dirty = true;
        }
        if (dirty) {
            compute(now);
        }
    }

    private void compute(long now) {
        dirty = false;
        computeDue = Long.MAX_VALUE;
        boolean again = now - lastCompute <= 2 * MAX_SPACING_MILLIS;
        spacing = again ? Math.min(2 * spacing, MAX_SPACING_MILLIS) : SPACING_MILLIS;
        lastCompute = now;
        paths = Paths.of(GraphBuilder.build(table, ownLinks));
        listener.pathsChanged(paths);
        PathLog.write(LOG, paths, table);
    }

    private void requestLinks(RemoteRouter router) {
        router.ask = false;
        outbox.toRouter(router, ControlAddress.routing(router.id),
            new ControlMessage.LinkRequest(settings.id(), ControlMessage.VERSION));
    }

    /** Advertises if there is anything that the last advertisement did not tell. */
    void advertiseChange(long now) {
        if (advertisedSeq != ownSeq || advertisedMobileSeq != addresses.ownSeq()) {
            advertise(now);
        }
    }

    private void advertise(long now) {
        lastAdvertised = now;
        advertisedSeq = ownSeq;
        advertisedMobileSeq = addresses.ownSeq();
        outbox.toAll(ControlAddress.ALL_ROUTERS, new ControlMessage.Advertisement(
            settings.id(), ControlMessage.VERSION, settings.instance(), advertisedSeq, advertisedMobileSeq));
    }

    private void forgetOrphans(long now) {
        List<RemoteRouter> candidates = new ArrayList<>(0);
        for (RemoteRouter router : table.all()) {
            // While a network takes shape, one hears of routers before one knows how they are connected.
            boolean fresh = now - router.lastSeen <= 2 * settings.raIntervalFluxMillis();
            if (router.links.size() == 0 && !router.isNeighbour() && !fresh) {
                candidates.add(router);
            } else {
                router.orphanTicks = 0;
            }
        }
        if (candidates.isEmpty()) {
            return;
        }
        boolean[] named = GraphBuilder.named(table);
        for (RemoteRouter router : candidates) {
            if (named[router.number]) {
                router.orphanTicks = 0;
            } else if (++router.orphanTicks >= ORPHAN_TICKS) {
                addresses.flush(router);
                table.remove(router);
            }
        }
    }
}

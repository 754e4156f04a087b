// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import io.sluice.routing.api.network.NetworkTables;
import io.sluice.routing.api.network.RouterNetwork;
import io.sluice.routing.network.engine.NetworkView;
import io.sluice.routing.network.engine.RouterEngine;
import io.sluice.routing.network.message.MalformedControlException;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings engine and core together. The engine outlives cores: a new one is told all there is to know, and what an
 * earlier core had and it has not ends a little later, when its connections have had time to be announced again. Before
 * its end the driver leaves what it knows with the core, for the next driver. All on the engine's thread.
 */
final class NetworkDriver implements EngineThread.Work {

    /** Who is shown what is known. */
    interface Viewer {

        /**
         * The network, as it is now.
         *
         * @param lastChange when there were new paths, in seconds of the wall clock; 0 if never
         */
        void show(NetworkView view, long lastChange);
    }

    /** Below the time after which neighbours give this router up. */
    static final long REPLAY_GRACE_MILLIS = 2_000;
    /** Time to learn the network anew, while the core goes on by what it was told before. */
    static final long LEARN_MILLIS = 5_000;

    private static final long COMPLAINT_MILLIS = 10_000;
    /** Above this the view is made with the tick only. */
    private static final int LARGE_VIEW = 200;
    private static final long NEVER = Long.MAX_VALUE;
    private static final Logger LOG = LoggerFactory.getLogger("ROUTER");

    private final NetworkSettings settings;
    private final Inbox inbox;
    private final LongSupplier clock;
    private final LongSupplier wallMillis;
    private final Viewer viewer;
    private final TablesWriter writer;

    private RouterNetwork wanted;
    private RouterNetwork joined;
    private CoreLink link;
    private NetworkTables tables;
    private RouterEngine engine;
    private long instance;
    private long sweepDue = NEVER;
    private long learntDue = NEVER;
    private long dropped;
    private long complainedAt = Long.MIN_VALUE / 2;

    /**
     * Makes a driver.
     *
     * @param clock milliseconds that only go forward
     * @param wallMillis milliseconds of the wall clock
     */
    NetworkDriver(
            NetworkSettings settings, Inbox inbox, LongSupplier clock, LongSupplier wallMillis, Viewer viewer) {
        this.settings = settings;
        this.inbox = inbox;
        this.clock = clock;
        this.wallMillis = wallMillis;
        this.viewer = viewer;
        this.writer = new TablesWriter(wallMillis);
    }

    // ---- cores

    /** There is a core. */
    void core(RouterNetwork network) {
        wanted = network;
        join(clock.getAsLong());
    }

    /** A core is gone. */
    void noCore(RouterNetwork network) {
        if (wanted == network) {
            wanted = null;
        }
        if (joined == network) {
            leave();
        }
    }

    private void join(long now) {
        leave();
        CoreLink newLink = new CoreLink(this, inbox);
        try {
            tables = wanted.join(newLink);
        } catch (IllegalStateException e) {
            // An earlier member is still at it: tried again with each tick.
            LOG.debug("Cannot join the router: {}", e.getMessage());
            return;
        }
        joined = wanted;
        link = newLink;
        writer.now(now);
        boolean learning = engine == null && begin(now);
        writer.tables(tables);
        tables.replace();
        if (learning) {
            writer.holdPaths();
            learntDue = now + LEARN_MILLIS;
        }
        writer.tellAll(engine);
        if (!learning) {
            tables.replaced();
        }
        writer.flush();
    }

    /** Makes the engine; true if the core knows more of the network than it does. */
    private boolean begin(long now) {
        boolean successor = Memory.used(tables.memory());
        Memory.Kept kept = Memory.load(tables.memory(), settings.id());
        instance = kept == null ? wallMillis.getAsLong() / 1_000 : kept.instance();
        engine = new RouterEngine(settings.engine(instance), writer);
        if (kept == null) {
            return successor;
        }
        boolean fresh = now - kept.at() < settings.engine(instance).helloMaxAgeMillis();
        engine.restore(fresh ? kept.snapshot() : kept.snapshot().withoutRouters(), now);
        return !fresh;
    }

    private void leave() {
        if (link == null) {
            return;
        }
        link.leave();
        writer.tables(null);
        finishLearning();
        tables.leave();
        link = null;
        joined = null;
        tables = null;
        sweepDue = NEVER;
    }

    private void finishLearning() {
        if (learntDue != NEVER) {
            learntDue = NEVER;
            writer.releasePaths(engine.paths());
        }
    }

    @Override
    public void end(long now) {
        if (link != null) {
            Memory.save(tables.memory(), settings.id(), instance, now, engine.snapshot());
            leave();
        }
    }

    // ---- what the core tells

    void neighbourUp(long connection, int cost) {
        writer.now(clock.getAsLong());
        engine.linkUp(connection, cost);
        writer.repeatNeighbour(connection);
        writer.flush();
    }

    void neighbourDown(long connection) {
        long now = clock.getAsLong();
        writer.now(now);
        engine.linkDown(connection, now);
        writer.flush();
    }

    void addressAdded(String key, int treatment) {
        engine.addAddress(key, treatment);
    }

    void addressRemoved(String key) {
        engine.removeAddress(key);
    }

    void replayed() {
        sweepDue = clock.getAsLong() + REPLAY_GRACE_MILLIS;
    }

    void message(long connection, ControlDeliveries.Arrived arrived) {
        long now = clock.getAsLong();
        writer.now(now);
        try {
            engine.receive(connection, ControlDeliveries.envelope(arrived), now);
        } catch (MalformedControlException e) {
            engine.malformed(connection, e, now);
        }
        writer.flush();
    }

    // ---- time

    @Override
    public void tick(long now) {
        writer.now(now);
        if (wanted != null && joined != wanted) {
            join(now);
        }
        if (engine == null) {
            return;
        }
        engine.tick(now);
        writer.flush();
        complainOfDropped(now);
        show();
    }

    private void complainOfDropped(long now) {
        dropped += inbox.takeDropped();
        if (dropped > 0 && now - complainedAt >= COMPLAINT_MILLIS) {
            LOG.warn("{} messages of the router protocol were dropped: they came faster than they are dealt with",
                dropped);
            dropped = 0;
            complainedAt = now;
        }
    }

    @Override
    public long wakeAt() {
        return engine == null ? NEVER
            : Math.min(Math.min(engine.wakeAt(), writer.paths().due()), Math.min(sweepDue, learntDue));
    }

    @Override
    public void wake(long now) {
        writer.now(now);
        engine.wake(now);
        if (sweepDue <= now) {
            sweepDue = NEVER;
            sweep(now);
        }
        if (learntDue <= now) {
            finishLearning();
            tables.replaced();
        }
        writer.paths().step(now);
        writer.flush();
    }

    /** Ends what this core has not told. */
    private void sweep(long now) {
        for (long connection : Set.copyOf(engine.connections())) {
            if (!link.connections.contains(connection)) {
                engine.linkDown(connection, now);
            }
        }
        for (String key : engine.localAddresses()) {
            if (!link.addresses.contains(key)) {
                engine.removeAddress(key);
            }
        }
    }

    @Override
    public void pause() {
        if (engine != null && engine.paths().size() <= LARGE_VIEW && writer.takeChanged()) {
            show();
        }
    }

    private void show() {
        writer.takeChanged();
        viewer.show(engine.view(), writer.lastTopologyChange());
    }
}

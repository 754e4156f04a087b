// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.management.MBeanServer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.EntityListener;
import io.sluice.management.api.EntitySource;
import io.sluice.management.api.ManagedEntity;

/**
 * Keeps one MBean per live entity. Entities come and go on connection loops, where registering would cost a lock of
 * the whole JVM; so listeners only note, and this one thread registers. The queue of notes is bounded: on overflow it
 * is emptied of meaning by a full comparison of sources and MBeans.
 */
final class Registrar implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger("AGENT");
    private static final int BATCH = 1024;
    private static final long STOP_TIMEOUT_MS = 10_000;
    private static final long LOOK_EVERY_MS = 50;
    private static final long SECOND_MS = 1000;
    private static final long SECOND_NANOS = TimeUnit.MILLISECONDS.toNanos(SECOND_MS);

    private final Beans beans;
    private final Notifier notifier;
    private final int capacity;
    private final long compareEveryMs;
    private final LinkedBlockingQueue<Object> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger notes = new AtomicInteger();
    private final AtomicBoolean overflow = new AtomicBoolean();
    private final AtomicLong overflows = new AtomicLong();
    /** Owned by the registrar thread. */
    private final Map<EntitySource, Watch> watches = new HashMap<>();
    private volatile Thread thread;
    private volatile boolean stopped;
    private boolean waiting;

    Registrar(Supplier<MBeanServer> server, Function<String, TypeModel> models, Beans.Factory factory,
            Notifier notifier, int capacity, long compareEveryMs) {
        this.beans = new Beans(server, models, factory);
        this.notifier = notifier;
        this.capacity = capacity;
        this.compareEveryMs = compareEveryMs;
    }

    /** A note of an entity that came or went. */
    private record Note(Watch watch, boolean added, ManagedEntity entity) { }

    /** Something for the thread to do, never dropped. */
    private interface Task extends Runnable { }

    /** Listens to one source. */
    private final class Watch implements EntityListener {
        private final EntitySource source;
        private final Set<ManagedEntity> skipped = Collections.newSetFromMap(new IdentityHashMap<>());

        Watch(EntitySource source) {
            this.source = source;
        }

        @Override
        public void added(ManagedEntity entity) {
            note(new Note(this, true, entity));
        }

        @Override
        public void removed(ManagedEntity entity) {
            note(new Note(this, false, entity));
        }
    }

    private void note(Note note) {
        if (notes.incrementAndGet() > capacity) {
            notes.decrementAndGet();
            if (overflow.compareAndSet(false, true)) {
                overflows.incrementAndGet();
                queue.add((Task) this::compareAfterOverflow);
            }
        } else {
            queue.add(note);
        }
    }

    /**
     * Starts the thread.
     *
     * @param first what the thread does before it registers anything
     */
    void start(Runnable first) {
        queue.add((Task) first::run);
        Thread worker = new Thread(this, "sluice-jmx-registrar");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
    }

    /** Deregisters everything and ends the thread; waits for both, for a bounded time. */
    void stop() {
        queue.add((Task) this::shutDown);
        Thread worker = thread;
        if (worker != null) {
            try {
                worker.join(STOP_TIMEOUT_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Starts to follow a source. Any thread. */
    void add(EntitySource source) {
        queue.add((Task) () -> {
            Watch watch = new Watch(source);
            watches.put(source, watch);
            source.addListener(watch);
            beans.compare(source, null);
        });
    }

    /** Stops to follow a source and takes its MBeans away. Any thread. */
    void remove(EntitySource source) {
        queue.add((Task) () -> {
            Watch watch = watches.remove(source);
            if (watch != null) {
                source.removeListener(watch);
                beans.removeAll(source);
            }
        });
    }

    /** Returns how many entity MBeans are registered. Any thread. */
    int registered() {
        return beans.count();
    }

    /** Returns how often the queue overflowed, after which some notifications are missing. Any thread. */
    long overflows() {
        return overflows.get();
    }

    @Override
    public void run() {
        long lastCompare = System.nanoTime();
        long lastSecond = lastCompare;
        while (!stopped) {
            try {
                List<Object> batch = nextBatch();
                process(batch);
                waiting = notifier.look();
                if (System.nanoTime() - lastSecond > SECOND_NANOS) {
                    notifier.second();
                    lastSecond = System.nanoTime();
                }
                boolean due = System.nanoTime() - lastCompare > TimeUnit.MILLISECONDS.toNanos(compareEveryMs);
                if (!stopped && due) {
                    compareAll();
                    lastCompare = System.nanoTime();
                }
            } catch (InterruptedException e) {
                shutDown();
            } catch (RuntimeException e) {
                LOG.error("JMX registration failed; going on", e);
            }
        }
    }

    private List<Object> nextBatch() throws InterruptedException {
        List<Object> batch = new ArrayList<>();
        Object first = queue.poll(waiting ? LOOK_EVERY_MS : Math.min(SECOND_MS, compareEveryMs), TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, BATCH - 1);
        }
        return batch;
    }

    private void process(List<Object> batch) {
        Set<ManagedEntity> shortLived = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Object item : batch) {
            if (item instanceof Note note) {
                notes.decrementAndGet();
                if (!note.added()) {
                    shortLived.add(note.entity());
                }
            }
        }
        for (Object item : batch) {
            if (stopped) {
                return;
            }
            try {
                if (item instanceof Note note) {
                    apply(note, shortLived);
                } else {
                    ((Task) item).run();
                }
            } catch (RuntimeException e) {
                LOG.error("JMX registration failed; going on", e);
            }
        }
    }

    /** Applies a note; an entity that came and went within the batch gets notifications but no MBean. */
    private void apply(Note note, Set<ManagedEntity> shortLived) {
        Watch watch = note.watch();
        ManagedEntity entity = note.entity();
        if (watches.get(watch.source) != watch) {
            return;
        }
        boolean changed;
        if (note.added()) {
            boolean skip = shortLived.contains(entity) && !beans.has(entity);
            if (skip) {
                watch.skipped.add(entity);
            }
            changed = skip || beans.add(watch.source, entity);
        } else {
            changed = beans.remove(entity) | watch.skipped.remove(entity);
        }
        if (changed) {
            notifier.changed(note.added(), entity);
        }
    }

    /**
     * Runs behind the notes that were queued before the first lost one, which would otherwise bring back what a lost
     * note took away. The flag goes down first, so that what is lost from now on causes another comparison.
     */
    private void compareAfterOverflow() {
        overflow.set(false);
        compareAll();
    }

    private void compareAll() {
        for (EntitySource source : watches.keySet()) {
            beans.compare(source, notifier);
        }
    }

    private void shutDown() {
        stopped = true;
        watches.forEach((source, watch) -> source.removeListener(watch));
        watches.clear();
        beans.clear();
    }
}

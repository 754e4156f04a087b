// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import io.sluice.management.api.ConfigurationReport;
import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.EntitySource;
import io.sluice.security.api.ConnectionPolicy;
import io.sluice.security.api.TlsProfile;
import io.sluice.transport.api.WireHandler;
import io.sluice.transport.api.WireHandlerFactory;

/**
 * What all listeners and connectors share: loops, helper threads, protocols, TLS profiles, the connection limit. Any
 * thread.
 */
@Component(service = MinaTransport.class, immediate = true, configurationPid = {"io.sluice.policy", "io.sluice.router"},
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
public final class MinaTransport {

    private static final int DEFAULT_MAX_CONNECTIONS = 65_535;
    private static final int DEFAULT_WORKERS = 4;
    private static final int TLS_THREADS = 2;
    private static final int TLS_QUEUE = 16_384;
    /** How long a protocol that went away may take to drain its connections. */
    private static final long ORPHAN_GRACE_MILLIS = 30_000;
    private static final long STOP_MILLIS = 1_500;

    private final LoopGroup loops;
    private final ExecutorService helpers;
    private final ScheduledExecutorService control;
    private final ExecutorService tlsTasks;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, MinaConnection> connections = new ConcurrentHashMap<>();
    private final Map<String, TlsProfile> profiles = new ConcurrentHashMap<>();
    private final List<Runnable> changes = new CopyOnWriteArrayList<>();
    private final Reports reports = new Reports();
    private final EntityRegistry<EndpointEntity> listeners = new EntityRegistry<>("listener");
    private final EntityRegistry<EndpointEntity> connectors = new EntityRegistry<>("connector");
    private final PolicyEntity policy = new PolicyEntity();
    private final Object factoryLock = new Object();
    private volatile List<RankedFactory> factories = List.of();
    private volatile int maxConnections = DEFAULT_MAX_CONNECTIONS;
    private volatile boolean stopping;
    /**
     * Framework property {@code sluice.workerThreads}: the number of loops whatever the machine, for tests and benches.
     */
    private String fixedLoops;

    private record RankedFactory(WireHandlerFactory factory, int ranking, long id) {
        static final Comparator<RankedFactory> BEST_FIRST = Comparator.comparingInt(RankedFactory::ranking).reversed()
                .thenComparingLong(RankedFactory::id);
    }

    /** Called by the component runtime. */
    @Activate
    public MinaTransport(BundleContext context, Map<String, Object> properties) {
        this(1);
        fixedLoops = context.getProperty("sluice.workerThreads");
        modified(properties);
        Dictionary<String, Object> none = new Hashtable<>();
        context.registerService(EntitySource.class, listeners, none);
        context.registerService(EntitySource.class, connectors, none);
        EntityRegistry<PolicyEntity> policies = new EntityRegistry<>(PolicyEntity.TYPE);
        policies.add(policy);
        context.registerService(EntitySource.class, policies, none);
    }

    MinaTransport(int loopCount) {
        loops = new LoopGroup(loopCount);
        helpers = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
                daemon("transport-helper"));
        control = Executors.newSingleThreadScheduledExecutor(daemon("transport-control"));
        ThreadPoolExecutor tls = new ThreadPoolExecutor(TLS_THREADS, TLS_THREADS, 10, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(TLS_QUEUE), daemon("transport-tls"));
        tls.allowCoreThreadTimeOut(true);
        tlsTasks = tls;
    }

    private static ThreadFactory daemon(String name) {
        AtomicLong number = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Modified
    void modified(Map<String, Object> properties) {
        Object limit = properties.get("maxConnections");
        maxConnections = limit == null ? DEFAULT_MAX_CONNECTIONS : Integer.parseInt(limit.toString());
        policy.configure(properties);
        loops.use(loopCount(properties.get("workerThreads")));
    }

    private int loopCount(Object configured) {
        if (fixedLoops != null && fixedLoops.matches("[1-9]\\d?")) {
            return Integer.parseInt(fixedLoops);
        }
        int wanted = configured == null ? DEFAULT_WORKERS : Integer.parseInt(configured.toString());
        return LoopGroup.suitableSize(Runtime.getRuntime().availableProcessors(), wanted);
    }

    /** Listeners and connectors have ended before; what is left of their connections gets a last moment. */
    @Deactivate
    void deactivate() {
        stopping = true;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
        try {
            while (!connections.isEmpty() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        control.shutdownNow();
        loops.dispose();
        tlsTasks.shutdownNow();
        helpers.shutdown();
    }

    // ---- protocols

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindFactory(WireHandlerFactory factory, Map<String, Object> properties) {
        int ranking = properties.get("service.ranking") instanceof Integer i ? i : 0;
        long id = properties.get("service.id") instanceof Long l ? l : 0;
        synchronized (factoryLock) {
            List<RankedFactory> next = new ArrayList<>(factories);
            next.add(new RankedFactory(factory, ranking, id));
            next.sort(RankedFactory.BEST_FIRST);
            factories = List.copyOf(next);
        }
        changed();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPolicy(ConnectionPolicy present) {
        policy.judge(present);
    }

    void unbindPolicy(ConnectionPolicy gone) {
        policy.judgeGone(gone);
    }

    void unbindFactory(WireHandlerFactory factory) {
        synchronized (factoryLock) {
            factories = factories.stream().filter(ranked -> ranked.factory() != factory).toList();
        }
        changed();
        if (!stopping) {
            schedule(() -> closeOrphans(factory), ORPHAN_GRACE_MILLIS);
        }
    }

    /** A protocol drains its own connections when it goes; what it left is of no use to anybody. */
    private void closeOrphans(WireHandlerFactory factory) {
        for (MinaConnection connection : connections.values()) {
            if (connection.factory() == factory) {
                connection.loop().execute(connection::close);
            }
        }
    }

    boolean hasFactory() {
        return !factories.isEmpty();
    }

    /** Makes the handler of a new connection with the best protocol that takes it; null if none does. */
    WireHandler newHandler(MinaConnection connection) {
        for (RankedFactory ranked : factories) {
            WireHandler handler = ranked.factory().connect(connection);
            if (handler != null) {
                connection.factory(ranked.factory());
                return handler;
            }
        }
        return null;
    }

    // ---- TLS profiles

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindProfile(TlsProfile profile) {
        profiles.put(profile.name(), profile);
        changed();
    }

    void unbindProfile(TlsProfile profile) {
        profiles.remove(profile.name(), profile);
        changed();
    }

    TlsProfile profile(String name) {
        return name == null ? null : profiles.get(name);
    }

    // ---- configuration report

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindReport(ConfigurationReport report) {
        reports.bind(report);
    }

    void unbindReport(ConfigurationReport report) {
        reports.unbind(report);
    }

    Reports reports() {
        return reports;
    }

    // ---- for listeners and connectors

    /** Registers somebody who wants to know when protocols or profiles come and go. */
    void onChange(Runnable listener) {
        changes.add(listener);
    }

    void noChange(Runnable listener) {
        changes.remove(listener);
    }

    private void changed() {
        for (Runnable listener : changes) {
            listener.run();
        }
    }

    LoopGroup loops() {
        return loops;
    }

    /** Runs acceptors, connection attempts and name look-ups: each may block. */
    Executor helpers() {
        return helpers;
    }

    /** Runs a step on the control thread; without effect when the transport has ended. */
    void run(Runnable step) {
        schedule(step, 0);
    }

    /** Runs a step on the control thread later; null when the transport has ended. */
    ScheduledFuture<?> schedule(Runnable step, long delayMillis) {
        try {
            return control.schedule(() -> LoopTasks.run(step), delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    Executor tlsTasks() {
        return tlsTasks;
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    PolicyEntity policy() {
        return policy;
    }

    int maxConnections() {
        return maxConnections;
    }

    Collection<MinaConnection> connections() {
        return connections.values();
    }

    void add(MinaConnection connection) {
        connections.put(connection.id(), connection);
    }

    void remove(MinaConnection connection) {
        connections.remove(connection.id(), connection);
    }

    EntityRegistry<EndpointEntity> listeners() {
        return listeners;
    }

    EntityRegistry<EndpointEntity> connectors() {
        return connectors;
    }
}

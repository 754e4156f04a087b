// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.ConnectionPeer;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryHandler;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.Router;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterInfo;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.Subscription;
import io.sluice.routing.api.TransferResult;

/**
 * One router: its tables, its control thread and what it hands out. Knows no OSGi. Once stopped it stays inert: links
 * are not detached, so that whoever holds them can replay them to the next router.
 */
public final class RouterCore implements Router {

    /** How many requests to attach may wait for the control thread. */
    public static final int MAX_WAITING_ATTACHES = 65_536;

    private static final LinkError BUSY = new LinkError(
            "amqp:resource-limit-exceeded", "The router has too many links to attach at once; try again");

    private final AtomicLong linkIds = new AtomicLong();
    private final long startNanos = System.nanoTime();
    private final Set<CoreConnection> connections = ConcurrentHashMap.newKeySet();
    private final LinkTotals totals = new LinkTotals();
    private final EntityRegistry<LinkEntity> linkEntities = new EntityRegistry<>(EntityTypes.LINK);
    private final EntityRegistry<ManagedEntity> addressEntities = new EntityRegistry<>(EntityTypes.ADDRESS);
    private final Interceptors interceptors;
    private final AddressTable table;
    private final Membership membership;
    private final LinkRoutes linkRoutes;
    private final ConnectionLinkRoutes connectionLinkRoutes;
    private final LinkControl links;
    private final ReplayGrace grace;
    private final EdgeSide edge;
    private final AutoLinks autoLinks;
    private final LinkNames linkNames;
    private final LinkScan scan = new LinkScan(totals);
    private final CoreNetwork network;
    private final RouterStatsEntity stats = new RouterStatsEntity(this);
    private final ControlPlane control;
    private volatile RouterSettings settings;
    private volatile boolean gone;

    RouterCore(RouterSettings settings, Plugins plugins, EdgeSide.Factory edges) {
        this(settings, plugins, MAX_WAITING_ATTACHES, ReplayGrace.QUIET_NANOS, AutoLink.Retry.DEFAULT,
                new LinkNames(), edges);
    }

    RouterCore(
            RouterSettings settings,
            Plugins plugins,
            int maxWaitingAttaches,
            long replayQuietNanos,
            AutoLink.Retry autoLinkRetry,
            LinkNames linkNames,
            EdgeSide.Factory edges) {
        this.linkNames = linkNames;
        this.settings = settings;
        this.interceptors = plugins.interceptors();
        this.autoLinks = new AutoLinks(autoLinkRetry);
        this.table = new AddressTable(new Strategies(plugins), settings.info().id());
        table.configure(settings.info().id(), settings.defaultTreatment());
        this.membership = new Membership(table, addressEntities);
        this.linkRoutes = new LinkRoutes(addressEntities);
        this.connectionLinkRoutes = new ConnectionLinkRoutes(this, linkRoutes);
        LinkRouting routing = new LinkRouting(linkRoutes, table, () -> this.settings.allowResumableLinkRoute());
        this.links = new LinkControl(new AttachRules(table, linkNames), routing, membership, totals, linkEntities);
        this.network = new CoreNetwork(this, settings.info().id(), table, membership, linkRoutes);
        membership.network(network);
        linkRoutes.network(network);
        this.control = new ControlPlane("sluice-core-control", maxWaitingAttaches, this::publish, this::tick);
        this.edge = edges.make(this);
        this.links.edge(edge);
        this.grace = new ReplayGrace(control, links, routing, this::announcing, replayQuietNanos);
    }

    void start() {
        control.start();
    }

    private void publish() {
        network.publish();
        membership.publish();
    }

    /** Makes everything inert, at once for the data path. */
    void stop() {
        gone = true;
        control.stop();
        table.watch().stop();
    }

    private void tick() {
        scan.tick();
        network.tick();
        long now = System.nanoTime();
        stats.rates().tick(now);
        table.watch().tick(now);
    }

    // ---- any thread

    @Override
    public RouterInfo info() {
        return settings.info();
    }

    @Override
    public RouterConnection connect(ConnectionDescriptor descriptor, ConnectionPeer peer) {
        CoreConnection connection = new CoreConnection(this, descriptor, peer);
        if (!gone) {
            connections.add(connection);
        }
        return connection;
    }

    @Override
    public Subscription subscribe(String address, DeliveryHandler handler) {
        InProcessConsumer consumer = new InProcessConsumer(address, handler, this);
        control.order(() -> {
            if (consumer.isLive()) {
                membership.join(consumer);
            }
        });
        return consumer;
    }

    void unsubscribe(InProcessConsumer consumer) {
        control.order(() -> {
            if (consumer.entry() != null) {
                membership.leave(consumer);
            }
        });
    }

    @Override
    public TransferResult send(Delivery delivery) {
        return gone ? TransferResult.GONE : InProcessSend.send(table, edge.outlet(), delivery);
    }

    RouterLink attach(CoreConnection connection, LinkDescriptor descriptor, LinkPeer peer) {
        Link link = link(connection, descriptor, peer);
        if (connection.isClosed()) {
            link.end();
        } else if (descriptor.splice() != null) {
            control.order(() -> links.attach(link));
        } else if (descriptor.routerInitiated()) {
            control.order(() -> connection.announced().add(link));
        } else if (!gone && !control.request(() -> grace.attach(link))) {
            link.refuse(BUSY);
        }
        return link;
    }

    private Link link(CoreConnection connection, LinkDescriptor descriptor, LinkPeer peer) {
        long id = linkIds.incrementAndGet();
        return descriptor.incoming()
                ? new IncomingLink(id, connection, descriptor, peer)
                : new OutgoingLink(id, connection, descriptor, peer);
    }

    void linkEnded(Link link, LinkError error) {
        control.order(() -> {
            links.ended(link);
            if (link.owner() != null) {
                link.owner().ended(link, error);
            }
        });
    }

    private boolean announcing() {
        return connections.stream().anyMatch(connection -> !connection.isReplayed());
    }

    /** From now on the core may begin links on this connection. */
    void connectionReplayed(CoreConnection connection) {
        control.order(() -> {
            if (connection.isFinished()) {
                return;
            }
            connection.open();
            linkRoutes.opened(connection);
            connectionLinkRoutes.opened(connection);
            if (connection.trunk() != null) {
                connection.trunk().opened(connection.announced());
            }
            if (connection.isRouteContainer()) {
                autoLinks.opened(connection, connection.announced());
            }
            if (connection.edgeStreaming() != null) {
                connection.edgeStreaming().opened(connection.announced());
            }
            edge.opened(connection, connection.announced());
            for (Link unwanted : connection.announced()) {
                if (unwanted.owner() == null) {
                    unwanted.refuse(null);
                }
            }
            connection.announced().clear();
        });
    }

    void connectionEnded(CoreConnection connection) {
        connections.remove(connection);
        control.order(() -> {
            linkRoutes.closed(connection);
            links.connectionEnded(connection);
            if (connection.trunk() != null) {
                connection.trunk().closed();
            }
            autoLinks.closed(connection);
            edge.closed(connection);
        });
    }

    // ---- links that this router begins; control thread

    /** Asks a peer for a link. */
    public Link begin(CoreConnection connection, LinkDescriptor descriptor, LinkOwner owner) {
        Link link = link(connection, descriptor, null);
        link.owner(owner);
        link.begun(connection.peer().open(descriptor, link));
        return link;
    }

    /** Keeps account of a link that was begun, and is in use already. */
    void registerBegun(Link link) {
        if (link.isLive() && !link.connection().isFinished()) {
            links.register(link);
        }
    }

    /** The peer has granted a link that was begun here: now it is put to use. */
    public void establish(Link link) {
        grace.attach(link);
    }

    /** Ends a link that was begun here. */
    public void detach(Link link) {
        link.refuse(null);
        links.ended(link);
    }

    public LinkNames linkNames() {
        return linkNames;
    }

    // ---- any thread

    Set<CoreConnection> connections() {
        return connections;
    }

    AutoLinks autoLinks() {
        return autoLinks;
    }

    void configure(RouterSettings newSettings) {
        control.order(() -> {
            settings = newSettings;
            table.configure(newSettings.info().id(), newSettings.defaultTreatment());
        });
    }

    /** Returns how many hops it is to the farthest router. */
    int radius() {
        return network.radius();
    }

    /** Returns true if this router is to be a part of a network. */
    boolean isInterior() {
        return "interior".equals(settings.info().mode());
    }

    CoreNetwork network() {
        return network;
    }

    /** Returns what this router has to do with edges. */
    public EdgeSide edge() {
        return edge;
    }

    boolean isGone() {
        return gone;
    }

    Interceptors interceptors() {
        return interceptors;
    }

    public AddressTable table() {
        return table;
    }

    /** Returns the connection of an id, null if there is none. */
    CoreConnection connection(long id) {
        return connections.stream().filter(known -> known.descriptor().id() == id).findAny().orElse(null);
    }

    ConnectionLinkRoutes connectionLinkRoutes() {
        return connectionLinkRoutes;
    }

    public LinkRoutes linkRoutes() {
        return linkRoutes;
    }

    public ControlPlane control() {
        return control;
    }

    /** Control thread only. */
    public Membership membership() {
        return membership;
    }

    RouterSettings settings() {
        return settings;
    }

    LinkTotals totals() {
        return totals;
    }

    RouterStatsEntity stats() {
        return stats;
    }

    int connectionCount() {
        return connections.size();
    }

    long startNanos() {
        return startNanos;
    }

    public EntityRegistry<LinkEntity> linkEntities() {
        return linkEntities;
    }

    EntityRegistry<ManagedEntity> addressEntities() {
        return addressEntities;
    }
}

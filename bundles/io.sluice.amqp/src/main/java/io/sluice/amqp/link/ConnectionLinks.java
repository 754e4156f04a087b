// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.sluice.amqp.spi.EngineConnection;
import io.sluice.amqp.spi.LinkLayer;
import io.sluice.amqp.spi.PolicyGuard;
import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkGrant;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterInfo;
import io.sluice.transport.api.ConnectionLoop;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.impl.SessionFlow;

/**
 * The sessions and links of one connection. It is bound to one generation of the router, or parked: then links stay
 * open, no credit is given, and what arrives waits in its link. Owner loop only, except where said.
 */
final class ConnectionLinks implements LinkLayer {

    /**
     * Unsent bytes in a session beyond which nothing more is put into the engine, which walks its work at each flush.
     */
    private static final int MAX_UNSENT_BYTES = 128 * 1024;
    private static final int STUCK_SCAN_MILLIS = 30_000;

    private static final Comparator<BaseLink> BY_PRIORITY = Comparator.comparingInt(BaseLink::priority).reversed();

    private final RouterGate gate;
    private final EngineConnection connection;
    private final LoopInbox inbox;
    private final boolean stripIn;
    private final AnnotationWriter annotations;
    private final MessageLog messages;
    private final SessionWindows windows;
    private final OwnSessions ownSessions;
    private final StreamJam jam;
    private final Map<String, Object> memory = new ConcurrentHashMap<>();
    private final Set<BaseLink> links = new LinkedHashSet<>();
    private List<BaseLink> ready = new ArrayList<>();
    private List<BaseLink> flushing = new ArrayList<>();
    private ConnectionDescriptor descriptor;
    private RouterGate.Generation generation;
    private RouterConnection routerConnection;
    private ConnectionLoop.Timer stuckScan;
    /** When links were looked through for stuck deliveries; nothing counts as stuck before. */
    private long scannedNanos;
    private boolean delivered;
    private boolean more;
    private boolean draining;
    private boolean prioritised;
    private boolean held;
    private int blockedLinks;
    private int receivers;
    private final Runnable considerHold = this::considerHold;
    private boolean closed;
    private volatile int inFlight;
    private volatile long lastDelivery;

    ConnectionLinks(RouterGate gate, EngineConnection connection, LoopInbox inbox) {
        this.gate = gate;
        this.connection = connection;
        this.inbox = inbox;
        this.windows = new SessionWindows(connection.settings());
        this.ownSessions = new OwnSessions(this::beginSession, () -> engine().getTransport().getRemoteChannelMax());
        this.jam = new StreamJam(inbox.loop(), links, connection.settings().number("maxFrameSize", 16384));
        this.messages = MessageLog.of(connection.id(), connection.settings());
        String strip = RouterLinks.role(role()) ? "no" : connection.settings().text("stripAnnotations", "both");
        this.stripIn = strip.equals("both") || strip.equals("in");
        this.annotations = strip.equals("both") || strip.equals("out") ? null : new AnnotationWriter(inbox.sections());
    }

    LoopInbox inbox() {
        return inbox;
    }

    long connectionId() {
        return connection.id();
    }

    Connection engine() {
        return connection.engine();
    }

    /** Returns the peer's frame whose events are being handled, null if there is none. */
    ByteBuffer inputFrame() {
        return connection.inputFrame();
    }

    String role() {
        return connection.settings().role();
    }

    /** Returns true if what a message brings of other routers does not count. */
    boolean stripsIn() {
        return stripIn;
    }

    /** Returns what writes router annotations into messages for this peer, null if it is not to see any. */
    AnnotationWriter annotations() {
        return annotations;
    }

    /** Returns what holds the peer to a policy, null if none does. Any thread. */
    PolicyGuard policy() {
        return connection.policy();
    }

    /** Returns what logs messages of this connection, null if nothing does. */
    MessageLog messages() {
        return messages;
    }

    /** Returns who this router is, or the last one there was. */
    RouterInfo router() {
        return gate.info();
    }

    /** Returns true if this is an edge router, which leaves no trace in messages. */
    boolean edge() {
        return router().mode().equals("edge");
    }

    /** What routers remember of this connection. Any thread. */
    Map<String, Object> memory() {
        return memory;
    }

    void closeWithError(String condition, String description) {
        connection.closeWithError(condition, description);
    }

    void touch() {
        connection.touch();
    }

    /** Returns true if the engine and the socket should be given more of a session. */
    boolean hasRoom(Session session) {
        return session.getOutgoingBytes() < MAX_UNSENT_BYTES && connection.writable();
    }

    long scannedNanos() {
        return scannedNanos;
    }

    boolean draining() {
        return draining;
    }

    /** Notes that a delivery passed; when, is read from the clock once per pass. */
    void noteDelivery() {
        delivered = true;
    }

    /** A link cannot take more at the moment, or can again. Told of changes only. */
    void blocked(boolean blocked) {
        blockedLinks += blocked ? 1 : -1;
        if (blocked && RouterLinks.role(role())) {
            jam.watch();
        }
        considerHold();
    }

    /**
     * If the blocked link is the connection's only one, nothing else is to be read, and TCP slows the sender; otherwise
     * the session's window has to, which costs many more flow frames. When memory is short TCP slows every connection
     * on which the peer only sends: no outcome can be behind what is not read.
     */
    private void considerHold() {
        boolean wanted = blockedLinks > 0 && !closed;
        boolean lone = links.size() == 1;
        boolean hold = wanted && (lone || receivers == 0 && inbox.budget().exhausted());
        if (hold && !lone) {
            inbox.budget().await(considerHold);
        }
        if (hold != held) {
            held = hold;
            connection.holdInput(hold);
        }
    }

    /** A link is due at the next flush. */
    void ready(BaseLink link) {
        ready.add(link);
    }

    /** A link has a priority: from the first that is not like all others, links are served in their order. */
    void prioritise(int priority) {
        prioritised |= priority != LinkGrant.DEFAULT_PRIORITY;
    }

    void forget(BaseLink link) {
        if (links.remove(link)) {
            if (link.judged()) {
                policy().detached(link.descriptor().incoming());
            }
            receivers -= link.descriptor().incoming() ? 0 : 1;
            ownSessions.left(link.session());
            considerHold();
        }
    }

    // ---- router

    @Override
    public void opened(ConnectionDescriptor opened) {
        descriptor = opened;
        if (policy() != null && policy().grant().settings().maxSessionWindow() > 0) {
            windows.limit(policy().grant().settings().maxSessionWindow());
        }
        stuckScan = inbox.loop().schedule(this::scanStuck, STUCK_SCAN_MILLIS);
        routerChanged();
    }

    /** Looks which router is there now, and moves to it. */
    void routerChanged() {
        RouterGate.Generation present = gate.current();
        if (closed || descriptor == null || present == generation) {
            return;
        }
        generation = present;
        routerConnection = null;
        for (BaseLink link : links) {
            link.park();
        }
        if (present != null) {
            routerConnection = present.router().connect(descriptor, new LinkOpener(this, present));
            for (BaseLink link : new ArrayList<>(links)) {
                link.attach(routerConnection);
            }
            routerConnection.replayed();
        }
    }

    /** A router begins a link. */
    void begin(RouterGate.Generation asking, LinkDescriptor asked, LinkPort port) {
        if (closed || draining || asking != generation) {
            if (asked.splice() != null) {
                RoutedLink.lost(asked.splice());
            }
            port.detached(null);
            return;
        }
        if (asked.splice() != null) {
            add(RoutedLink.open(this, ownSessions.of(asked.session()), asked, port.stats())).takeOver(port);
            return;
        }
        Session session = ownSessions.of(asked.session());
        BaseLink begun = asked.incoming()
            ? new IncomingLink(this, session.receiver(asked.name()), asked, port.stats())
            : new OutgoingLink(this, session.sender(asked.name()), asked, port.stats());
        add(begun).begin(port);
    }

    /** A router says whether it uses this connection. */
    void active(RouterGate.Generation asking, boolean inUse) {
        if (asking == generation) {
            connection.active(inUse);
        }
    }

    /** A router ends this connection. */
    void close(RouterGate.Generation asking, LinkError reason) {
        if (asking == generation && !closed) {
            connection.closeWithError(reason.condition(), reason.description());
        }
    }

    private BaseLink add(BaseLink link) {
        links.add(link);
        receivers += link.descriptor().incoming() ? 0 : 1;
        windows.links(links.size(), inbox.connections().get());
        if (link.descriptor().incoming()) {
            windows.sender(link.session(), inbox.connections().get());
        }
        considerHold();
        return link;
    }

    /** The router routes a link, so that another object goes on with it. */
    void route(BaseLink asking, Link link, LinkDescriptor granted, LinkPort port) {
        boolean judged = asking.judged();
        asking.judged(false);
        forget(asking);
        BaseLink routed = add(RoutedLink.accept(this, link, granted, port.stats(), asking.bare()));
        routed.judged(judged);
        routed.takeOver(port);
    }

    // ---- engine events

    @Override
    public void handle(Event event) {
        switch (event.getType()) {
            case DELIVERY -> onDelivery(event.getDelivery());
            case LINK_FLOW -> onFlow(event.getLink());
            case LINK_REMOTE_OPEN -> onAttach(event.getLink());
            case LINK_REMOTE_CLOSE -> onDetach(event.getLink(), true);
            case LINK_REMOTE_DETACH -> onDetach(event.getLink(), false);
            case SESSION_REMOTE_OPEN -> onBegin(event.getSession());
            case SESSION_REMOTE_CLOSE -> onEnd(event.getSession());
            default -> { }
        }
    }

    private void onDelivery(Delivery delivery) {
        if (delivery.getLink().getContext() instanceof BaseLink link) {
            link.onEngineDelivery(delivery);
        }
        SessionFlow.reopen(delivery.getLink().getSession());
    }

    private void onFlow(Link link) {
        if (link.getContext() instanceof BaseLink known) {
            known.onFlow();
        }
    }

    private void onBegin(Session session) {
        if (session.getLocalState() == EndpointState.UNINITIALIZED) {
            open(session);
        }
    }

    private Session beginSession() {
        Session session = engine().session();
        open(session);
        return session;
    }

    private void open(Session session) {
        boolean ours = session.getRemoteState() == EndpointState.UNINITIALIZED;
        windows.begin(session, ours, links.size(), inbox.connections().get());
        session.open();
        touch();
    }

    private void onAttach(Link link) {
        if (link.getContext() instanceof BaseLink begun) {
            begun.attachedByPeer();
            return;
        }
        if (link.getLocalState() != EndpointState.UNINITIALIZED) {
            return;
        }
        BareCapabilities bare = BareCapabilities.of(link, inputFrame());
        LinkDescriptor asked = Termini.describe(link, descriptor.linkCapacity(), bare);
        LinkError denied = policy() == null ? null : policy().attach(asked);
        if (denied != null) {
            Termini.refuse(link, bare);
            link.open();
            link.setCondition(new ErrorCondition(Symbol.valueOf(denied.condition()), denied.description()));
            link.close();
            touch();
            return;
        }
        BaseLink added = link instanceof Receiver receiver
            ? new IncomingLink(this, receiver, asked, new LinkStats())
            : new OutgoingLink(this, (Sender) link, asked, new LinkStats());
        added.bare(bare);
        added.judged(policy() != null);
        add(added);
        // Without a router the attach waits for one, like everything else.
        if (routerConnection != null) {
            added.attach(routerConnection);
        }
    }

    private void onDetach(Link link, boolean closing) {
        if (!(link.getContext() instanceof BaseLink known) || known.detachedByPeer(closing, true)) {
            free(link);
        }
        touch();
    }

    /** The engine forgets a link, and what it has of it unread. */
    void free(Link link) {
        link.free();
        SessionFlow.reopen(link.getSession());
    }

    private void onEnd(Session session) {
        ownSessions.ended(session);
        for (BaseLink link : new ArrayList<>(links)) {
            if (link.session() == session) {
                link.detachedByPeer(true, false);
            }
        }
        if (session.getLocalState() != EndpointState.CLOSED) {
            session.close();
        }
        windows.end(session);
        session.free();
        touch();
    }

    // ---- flush

    @Override
    public void beforeFlush() {
        inbox.drain();
        more = false;
        List<BaseLink> due = ready;
        ready = flushing;
        flushing = due;
        for (BaseLink link : due) {
            link.clearReady();
        }
        if (prioritised && due.size() > 1) {
            due.sort(BY_PRIORITY);
        }
        for (BaseLink link : due) {
            if (link.flush()) {
                more = true;
                link.stayReady();
            }
        }
        due.clear();
        if (delivered) {
            delivered = false;
            lastDelivery = System.currentTimeMillis();
        }
        if (draining) {
            countInFlight();
        }
    }

    /** Only a drain wants to know, and a connection may have thousands of links. */
    private void countInFlight() {
        int count = 0;
        for (BaseLink link : links) {
            count += link.inFlight();
        }
        inFlight = count;
    }

    @Override
    public boolean hasMore() {
        return more;
    }

    @Override
    public void drain() {
        draining = true;
        countInFlight();
    }

    @Override
    public int inFlight() {
        return inFlight;
    }

    @Override
    public long lastDeliveryMillis() {
        return lastDelivery;
    }

    private void scanStuck() {
        if (!closed) {
            scannedNanos = System.nanoTime();
            for (BaseLink link : links) {
                link.countStuck(scannedNanos);
            }
            stuckScan = inbox.loop().schedule(this::scanStuck, STUCK_SCAN_MILLIS);
        }
    }

    @Override
    public void closed() {
        if (closed) {
            return;
        }
        closed = true;
        inbox.budget().forget(considerHold);
        if (stuckScan != null) {
            stuckScan.cancel();
        }
        if (routerConnection != null) {
            routerConnection.ending();
        }
        for (BaseLink link : new ArrayList<>(links)) {
            link.finish(null);
        }
        if (routerConnection != null) {
            routerConnection.closed();
            routerConnection = null;
        }
        ready.clear();
        inFlight = 0;
        gate.ended(this);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.sluice.amqp.spi.EngineConnection;
import io.sluice.amqp.spi.LinkLayer;
import io.sluice.amqp.spi.PolicyGuard;
import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterInfo;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Session;

/**
 * The sessions and links of one connection. It is bound to one generation of the router, or parked: then links stay
 * open, no credit is given, and what arrives waits in its link. Owner loop only, except where said.
 */
final class ConnectionLinks implements LinkLayer {

    /**
     * Unsent bytes in a session beyond which nothing more is put into the engine, which walks its work at each flush.
     */
    private static final int MAX_UNSENT_BYTES = 128 * 1024;

    private final RouterGate gate;
    private final EngineConnection connection;
    private final LoopInbox inbox;
    private final boolean stripIn;
    private final AnnotationWriter annotations;
    private final MessageLog messages;
    private final ConnectionSessions sessions;
    private final LinkEvents events;
    private final StreamJam jam;
    private final Map<String, Object> memory = new ConcurrentHashMap<>();
    private final Set<BaseLink> links = new LinkedHashSet<>();
    private final DueLinks due = new DueLinks();
    private final InputHold hold;
    private final StuckScan stuck;
    private ConnectionDescriptor descriptor;
    private RouterGate.Generation generation;
    private RouterConnection routerConnection;
    /** Of a router that has not been told of the links yet. */
    private RouterConnection met;
    private boolean delivered;
    private boolean more;
    private boolean draining;
    private boolean closed;
    private volatile int inFlight;
    private volatile long lastDelivery;

    ConnectionLinks(RouterGate gate, EngineConnection connection, LoopInbox inbox) {
        this.gate = gate;
        this.connection = connection;
        this.inbox = inbox;
        this.hold = new InputHold(inbox.budget(), connection::holdInput);
        this.stuck = new StuckScan(inbox.loop(), links);
        this.sessions = new ConnectionSessions(connection, inbox);
        this.events = new LinkEvents(this, sessions);
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
        return stuck.nanos();
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
        if (blocked && RouterLinks.role(role())) {
            jam.watch();
        }
        hold.blocked(blocked);
    }

    /** Returns the links that are to be flushed next. */
    DueLinks due() {
        return due;
    }

    void forget(BaseLink link) {
        if (links.remove(link)) {
            if (link.judged()) {
                policy().detached(link.descriptor().incoming());
            }
            sessions.left(link, links.size());
            hold.left(link.descriptor().incoming());
        }
    }

    // ---- router

    @Override
    public void opened(ConnectionDescriptor opened) {
        descriptor = opened;
        if (policy() != null && policy().grant().settings().maxSessionWindow() > 0) {
            sessions.limit(policy().grant().settings().maxSessionWindow());
        }
        stuck.start();
        meetRouter();
        replay();
    }

    /**
     * Looks which router is there now, and tells it of this connection. Links wait until {@link #replay}: a router that
     * knows all connections that are to be replayed does not take the first of them for all.
     */
    void meetRouter() {
        RouterGate.Generation present = gate.current();
        if (closed || descriptor == null || present == generation) {
            return;
        }
        generation = present;
        routerConnection = null;
        met = null;
        for (BaseLink link : links) {
            link.park();
        }
        if (present != null) {
            met = present.router().connect(descriptor, new LinkOpener(this, present));
        }
    }

    /** Moves to the router that was met. */
    void replay() {
        if (met == null) {
            return;
        }
        routerConnection = met;
        met = null;
        for (BaseLink link : new ArrayList<>(links)) {
            link.attach(routerConnection);
        }
        routerConnection.replayed();
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
            add(RoutedLink.open(this, sessions.own(asked.session()), asked, port.stats())).takeOver(port);
            return;
        }
        Session session = sessions.own(asked.session());
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
        sessions.came(link, links.size());
        hold.came(link.descriptor().incoming());
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

    // ---- peer

    @Override
    public void handle(Event event) {
        events.handle(event);
    }

    /** Returns the credit window of links that the peer begins. */
    int linkCapacity() {
        return descriptor.linkCapacity();
    }

    /** The peer has begun a link; without a router it waits for one, like everything else. */
    void attach(BaseLink asked) {
        add(asked);
        if (routerConnection != null) {
            asked.attach(routerConnection);
        }
    }

    /** The peer has ended a session. */
    void endAll(Session session) {
        for (BaseLink link : new ArrayList<>(links)) {
            if (link.session() == session) {
                link.detachedByPeer(true, false);
            }
        }
    }

    // ---- flush

    @Override
    public void beforeFlush() {
        inbox.drain();
        more = due.flush();
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

    @Override
    public void closed() {
        if (closed) {
            return;
        }
        closed = true;
        hold.end();
        stuck.stop();
        RouterConnection last = routerConnection == null ? met : routerConnection;
        if (last != null) {
            last.ending();
        }
        for (BaseLink link : new ArrayList<>(links)) {
            link.finish(null);
        }
        if (last != null) {
            last.closed();
        }
        routerConnection = null;
        met = null;
        due.clear();
        inFlight = 0;
        gate.ended(this);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.ConnectionPeer;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterLink;

/** A connection to a container that keeps what the core asks for until a test answers. */
public final class FakeContainer implements ConnectionPeer {

    /** One link that was asked for. */
    public static final class Asked {
        public final LinkDescriptor descriptor;
        public final RouterLink link;
        public final FakePeer peer;

        public Asked(LinkDescriptor descriptor, RouterLink link, FakePeer peer) {
            this.descriptor = descriptor;
            this.link = link;
            this.peer = peer;
        }

        /** The container says that the link is attached. */
        public Asked accept() {
            link.peerAttached(answer(descriptor, descriptor.address()));
            return this;
        }

        /** The container answers without address: the detach follows. */
        public Asked refuse() {
            link.peerAttached(answer(descriptor, null));
            return this;
        }
    }

    public final Map<String, Object> memory = new ConcurrentHashMap<>();
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    public final RouterConnection connection;
    volatile boolean allowsLinkRoutes = true;
    /** What the core has said of its use; null if nothing. */
    public volatile Boolean active;
    /** Why the core has closed the connection; null if it has not. */
    public volatile LinkError closed;

    public FakeContainer(CoreFixture fixture, long id, String name, String container) {
        this(fixture.core, id, name, "route-container", container);
        connection.replayed();
        fixture.sync();
    }

    /** Makes a connection that has not announced its links yet. */
    public FakeContainer(RouterCore core, long id, String name, String role, String container) {
        this(core, new ConnectionDescriptor(id, name, role, true, container, null, null, 1, 100));
    }

    FakeContainer(RouterCore core, ConnectionDescriptor descriptor) {
        connection = core.connect(descriptor, this);
    }

    /** Makes a connection between an edge and its interior router, which both have links for long messages. */
    public static FakeContainer streaming(RouterCore core, long id, String container) {
        return new FakeContainer(core, new ConnectionDescriptor(
                id, "edges", "edge", true, container, null, null, 1, 100, true));
    }

    public static LinkDescriptor answer(LinkDescriptor asked, String address) {
        return new LinkDescriptor(asked.name(), asked.incoming(),
                address == null ? LinkDescriptor.Kind.ANONYMOUS : LinkDescriptor.Kind.ADDRESSED, address, List.of(),
                Map.of(), asked.capacity(), false, true);
    }

    /** Announces a link that an earlier router began. */
    Asked announce(boolean incoming, String node) {
        LinkDescriptor descriptor = new LinkDescriptor("qdlink.before", incoming, LinkDescriptor.Kind.ADDRESSED, node,
                List.of(), Map.of(), 100, false, true);
        FakePeer peer = new FakePeer();
        return new Asked(descriptor, connection.attach(descriptor, peer), peer);
    }

    @Override
    public LinkPeer open(LinkDescriptor descriptor, RouterLink link) {
        Asked next = new Asked(descriptor, link, new FakePeer());
        asked.add(next);
        return next.peer;
    }

    @Override
    public void active(boolean inUse) {
        active = inUse;
    }

    @Override
    public void close(LinkError reason) {
        closed = reason;
    }

    @Override
    public boolean allowsLinkRoutes() {
        return allowsLinkRoutes;
    }

    @Override
    public Map<String, Object> memory() {
        return memory;
    }

    /** Returns the next link that the core asks for. */
    public Asked next() throws InterruptedException {
        Asked next = asked.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no link was asked for");
        }
        return next;
    }

    public boolean nothingAsked() {
        return asked.isEmpty();
    }
}

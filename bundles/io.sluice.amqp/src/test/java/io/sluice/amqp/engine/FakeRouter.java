// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;

import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.Subscription;
import io.sluice.routing.api.LinkGrant;
import io.sluice.routing.api.DeliveryHandler;
import io.sluice.routing.api.ConnectionPeer;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.LinkSplice;
import io.sluice.routing.api.Router;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterInfo;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.concurrent.TimeUnit;

/** A router that does what a test says. */
final class FakeRouter implements Router {

    final List<FakeConnection> connections = new CopyOnWriteArrayList<>();
    final BlockingQueue<FakeLink> attached = new LinkedBlockingQueue<>();
    volatile RouterInfo info = new RouterInfo("QDR", "standalone", "1.0.0");
    /** What is done with a connection when it is announced. */
    volatile Consumer<FakeConnection> greeting = connection -> { };
    volatile LinkError refusal;
    /** What the next links are routed by, null to have them end here. */
    volatile LinkSplice splice;
    volatile int priority = LinkGrant.DEFAULT_PRIORITY;
    volatile TransferResult result = TransferResult.ROUTED;
    volatile String dynamicAddress = "amqp:/_topo/0/QDR/temp.abc";

    @Override
    public RouterInfo info() {
        return info;
    }

    @Override
    public RouterConnection connect(ConnectionDescriptor descriptor, ConnectionPeer peer) {
        FakeConnection connection = new FakeConnection(descriptor, peer);
        connections.add(connection);
        return connection;
    }

    @Override
    public Subscription subscribe(String address, DeliveryHandler handler) {
        throw new AssertionError("the codec subscribes to nothing");
    }

    @Override
    public TransferResult send(Delivery delivery) {
        throw new AssertionError("the codec sends nothing of its own");
    }

    FakeLink nextLink() throws InterruptedException {
        FakeLink link = attached.poll(5, TimeUnit.SECONDS);
        if (link == null) {
            throw new AssertionError("no link was attached");
        }
        return link;
    }

    /** Waits for a connection that has announced its links. */
    FakeConnection nextConnection() {
        await().until(() -> connections.stream().anyMatch(connection -> connection.replayed));
        return connections.get(connections.size() - 1);
    }

    final class FakeConnection implements RouterConnection {
        final ConnectionDescriptor descriptor;
        final ConnectionPeer peer;
        volatile boolean replayed;
        volatile boolean closed;

        FakeConnection(ConnectionDescriptor descriptor, ConnectionPeer peer) {
            this.descriptor = descriptor;
            this.peer = peer;
        }

        /** Begins a link. */
        FakeLink begin(LinkDescriptor descriptor) {
            FakeLink link = new FakeLink(descriptor, null);
            link.peer = peer.open(descriptor, link);
            return link;
        }

        @Override
        public RouterLink attach(LinkDescriptor descriptor, LinkPeer peer) {
            FakeLink link = new FakeLink(descriptor, peer);
            if (refusal != null) {
                peer.onDetach(refusal);
            } else {
                boolean dynamic = descriptor.kind() == LinkDescriptor.Kind.DYNAMIC && descriptor.address() == null;
                peer.onAttached(new LinkGrant(
                    link.id(), dynamic ? dynamicAddress : descriptor.address(), "M0x", priority, splice));
            }
            attached.add(link);
            return link;
        }

        @Override
        public void replayed() {
            replayed = true;
            greeting.accept(this);
        }

        @Override
        public void closed() {
            closed = true;
        }
    }

    final class FakeLink implements RouterLink {
        final LinkDescriptor descriptor;
        volatile LinkPeer peer;
        final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        final BlockingQueue<LinkDescriptor> answers = new LinkedBlockingQueue<>();
        volatile boolean detached;
        volatile LinkError error;

        FakeLink(LinkDescriptor descriptor, LinkPeer peer) {
            this.descriptor = descriptor;
            this.peer = peer;
        }

        Delivery nextDelivery() throws InterruptedException {
            Delivery delivery = deliveries.poll(5, TimeUnit.SECONDS);
            if (delivery == null) {
                throw new AssertionError("no delivery came");
            }
            return delivery;
        }

        LinkDescriptor nextAnswer() throws InterruptedException {
            LinkDescriptor answer = answers.poll(5, TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("no answer came");
            }
            return answer;
        }

        @Override
        public long id() {
            return 1;
        }

        @Override
        public TransferResult transfer(Delivery delivery) {
            if (result == TransferResult.ROUTED) {
                if (!delivery.content().isComplete()) {
                    delivery.content().readBy(delivery);
                }
                deliveries.add(delivery);
            }
            return result;
        }

        @Override
        public void peerAttached(LinkDescriptor answer) {
            answers.add(answer);
        }

        @Override
        public void detached(LinkError why) {
            error = why;
            detached = true;
        }
    }
}

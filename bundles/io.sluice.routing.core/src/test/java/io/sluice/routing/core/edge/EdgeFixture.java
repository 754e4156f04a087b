// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import static org.awaitility.Awaitility.await;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.MessageSections;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.core.ComposedMessage;
import io.sluice.routing.core.CoreFixture;
import io.sluice.routing.core.FakeContainer;
import io.sluice.routing.core.FakeContainer.Asked;
import io.sluice.routing.core.FakePeer;
import io.sluice.routing.core.FakeProducer;
import io.sluice.routing.core.RouterCore;


/** A core in edge mode with a fake interior router, whose part the tests play. */
final class EdgeFixture implements AutoCloseable {

    static final EdgeTimes SHORT = new EdgeTimes(millis(20), millis(200), millis(300), millis(200), millis(20));
    /** As the lookups of tests that are to have their answers. */
    static final EdgeTimes PATIENT = new EdgeTimes(millis(20), millis(200), millis(20_000), millis(20_000), millis(20));
    static final String REPLIES = "amqp:/_topo/0/INT/temp.1";

    final CoreFixture core;
    final FakeProducer producer = new FakeProducer();
    FakeContainer interior;
    Asked uplink;
    Asked downlink;
    Asked tracking;
    Asked requests;
    Asked requestReplies;
    Asked lookups;
    Asked lookupReplies;
    Asked heartbeat;

    EdgeFixture(EdgeTimes times) {
        core = new CoreFixture(Map.of("mode", "edge"), RouterCore.MAX_WAITING_ATTACHES,
                made -> EdgeSides.of(made, times));
    }

    private static long millis(long count) {
        return TimeUnit.MILLISECONDS.toNanos(count);
    }

    /** Opens a connection to an interior router, without answering anything. */
    FakeContainer open(long id) {
        FakeContainer made = new FakeContainer(core.core, id, "up", "edge", "INT");
        made.connection.replayed();
        core.sync();
        return made;
    }

    /** Opens a connection, and answers the links that are always there. */
    EdgeFixture connect() throws InterruptedException {
        return answerAll(open(50));
    }

    EdgeFixture answerAll(FakeContainer connection) throws InterruptedException {
        interior = connection;
        uplink = interior.next().refuse();
        downlink = interior.next().accept();
        tracking = interior.next().accept();
        requests = interior.next().accept();
        requestReplies = dynamic(interior.next());
        lookups = interior.next().accept();
        lookupReplies = dynamic(interior.next());
        heartbeat = interior.next().accept();
        core.sync();
        return this;
    }

    private static Asked dynamic(Asked asked) {
        asked.link.peerAttached(FakeContainer.answer(asked.descriptor, REPLIES));
        return asked;
    }

    /** Sends a message to a part of the edge. */
    void send(Asked to, byte[] message) {
        to.link.transfer(new Delivery(new MessageContent(producer, message), producer, true, 0, 4, null, 0));
        core.sync();
    }

    void track(String key, boolean reachable) {
        send(tracking, new ComposedMessage().header().body(List.of(key, reachable)));
    }

    /** Returns the next message that the edge has sent by one of its links, settled by now. */
    static Delivery next(Asked from) {
        await().until(() -> !from.peer.deliveries.isEmpty());
        return from.peer.settleOne(Outcome.ACCEPTED);
    }

    /** Waits for a question about an address, and answers it. */
    void answerLookup(boolean routed, boolean served) {
        MessageSections question = MessageSections.of(next(lookups));
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("version", 1L);
        properties.put("opcode", 1L);
        properties.put("status", routed ? 0L : 3L);
        send(lookupReplies, new ComposedMessage().header()
            .properties(REPLIES, null, (String) question.properties().correlationId())
            .applicationProperties(properties).body(List.of(routed, served)));
    }

    /** Attaches a client's link whose address the interior does not route. */
    FakePeer client(boolean incoming, String address, String... capabilities) {
        FakePeer peer = new FakePeer();
        core.connection.attach(CoreFixture.link(incoming, LinkDescriptor.Kind.ADDRESSED, address, capabilities), peer);
        core.sync();
        answerLookup(false, false);
        return peer;
    }

    /** A delivery as it comes by a connection. */
    Delivery arriving(long connection, String to, String annotation) {
        FakeProducer from = new FakeProducer(connection);
        Delivery delivery = new Delivery(new MessageContent(from, new byte[] {1}), from, false, 0, 4, to, 0);
        if (annotation != null) {
            delivery.annotations(new RouterAnnotations(annotation, 0, false, null, List.of()));
        }
        return delivery;
    }

    @Override
    public void close() {
        core.close();
    }
}

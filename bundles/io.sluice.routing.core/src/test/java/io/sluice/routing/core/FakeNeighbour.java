// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.ConnectionPeer;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;

/** A router at the other end of a connection that it has dialled. Its links are named by what they are for. */
final class FakeNeighbour implements ConnectionPeer {

    static final String CONTROL = "qd.router";
    static final String DATA = "qd.router-data";

    final Map<String, Object> memory = new ConcurrentHashMap<>();
    final List<FakePeer> data = new ArrayList<>();
    final List<RouterLink> dataIn = new ArrayList<>();
    final List<FakePeer> dataInPeers = new ArrayList<>();
    final Queue<FakeContainer.Asked> asked = new ConcurrentLinkedQueue<>();
    final FakePeer control = new FakePeer();
    final RouterConnection connection;
    final long id;
    RouterLink controlOut;
    RouterLink controlIn;

    FakeNeighbour(CoreFixture fixture, long id, String container, int cost) {
        this(fixture, id, container, cost, true);
    }

    FakeNeighbour(CoreFixture fixture, long id, String container, int cost, boolean streaming) {
        this.id = id;
        connection = fixture.core.connect(new ConnectionDescriptor(
                id, "l", "inter-router", false, container, null, null, cost, 250, streaming), this);
        connection.replayed();
        fixture.sync();
    }

    static ConnectionDescriptor descriptor(long id, String container, int cost, boolean outgoing) {
        return new ConnectionDescriptor(id, "l", "inter-router", outgoing, container, null, null, cost, 250);
    }

    static LinkDescriptor link(String name, boolean incoming, String capability, boolean bare) {
        return new LinkDescriptor(name, incoming, Kind.ANONYMOUS, null, List.of(capability), Map.of(), 250, false,
                false, false, bare, null, null);
    }

    /** Begins all links, as the side that has dialled does. */
    FakeNeighbour begin(CoreFixture fixture) {
        control();
        for (int i = 0; i < Trunk.PRIORITIES; i++) {
            data(i);
        }
        fixture.sync();
        return this;
    }

    void control() {
        controlOut = connection.attach(link("control", false, CONTROL, true), control);
        controlIn = connection.attach(link("control", true, CONTROL, true), new FakePeer());
    }

    void data(int priority) {
        FakePeer in = new FakePeer();
        FakePeer out = new FakePeer();
        data.add(out);
        dataInPeers.add(in);
        connection.attach(link("data" + priority, false, DATA, true), out);
        dataIn.add(connection.attach(link("data" + priority, true, DATA, true), in));
    }

    @Override
    public LinkPeer open(LinkDescriptor descriptor, RouterLink link) {
        FakeContainer.Asked next = new FakeContainer.Asked(descriptor, link, new FakePeer());
        asked.add(next);
        return next.peer;
    }

    @Override
    public Map<String, Object> memory() {
        return memory;
    }

    /** Brings a delivery from this router. */
    TransferResult bring(Delivery delivery) {
        return dataIn.get(delivery.priority()).transfer(delivery);
    }

    /** Returns how many deliveries have been given to it. */
    int got() {
        return data.stream().mapToInt(peer -> peer.deliveries.size()).sum();
    }

    void assertGot(int count) {
        assertEquals(count, got());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.amqp.engine.FakeRouter.FakeConnection;
import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.RouterInfo;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections between routers, set up as recorded: one router's frames are played, the other one's are expected. */
class RecordedRoutersTest {

    private static final String CONTROL = "qd.router";
    private static final String DATA = "qd.router-data";

    private static LinkDescriptor link(
            String name, boolean incoming, LinkDescriptor.Kind kind, String address, String capability,
            String session) {
        return new LinkDescriptor(name, incoming, kind, address, capability == null ? List.of() : List.of(capability),
            Map.of(), 250, false, true, false, capability != null, session, null);
    }

    /** Begins the links of a router that has dialled another, under the recorded names. */
    private static void beginInterior(FakeConnection connection, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            FakeLink link = connection.begin(link(names.get(i), i % 2 == 0, LinkDescriptor.Kind.ANONYMOUS, null,
                i < 2 ? CONTROL : DATA, i < 2 ? "control" : "data-" + (i / 2 - 1)));
            link.peer.onAttached(RouterReplay.grant(link.descriptor));
        }
    }

    @Test
    void shouldDialAnotherRouterAsRecorded() throws Exception {
        try (RouterReplay replay = new RouterReplay("a-interior-pair", 2, true)) {
            replay.router().info = new RouterInfo("INT.A", "interior", "1.19.0");
            List<String> names = replay.attachNames(22);
            replay.router().greeting = connection -> beginInterior(connection, names);
            replay.start("inter-router");
            replay.playTo("flow", 11);
            assertEquals("", replay.difference());
            FakeConnection connection = replay.router().connections.get(0);
            assertTrue(connection.descriptor.streamingLinks());
            assertTrue(connection.descriptor.outgoing());
            assertEquals("INT.B", connection.descriptor.container());
        }
    }

    @Test
    void shouldAcceptAnotherRouterAsRecorded() throws Exception {
        try (RouterReplay replay = new RouterReplay("a-interior-pair", 2, false)) {
            replay.router().info = new RouterInfo("INT.B", "interior", "1.19.0");
            replay.start("inter-router");
            replay.playTo("flow", 11);
            assertEquals("", replay.difference());
            List<FakeLink> links = new ArrayList<>(replay.router().attached);
            assertEquals(22, links.size());
            for (int i = 0; i < links.size(); i++) {
                LinkDescriptor asked = links.get(i).descriptor;
                assertEquals(i % 2 == 1, asked.incoming());
                assertEquals(List.of(i < 2 ? CONTROL : DATA), asked.capabilities());
                assertTrue(asked.bareCapability());
                assertEquals(LinkDescriptor.Kind.ANONYMOUS, asked.kind());
                assertFalse(asked.routerInitiated());
            }
        }
    }

    /** Begins the links of an edge router that has dialled an interior one, under the recorded names. */
    private static void beginEdge(FakeConnection connection, List<String> names) {
        Iterator<String> name = names.iterator();
        LinkDescriptor.Kind dynamic = LinkDescriptor.Kind.DYNAMIC;
        LinkDescriptor.Kind addressed = LinkDescriptor.Kind.ADDRESSED;
        for (LinkDescriptor link : List.of(
                link(name.next(), false, LinkDescriptor.Kind.ANONYMOUS, null, null, "endpoint"),
                link(name.next(), true, addressed, "EDGE1", "qd.router-edge-downlink", "endpoint"),
                link(name.next(), true, addressed, "_$qd.edge_addr_tracking", null, "core"),
                link(name.next(), false, addressed, "$management", null, "core"),
                link(name.next(), true, dynamic, null, null, "core"),
                link(name.next(), false, addressed, "_$qd.addr_lookup", null, "core"),
                link(name.next(), true, dynamic, null, null, "core"),
                link(name.next(), false, addressed, "_$qd.edge_heartbeat", null, "core"))) {
            connection.begin(link);
        }
    }

    @Test
    void shouldDialAnInteriorRouterAsRecorded() throws Exception {
        try (RouterReplay replay = new RouterReplay("e-edge-uplink", 1, true)) {
            replay.router().info = new RouterInfo("EDGE1", "edge", "1.19.0");
            List<String> names = replay.attachNames(8);
            replay.router().greeting = connection -> beginEdge(connection, names);
            replay.start("edge");
            replay.playTo("attach", 8);
            assertEquals("", replay.difference());
        }
    }

    @Test
    void shouldAcceptAnEdgeRouterAsRecorded() throws Exception {
        try (RouterReplay replay = new RouterReplay("e-edge-uplink", 1, false)) {
            replay.router().info = new RouterInfo("INT.A", "interior", "1.19.0");
            replay.router().dynamicAddress = "amqp:/_topo/0/INT.A/temp.0123456789abcde";
            replay.start("edge");
            replay.playTo("attach", 8);
            assertEquals("", replay.difference());
            List<FakeLink> links = new ArrayList<>(replay.router().attached);
            LinkDescriptor downlink = links.get(1).descriptor;
            assertEquals(List.of("qd.router-edge-downlink"), downlink.capabilities());
            assertTrue(downlink.bareCapability());
            assertEquals("EDGE1", downlink.address());
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 4, inter-router, qd:connection-role, Link attach forbidden on inter-router connection",
        "5, 1, inter-router, qd:connection-role, Link attach forbidden on inter-router connection",
        "101, 4, edge, qd:forbidden, Connectivity to the node is forbidden"})
    void shouldRefuseAsRecorded(int number, int links, String role, String condition, String text) throws Exception {
        try (RouterReplay replay = new RouterReplay("n-capability-encoding", number, false)) {
            replay.router().info = new RouterInfo("INT.A", "interior", "1.19.0");
            replay.router().refusal = new LinkError(condition, text);
            replay.start(role);
            replay.playTo("detach", links);
            assertEquals("", replay.difference());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, inter-router, 4", "102, edge, 2"})
    void shouldAcceptTermini(int number, String role, int links) throws Exception {
        try (RouterReplay replay = new RouterReplay("n-capability-encoding", number, false)) {
            replay.router().info = new RouterInfo("INT.A", "interior", "1.19.0");
            replay.start(role);
            replay.playTo("attach", links);
            assertEquals("", replay.difference());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.sluice.routing.core.ModelCore;
import io.sluice.transport.api.EndpointSettings;
import io.sluice.transport.api.EndpointSettings.Kind;
import org.junit.jupiter.api.Test;

/** What a router of the network has said to its peers in a recording, this one says to them, too. */
class RecordingsTest {

    /** Was written to TCP connections that the peer had ended. */
    private static final String TO_NOBODY = "close amqp:connection:framing-error \"connection aborted\"";
    private static final String PLAIN_SOURCE = "source null NONE SESSION_END 0";
    private static final String PLAIN_TARGET = "target null NONE SESSION_END 0";

    /** Of a message that is not durable. */
    private static final String HEADER = "005370c0020142";

    private static EndpointSettings settings(Kind kind, String name, Object... more) {
        Map<String, Object> attributes = new HashMap<>(Map.of(
                "saslMechanisms", "ANONYMOUS", "authenticatePeer", false, "idleTimeoutSeconds", 16,
                "linkCapacity", 250, "maxFrameSize", 16384, "host", "127.0.0.1"));
        for (int i = 0; i < more.length; i += 2) {
            attributes.put((String) more[i], more[i + 1]);
        }
        return new EndpointSettings(kind, name, attributes);
    }

    private static void judge(Replay replay, int compared, String... allowed) {
        assertEquals(String.join("\n", List.of(allowed)), String.join("\n", replay.differences()));
        assertEquals(compared, replay.compared());
    }

    @Test
    void shouldRouteLinksAsRecorded() {
        try (Replay replay = new Replay("INT.A", true)) {
            int number = 0;
            for (String[] rule : new String[][] {
                {"prefix", "lr", "in"}, {"prefix", "lr", "out"}, {"pattern", "pat.*.x", "out"},
                {"prefix", "$coordinator", "in"}}) {
                replay.core().linkRoute("r" + number++, Map.of(
                        rule[0], rule[1], "direction", rule[2], "containerId", "BROKER"));
            }
            replay.play(Recording.read("d-link-route"), connection -> connection == 201
                    ? settings(Kind.LISTENER, "containers", "role", "route-container")
                    : settings(Kind.LISTENER, "clients"));
            judge(replay, 72,
                    "201 connection: - " + TO_NOBODY,
                    // The broker has answered without source, and that is passed on as it is.
                    "101 client1-rcv-3: - attach SENDER MIXED FIRST from count 0, "
                            + PLAIN_SOURCE + ", " + PLAIN_TARGET,
                    "101 client1-rcv-3: + attach SENDER MIXED FIRST from count 0, null, " + PLAIN_TARGET,
                    "102 connection: - " + TO_NOBODY);
        }
    }

    @Test
    void shouldAttachAutoLinksAsRecorded() {
        try (Replay replay = new Replay("INT.B", false)) {
            replay.core().address("wq", Map.of("prefix", "wq", "waypoint", true));
            replay.core().address("mp", Map.of("prefix", "mp", "ingressPhase", 0, "egressPhase", 2));
            replay.core().autoLink("1", Map.of("address", "wq.one", "direction", "out", "connection", "broker"));
            replay.core().autoLink("2", Map.of("address", "wq.one", "direction", "in", "connection", "broker"));
            replay.core().autoLink("3", Map.of("address", "wq.two", "direction", "in", "connection", "broker",
                    "externalAddress", "ext-two"));
            replay.play(Recording.read("g-autolink-waypoint"), connection -> connection == 101
                    ? settings(Kind.LISTENER, "clients")
                    : settings(Kind.CONNECTOR, "broker", "role", "route-container"));
            judge(replay, 53,
                    "201 connection: - " + TO_NOBODY,
                    // A retry that was due on the lost connection attached a second link on the next one.
                    "202 own SENDER of wq.one 2: - attach SENDER MIXED FIRST from count 0, "
                            + "source null NONE LINK_DETACH 0, target wq.one NONE LINK_DETACH 0");
        }
    }

    @Test
    void shouldFallBackAsRecorded() {
        try (Replay replay = new Replay("INT.A", false)) {
            replay.core().address("fb", Map.of("prefix", "fb", "enableFallback", true));
            List<ReplayConsumer> primary = new ArrayList<>();
            replay.at("primary receiver on INT.B appears", () -> primary.add(replay.consumer("fb.x", true)));
            replay.at("primary receiver on INT.B goes away", () -> primary.get(0).hold());
            // Not a note: the moment at which the recorded sender learns of it.
            replay.at(15_802, () -> primary.get(0).cut());
            replay.play(Recording.read("f-fallback"), connection -> settings(Kind.LISTENER, "clients"));
            judge(replay, 38);
        }
    }

    @Test
    void shouldKeepTimeAsRecorded() {
        try (Replay replay = new Replay("QDR", false)) {
            replay.play(Recording.read("k-idle-handshake"), connection -> settings(Kind.LISTENER, "clients",
                    "idleTimeoutSeconds", 4, "initialHandshakeTimeoutSeconds", connection > 100 ? 2 : 0));
            judge(replay, 65,
                    "2 connection: - " + TO_NOBODY,
                    "3 connection: - " + TO_NOBODY);
        }
    }

    @Test
    void shouldRefuseAsRecorded() {
        try (Replay replay = new Replay("QDR", false)) {
            replay.core().address("unav", Map.of("prefix", "unav", "distribution", "unavailable"));
            replay.consumer("q.ok", true);
            ReplayConsumer holder = replay.consumer("q.hold", false);
            replay.play(Recording.read("l-errors-links-frames"), connection -> settings(Kind.LISTENER, "clients",
                    "linkCapacity", connection > 100 && connection < 200 ? 2 : 250));
            judge(replay, 423,
                    // There is one session on a channel: it was answered once.
                    "23 connection: - begin for 0",
                    // More was sent than there was credit for. A credit of minus one helps nobody.
                    "28 s flow: - flow count 1 credit 4294967295 drain",
                    // A frame that cannot be decoded was read as if its wrong fields were absent.
                    "54 connection: - close",
                    "54 connection: + close amqp:decode-error \"cannot decode frame\"",
                    "54 n: - attach RECEIVER MIXED FIRST, " + PLAIN_SOURCE + ", " + PLAIN_TARGET,
                    "54 n flow: - flow count 0 credit 250",
                    // After an unknown performative nothing was answered any more; here it is passed over.
                    "55 connection: + close",
                    "55 connection: + end of TCP");
            assertEquals(5, holder.received());
        }
    }

    /** A list, or a string, in place of symbols cannot be decoded; that router read it, and refused each link. */
    private static List<String> refusedAtOnce(int connection) {
        String refused = "- detach closed qd:connection-role \"Link attach forbidden on inter-router connection\"";
        return Stream.of(
                "connection: - nonsense", "connection: - begin for 1", "connection: - nonsense", "connection: - close",
                "connection: + close amqp:decode-error \"cannot decode frame\"",
                "ctl-out: - attach RECEIVER MIXED FIRST, null, null", "ctl-out: " + refused,
                "d0-out: - attach RECEIVER MIXED FIRST, null, null", "d0-out: " + refused,
                "unknown link: " + refused, "unknown link: " + refused).map(line -> connection + " " + line).toList();
    }

    @Test
    void shouldJudgeLinksOfRoutersAsRecorded() {
        try (Replay replay = new Replay(ModelCore.interior("INT.A"), false)) {
            List<Integer> played = List.of(2, 3, 4, 5, 101, 102);
            replay.play(Recording.read("n-capability-encoding"), connection -> played.contains(connection)
                    ? settings(Kind.LISTENER, "routers", "role", connection > 100 ? "edge" : "inter-router") : null);
            List<String> allowed = new ArrayList<>(refusedAtOnce(3));
            allowed.addAll(refusedAtOnce(4));
            judge(replay, 88, allowed.toArray(String[]::new));
        }
    }

    private static byte[] message(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void shouldServeAnEdgeRouterAsRecorded() {
        try (Replay replay = new Replay(ModelCore.interior("INT.A"), false, true)) {
            replay.core().address("multicast", Map.of("prefix", "multicast", "distribution", "multicast"));
            replay.core().address("wp", Map.of("prefix", "wp", "waypoint", true));
            List<ReplayConsumer> orders = new ArrayList<>();
            // Not notes: the moments just before the recorded edge learns of it.
            replay.at(6_837, () -> orders.add(replay.consumer("orders", true)));
            replay.at(8_341, () -> replay.producer("news").send(message(HEADER + "005377a1036e2d31")));
            replay.at(8_900, () -> replay.consumer("multicast.m", true));
            replay.at(11_251, () -> orders.get(0).cut());
            replay.at(12_300, () -> replay.consumer("amqp:/_topo/0/INT.A/temp.985qkzGX9XLYeaC", true));
            replay.at(12_855, () -> replay.producer(null).send(message(HEADER
                    + "005373c05b064040a126616d71703a2f5f656467652f45444745312f74656d702e"
                    + "4242476f543469687864326753695240"
                    + "a128616d71703a2f5f746f706f2f302f494e542e412f74656d702e393835716b7a475839584c59656143a103632d31"
                    + "005377a10772657175657374")));
            replay.play(Recording.read("e-edge-uplink"),
                    connection -> settings(Kind.LISTENER, "edges", "role", "edge"));
            judge(replay, 68,
                    // Here is no management to take requests.
                    "1 own RECEIVER of null 2 flow: - flow count 0 credit 250");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Role;

import io.sluice.amqp.engine.ModelCodec;
import io.sluice.amqp.link.ModelInboxes;
import io.sluice.routing.core.ModelCore;
import io.sluice.transport.api.EndpointSettings;

/** A codec, a core that comes and goes, link routes, and the clients and brokers of them. */
final class RoutedWorld {

    private static final String[] BROKERS = {"one", "two"};
    private static final int CALM = Integer.MAX_VALUE;

    final Random random;
    final Ledger ledger = new Ledger(0);
    final RoutedJudge judge = new RoutedJudge(this);
    final List<Peer<RoutedSession>> peers = new ArrayList<>();
    final Map<String, RoutedPair> pairs = new HashMap<>();
    final List<RoutedPair> inOrder = new ArrayList<>();
    final StepSchedule schedule;
    ModelCore core;

    private final ModelCodec codec;
    private final EndpointSettings clients;
    private final EndpointSettings brokers;
    private final Map<String, Map<String, Object>> rules = new TreeMap<>();
    private final List<StatsTap> taps = new ArrayList<>();
    private StatsTap tap;
    private long ids;
    /** The step since which nothing changes that decides about routes; {@link #CALM} while something does. */
    private int changed;

    RoutedWorld(Random random) {
        this.random = random;
        codec = new ModelCodec(random.nextInt(4) == 0);
        clients = settings("clients", "normal");
        brokers = settings("brokers", "route-container");
        schedule = new StepSchedule(1 + random.nextInt(3), random);
        for (String direction : List.of("in", "out")) {
            rules.put("single-" + direction, rule("prefix", "lr/one", direction, "containerId", "one"));
            rules.put("shared-" + direction, rule("pattern", "lr/both/#", direction, "connection", "brokers"));
            rules.put("changing-" + direction, rule("prefix", "lr/chg", direction, "containerId", "two"));
        }
        startCore();
    }

    private EndpointSettings settings(String name, String role) {
        int[] maxFrames = {512, 4096, 16384};
        int[] sessionFrames = {0, 0, 4, 30};
        return new EndpointSettings(EndpointSettings.Kind.LISTENER, name, Map.of(
                "role", role,
                "maxFrameSize", maxFrames[random.nextInt(maxFrames.length)],
                "maxSessionFrames", sessionFrames[random.nextInt(sessionFrames.length)],
                "idleTimeoutSeconds", 0));
    }

    private static Map<String, Object> rule(String kind, String text, String direction, String by, String where) {
        return Map.of(kind, text, "direction", direction, by, where);
    }

    // ---- core and rules

    void startCore() {
        core = new ModelCore("me", true, 0, taps.size());
        rules.forEach(core::linkRoute);
        schedule.core(core);
        core.runControl();
        tap = new StatsTap(core.router());
        taps.add(tap);
        codec.bind(tap);
        change("core starts");
    }

    void stopCore() {
        change("core stops");
        codec.unbind(tap);
        core.stop();
        core = null;
        schedule.core(null);
    }

    void changeRule() {
        String direction = random.nextBoolean() ? "in" : "out";
        String name = "changing-" + direction;
        if (rules.remove(name) != null) {
            core.removeLinkRoute(name);
            change(name + " is deleted");
        } else {
            rules.put(name, rule("prefix", "lr/chg", direction, "containerId",
                    BROKERS[random.nextInt(BROKERS.length)]));
            core.linkRoute(name, rules.get(name));
            change(name + " is created");
        }
    }

    /** Something begins to change that decides where links go. */
    void change(String what) {
        ledger.trace(() -> what);
        changed = CALM;
        inOrder.stream().filter(pair -> !pair.client.attachReceived).forEach(pair -> pair.steady = false);
    }

    void calm() {
        if (changed == CALM && core != null) {
            changed = ledger.step;
        }
    }

    boolean isSteady() {
        return changed != CALM;
    }

    /** Returns true if a link route is there for both directions. */
    boolean isRouted(String address) {
        return !address.startsWith("lr/chg") || rules.containsKey("changing-in") && rules.containsKey("changing-out");
    }

    /** Returns true if no broker is there. */
    boolean isUnreachable(String address) {
        Set<String> wanted = address.startsWith("lr/one") ? Set.of("one") : Set.of(BROKERS);
        return address.startsWith("lr/chg") || peers.stream().noneMatch(
                peer -> peer.broker && peer.isUsable() && peer.opened && wanted.contains(peer.name));
    }

    // ---- peers

    Peer<RoutedSession> newPeer(String brokerName) {
        int[] maxFrames = {512, 2000, 65536};
        ModelLoop loop = schedule.loops().get(random.nextInt(schedule.loops().size()));
        boolean broker = brokerName != null;
        ModelWire wire = new ModelWire(loop, codec.factory(), broker ? brokers : clients, ++ids);
        Peer<RoutedSession> peer = new Peer<>(ledger, wire, broker ? brokerName : "c" + ids, broker,
                maxFrames[random.nextInt(maxFrames.length)], random.nextInt(3) == 0 ? 8 : Integer.MAX_VALUE,
                (end, channel, window, remote) -> new RoutedSession(this, end, channel, window, remote));
        peers.add(peer);
        if (broker) {
            change(brokerName + " connects");
        }
        loop.add(wire);
        return peer;
    }

    /** Returns the brokers that are not there. */
    List<String> missing() {
        return Stream.of(BROKERS).filter(name -> peers.stream().noneMatch(
                peer -> peer.name.equals(name) && peer.isUsable())).toList();
    }

    Stream<RoutedSession> sessions() {
        return peers.stream().filter(Peer::isUsable).flatMap(peer -> peer.sessions.stream())
                .filter(Session::isUsable);
    }

    List<RoutedEnd> ends() {
        return sessions().flatMap(session -> session.links.stream()).filter(RoutedEnd::isUsable).toList();
    }

    /** The router asks a broker for a link. */
    RoutedEnd asked(RoutedSession session, Attach attach) {
        int at = attach.getName().lastIndexOf('@');
        RoutedPair pair = at < 0 ? null : pairs.get(attach.getName().substring(0, at));
        ledger.check(pair != null && pair.broker == null, () -> "nobody has asked for " + attach);
        String container = pair.client.session.peer.name;
        ledger.check(attach.getName().endsWith("@" + container), () -> "another container: " + attach);
        ledger.check((attach.getRole() == Role.SENDER) == pair.clientSends, () -> "another direction: " + attach);
        ledger.check(!pair.address.startsWith("lr/one") || session.peer.name.equals("one"),
                () -> "asked of the wrong broker: " + attach);
        pair.broker = new RoutedEnd(session, pair, !pair.clientSends, attach.getName(), random.nextInt(3));
        return pair.broker;
    }

    // ---- the end

    void judgeHeld() {
        for (ModelLoop loop : schedule.loops()) {
            long held = ModelInboxes.heldBytes(codec.gate(), loop);
            ledger.check(held == 0, () -> held + " bytes are held on " + loop.name());
        }
    }

    void judgeLeftovers() {
        String left = core.leftovers();
        // Link routes have an address entity each.
        String own = " " + rules.size() + " address entities";
        ledger.check(left.equals(own), () -> "the core still has" + left);
        ledger.check(codec.connections() == 0, () -> codec.connections() + " connections are left");
        ledger.check(codec.loops() == 0, () -> codec.loops() + " loops are left");
        for (ModelLoop loop : schedule.loops()) {
            ledger.check(!ModelInboxes.knows(codec.gate(), loop), () -> "inbox of " + loop.name() + " is left");
        }
        taps.forEach(known -> known.judge(ledger));
    }

    void stop() {
        codec.stop();
        if (core != null) {
            core.stop();
        }
        schedule.stop();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.sluice.amqp.engine.ModelCodec;
import io.sluice.amqp.link.ModelInboxes;
import io.sluice.routing.core.ModelCore;
import io.sluice.transport.api.EndpointSettings;

/** A codec, a core that comes and goes, some loops, and peers; and who makes them run. */
final class World {

    private static final String[] ADDRESSES = {"bal/1", "bal/2", "near/1", "near/2"};
    private static final String[] MULTICAST = {"multi/1", "multi/2"};

    final Random random;
    final Ledger ledger;
    final List<Peer<PeerSession>> peers = new ArrayList<>();
    final int capacity;
    final Schedule schedule;
    ModelCore core;

    private final ModelCodec codec;
    private final EndpointSettings settings;
    final boolean threads;
    private final Map<String, Map<String, Object>> addresses = new HashMap<>();
    private final List<StatsTap> taps = new ArrayList<>();
    private StatsTap tap;
    private long ids;

    World(Random random, boolean threads) {
        this.random = random;
        this.threads = threads;
        int[] capacities = {1, 2, 5, 20, 250};
        capacity = capacities[random.nextInt(capacities.length)];
        ledger = new Ledger(capacity);
        codec = new ModelCodec(random.nextInt(4) == 0);
        int[] maxFrames = {512, 4096, 16384};
        int[] sessionFrames = {0, 0, 4, 30};
        settings = new EndpointSettings(EndpointSettings.Kind.LISTENER, "model", Map.of(
                "linkCapacity", capacity,
                "maxFrameSize", maxFrames[random.nextInt(maxFrames.length)],
                "maxSessionFrames", sessionFrames[random.nextInt(sessionFrames.length)],
                "idleTimeoutSeconds", 0));
        schedule = threads ? new ThreadSchedule(2, random) : new StepSchedule(1 + random.nextInt(3), random);
        for (String text : ADDRESSES) {
            ledger.address(text, ModelAddress.Treatment.ANYCAST);
        }
        for (String text : MULTICAST) {
            ledger.address(text, ModelAddress.Treatment.MULTICAST);
        }
        ledger.address("gone/1", ModelAddress.Treatment.UNAVAILABLE);
        ledger.address("chg/1", ModelAddress.Treatment.CHANGING);
        ledger.address("chg/2", ModelAddress.Treatment.CHANGING);
        addresses.put("near", Map.of("prefix", "near", "distribution", "closest"));
        addresses.put("multi", Map.of("prefix", "multi", "distribution", "multicast"));
        addresses.put("gone", Map.of("prefix", "gone", "distribution", "unavailable"));
        startCore();
    }

    // ---- core

    void startCore() {
        core = new ModelCore("me", !threads, threads ? 20_000_000 : 0, taps.size());
        addresses.forEach(core::address);
        schedule.core(core);
        core.runControl();
        tap = new StatsTap(core.router());
        taps.add(tap);
        codec.bind(tap);
        ledger.trace(() -> "core starts");
    }

    void stopCore() {
        ledger.swapped = Integer.MAX_VALUE;
        ledger.trace(() -> "core stops");
        codec.unbind(tap);
        core.stop();
        core = null;
        schedule.core(null);
    }

    /** Changes the rule of the addresses that change. */
    void changeRule() {
        String[] ways = {"closest", "balanced", "multicast", "unavailable", null};
        String way = ways[random.nextInt(ways.length)];
        Map<String, Object> rule = Map.of("prefix", "chg", "distribution", String.valueOf(way));
        if (way == null) {
            addresses.remove("chg");
            core.removeAddress("chg");
        } else {
            addresses.put("chg", rule);
            core.address("chg", rule);
        }
        ledger.trace(() -> "chg becomes " + way);
    }

    // ---- peers

    Peer<PeerSession> newPeer() {
        int[] maxFrames = {512, 2000, 65536};
        return newPeer(maxFrames[random.nextInt(maxFrames.length)]);
    }

    Peer<PeerSession> newPeer(int maxFrame) {
        ModelLoop loop = schedule.loops().get(random.nextInt(schedule.loops().size()));
        ModelWire wire = new ModelWire(loop, codec.factory(), settings, ++ids);
        Peer<PeerSession> peer = new Peer<>(
                ledger, wire, "c" + ids, false, maxFrame, Integer.MAX_VALUE, PeerSession::new);
        peers.add(peer);
        ledger.trace(() -> peer.name + " connects on " + loop.name());
        loop.add(wire);
        return peer;
    }

    Stream<PeerSession> sessions() {
        return peers.stream().filter(Peer::isUsable).flatMap(peer -> peer.sessions.stream())
                .filter(Session::isUsable);
    }

    <L extends PeerLink> List<L> links(Class<L> type) {
        return sessions().flatMap(session -> session.links.stream()).filter(type::isInstance).map(type::cast)
                .filter(PeerLink::isUsable).toList();
    }

    // ---- the end

    /** Everything has ended: nothing may be left anywhere. */
    void judgeLeftovers() {
        String left = core.leftovers();
        ledger.check(left.isEmpty(), () -> "the core still has" + left);
        ledger.check(codec.connections() == 0, () -> codec.connections() + " connections are left");
        ledger.check(codec.loops() == 0, () -> codec.loops() + " loops are left");
        for (ModelLoop loop : schedule.loops()) {
            ledger.check(!ModelInboxes.knows(codec.gate(), loop), () -> "inbox of " + loop.name() + " is left");
        }
        taps.forEach(known -> known.judge(ledger));
    }

    /** Returns how many settled messages the router says it has dropped. */
    long dropped() {
        return taps.stream().mapToLong(StatsTap::dropped).sum();
    }

    /** No message is on its way: nothing may be held. */
    void judgeHeld() {
        for (ModelLoop loop : schedule.loops()) {
            long held = ModelInboxes.heldBytes(codec.gate(), loop);
            ledger.check(held == 0, () -> held + " bytes are held on " + loop.name());
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

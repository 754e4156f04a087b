// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** One run over link routes: random steps, a rest now and then, and an end at which nothing may be left. */
final class RoutedRun {

    private static final int FEW_STEPS = 40;
    private static final int MOST_STEPS = 300;
    private static final int MOST_CLIENTS = 3;
    private static final int MOST_LINKS = 5;
    private static final int MOST_ROUNDS = 2000;

    private final long seed;
    private final Random random;
    private final RoutedWorld world;
    private final Ledger ledger;
    private final RoutedSteps steps;

    RoutedRun(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.world = new RoutedWorld(random);
        this.ledger = world.ledger;
        this.steps = new RoutedSteps(world);
    }

    /** Runs; throws an AssertionError that names the seed and tells what led there. */
    void run() {
        try {
            int count = FEW_STEPS + random.nextInt(MOST_STEPS - FEW_STEPS);
            for (int i = 0; i < count; i++) {
                ledger.step++;
                step();
                for (int n = random.nextInt(4); n > 0; n--) {
                    world.schedule.nudge();
                    readSome();
                }
            }
            finish();
            takeDown();
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + ledger.traced(), e);
        } finally {
            world.stop();
        }
    }

    private void step() {
        int dice = random.nextInt(1000);
        if (dice < 80) {
            arrive();
        } else if (dice < 95) {
            leave(random.nextInt(12));
        } else if (dice < 102 && ledger.step > FEW_STEPS / 2) {
            if (world.core == null) {
                world.startCore();
            } else {
                world.stopCore();
            }
        } else if (dice < 107 && world.core != null) {
            world.changeRule();
        } else if (dice < 130) {
            settle();
        } else if (dice < 150) {
            pick(world.sessions().toList(), RoutedSession::openWindow);
        } else if (dice < 160) {
            pick(world.peers, peer -> peer.wire.stall(random.nextBoolean()));
        } else if (dice < 240) {
            pick(world.ends(), steps::answer);
        } else if (dice < 310) {
            pick(world.ends(), steps::drain);
        } else if (dice < 470) {
            pick(world.ends(), steps::credit);
        } else if (dice < 750) {
            pick(world.ends(), steps::send);
        } else {
            pick(world.ends(), steps::say);
        }
    }

    private <T> void pick(List<T> from, Consumer<T> action) {
        if (!from.isEmpty()) {
            action.accept(from.get(random.nextInt(from.size())));
        }
    }

    private void arrive() {
        List<String> missing = world.missing();
        List<RoutedSession> sessions = world.sessions().filter(session -> !session.peer.broker).toList();
        long clients = world.peers.stream().filter(peer -> peer.isUsable() && !peer.broker).count();
        if (!missing.isEmpty() && random.nextInt(2) == 0) {
            pick(missing, world::newPeer);
        } else if (sessions.isEmpty() || clients < MOST_CLIENTS && random.nextInt(6) == 0) {
            world.newPeer(null).begin(null);
        } else {
            pick(sessions, session -> {
                if (session.links.size() < MOST_LINKS) {
                    steps.attach(session);
                }
            });
        }
    }

    private void leave(int dice) {
        if (dice < 8) {
            pick(world.ends(), steps::detach);
        } else if (dice < 9) {
            pick(world.sessions().toList(), session -> {
                world.change("a session of " + session.peer.name + " ends");
                session.end();
            });
        } else {
            pick(world.peers.stream().filter(RoutedPeer::isUsable).toList(), peer -> {
                if (peer.broker) {
                    world.change("a broker leaves");
                }
                ledger.trace(() -> peer.name + " leaves");
                if (random.nextBoolean()) {
                    peer.close();
                } else {
                    peer.cut();
                }
            });
        }
    }

    // ---- rest

    private void readSome() {
        for (RoutedPeer peer : world.peers) {
            if (random.nextInt(3) > 0) {
                while (peer.read()) {
                    continue;
                }
                answerDetaches();
            }
        }
    }

    private boolean answerDetaches() {
        List<RoutedEnd> ends = world.inOrder.stream()
                .flatMap(pair -> pair.broker == null ? List.of(pair.client).stream()
                        : List.of(pair.client, pair.broker).stream())
                .filter(end -> end.got != null && end.sent == null && !end.lost).toList();
        ends.forEach(end -> {
            if (end.answer == null) {
                steps.answerEnded(end);
            }
            end.detach(null, end.got.getClosed());
        });
        return !ends.isEmpty();
    }

    private boolean readAll() {
        boolean any = false;
        for (RoutedPeer peer : world.peers) {
            while (peer.read()) {
                any = true;
            }
        }
        return answerDetaches() || any;
    }

    private void settle() {
        world.peers.forEach(peer -> peer.wire.stall(false));
        world.schedule.settle(this::readAll);
        world.calm();
    }

    /** All answer what they were asked, and windows open, until nothing is left to do; then all must be in balance. */
    private void finish() {
        ledger.step++;
        ledger.trace(() -> "finishing");
        if (world.core == null) {
            world.startCore();
        }
        for (int round = 0; round < MOST_ROUNDS; round++) {
            settle();
            boolean work = false;
            for (RoutedSession session : world.sessions().toList()) {
                work |= session.openWindow();
            }
            for (RoutedEnd end : world.ends()) {
                work |= end.answer == null || end.isClient() && end.attachReceived && end.pair.broker == null;
                steps.answer(end);
                if (end.sends && end.current != null && end.isLive() && end.session.mayTransfer() > 0) {
                    steps.sendFrames(end, Integer.MAX_VALUE);
                    work = true;
                }
                if (end.isLive() && end.sends && end.draining) {
                    steps.drain(end);
                    work = true;
                }
            }
            if (!work) {
                world.inOrder.forEach(world.judge::judgeCalm);
                world.judgeHeld();
                return;
            }
        }
        ledger.fail("it never ends");
    }

    private void takeDown() {
        ledger.step++;
        ledger.trace(() -> "taking down");
        for (RoutedPeer peer : world.peers.stream().filter(RoutedPeer::isUsable).toList()) {
            if (random.nextInt(3) == 0) {
                peer.cut();
            } else {
                world.ends().stream().filter(end -> end.session.peer == peer).forEach(steps::detach);
                settle();
                peer.close();
            }
            settle();
        }
        for (RoutedPeer peer : world.peers) {
            ledger.check(peer.wire.ended(), () -> peer.name + " is still connected");
            ledger.check(peer.closeReceived || !peer.closeSent, () -> "a close is not answered: " + peer.name);
        }
        world.judgeLeftovers();
    }
}

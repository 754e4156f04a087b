// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** What clients and brokers do on routed links at random, and when. */
final class LinkRouteModel implements Model {

    private static final int MOST_CLIENTS = 3;
    private static final int MOST_LINKS = 5;

    private final Random random;
    private final RoutedWorld world;
    private final Ledger ledger;
    private final RoutedSteps steps;
    private final RoutedEnding ending;

    LinkRouteModel(Random random) {
        this.random = random;
        this.world = new RoutedWorld(random);
        this.ledger = world.ledger;
        this.steps = new RoutedSteps(world);
        this.ending = new RoutedEnding(world, steps);
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public Schedule schedule() {
        return world.schedule;
    }

    @Override
    public void readSome() {
        for (Peer<?> peer : world.peers) {
            if (random.nextInt(3) > 0) {
                while (peer.read()) {
                    continue;
                }
                ending.answerDetaches();
            }
        }
    }

    @Override
    public void finish() {
        ending.run();
    }

    @Override
    public void stop() {
        world.stop();
    }

    @Override
    public void step() {
        int dice = random.nextInt(1000);
        if (dice < 80) {
            arrive();
        } else if (dice < 95) {
            leave(random.nextInt(12));
        } else if (dice < 102 && ledger.step > Run.FEW_STEPS / 2) {
            if (world.core == null) {
                world.startCore();
            } else {
                world.stopCore();
            }
        } else if (dice < 107 && world.core != null) {
            world.changeRule();
        } else if (dice < 130) {
            ending.settle();
        } else if (dice < 150) {
            pick(world.sessions().toList(), Session::openWindow);
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
        Run.pick(random, from, action);
    }

    private void arrive() {
        List<String> missing = world.missing();
        List<RoutedSession> sessions = world.sessions().filter(session -> !session.peer.broker).toList();
        long clients = world.peers.stream().filter(peer -> peer.isUsable() && !peer.broker).count();
        if (!missing.isEmpty() && random.nextInt(2) == 0) {
            pick(missing, world::newPeer);
        } else if (sessions.isEmpty() || clients < MOST_CLIENTS && random.nextInt(6) == 0) {
            world.newPeer(null).begin();
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
            pick(world.peers.stream().filter(Peer::isUsable).toList(), peer -> {
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
}

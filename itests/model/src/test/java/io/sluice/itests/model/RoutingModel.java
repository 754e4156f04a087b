// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** What peers of the router's own links do at random, and when. */
final class RoutingModel implements Model {

    private static final int SMALL_WINDOW = 8;
    private static final int MOST_PEERS = 5;
    private static final int MOST_LINKS = 6;

    private final Random random;
    private final World world;
    private final Ledger ledger;
    private final Steps steps;

    RoutingModel(Random random, boolean threads) {
        this.random = random;
        this.world = new World(random, threads);
        this.ledger = world.ledger;
        this.steps = new Steps(world);
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
    public void finish() {
        new Ending(world, steps).run();
    }

    @Override
    public void stop() {
        world.stop();
    }

    @Override
    public void readSome() {
        for (Peer<?> peer : world.peers) {
            if (random.nextInt(3) > 0) {
                while (peer.read()) {
                    continue;
                }
            }
        }
        steps.judgeCredit();
    }

    @Override
    public void step() {
        int dice = random.nextInt(1000);
        if (dice < 60) {
            attach();
        } else if (dice < 75) {
            leave(random.nextInt(10));
        } else if (dice < 82 && ledger.step > Run.FEW_STEPS / 2) {
            swap();
        } else if (dice < 87 && world.core != null) {
            world.changeRule();
        } else if (dice < 110) {
            steps.settle();
        } else if (dice < 115) {
            world.schedule.advance(random.nextInt(500));
        } else if (dice < 150) {
            pick(world.links(PeerReceiver.class), steps::drain);
        } else if (dice < 330) {
            pick(world.links(PeerReceiver.class), steps::credit);
        } else if (dice < 600) {
            pick(world.links(PeerSender.class), steps::send);
        } else if (dice < 630) {
            pick(world.links(PeerSender.class), steps::answerDrain);
        } else if (dice < 640) {
            pick(world.links(PeerSender.class), steps::forget);
        } else if (dice < 660) {
            pick(world.sessions().toList(), Session::openWindow);
        } else if (dice < 670) {
            pick(world.peers, peer -> peer.wire.stall(random.nextBoolean()));
        } else {
            pick(world.links(PeerReceiver.class), steps::answer);
        }
    }

    private <T> void pick(List<T> from, Consumer<T> action) {
        Run.pick(random, from, action);
    }

    private void attach() {
        List<PeerSession> sessions = world.sessions().toList();
        boolean more = world.peers.stream().filter(Peer::isUsable).count() < MOST_PEERS;
        if (sessions.isEmpty() || more && random.nextInt(6) == 0) {
            world.newPeer().begin(window());
        } else if (random.nextInt(10) == 0) {
            pick(world.peers.stream().filter(Peer::isUsable).toList(), peer -> peer.begin(window()));
        } else {
            pick(sessions, session -> {
                if (session.links.size() < MOST_LINKS) {
                    steps.attach(session);
                }
            });
        }
    }

    private int window() {
        return random.nextInt(3) == 0 ? SMALL_WINDOW : Integer.MAX_VALUE;
    }

    private void leave(int dice) {
        if (dice < 6) {
            pick(world.links(PeerLink.class), steps::detach);
        } else if (dice < 7) {
            pick(world.sessions().toList(), Session::end);
        } else if (dice < 8) {
            pick(world.peers.stream().filter(Peer::isUsable).toList(), Peer::close);
        } else {
            pick(world.peers.stream().filter(Peer::isUsable).toList(), Peer::cut);
        }
    }

    private void swap() {
        if (world.core == null) {
            world.startCore();
        } else {
            world.stopCore();
        }
    }
}

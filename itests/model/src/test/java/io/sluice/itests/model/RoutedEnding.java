// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.List;

/** Brings a run over link routes to rest, judges it, and takes everything down. */
final class RoutedEnding {

    private static final int MOST_ROUNDS = 2000;

    private final RoutedWorld world;
    private final RoutedSteps steps;
    private final Ledger ledger;

    RoutedEnding(RoutedWorld world, RoutedSteps steps) {
        this.world = world;
        this.steps = steps;
        this.ledger = world.ledger;
    }

    void run() {
        finish();
        takeDown();
    }

    boolean answerDetaches() {
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
        for (Peer<?> peer : world.peers) {
            while (peer.read()) {
                any = true;
            }
        }
        return answerDetaches() || any;
    }

    void settle() {
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
        for (Peer<?> peer : world.peers.stream().filter(Peer::isUsable).toList()) {
            if (world.random.nextInt(3) == 0) {
                peer.cut();
            } else {
                world.ends().stream().filter(end -> end.session.peer == peer).forEach(steps::detach);
                settle();
                peer.close();
            }
            settle();
        }
        for (Peer<?> peer : world.peers) {
            ledger.check(peer.wire.ended(), () -> peer.name + " is still connected");
            ledger.check(peer.closeReceived || !peer.closeSent, () -> "a close is not answered: " + peer.name);
        }
        world.judgeLeftovers();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.List;

import org.apache.qpid.proton.amqp.messaging.Accepted;

/** Brings a run to rest, judges what must be true then, takes everything down and judges what must be gone then. */
final class Ending {

    private static final int MOST_ROUNDS = 2000;
    private static final int PLENTY = 500;
    private static final int STARVED_MILLIS = 250;

    private final World world;
    private final Steps steps;
    private final Ledger ledger;

    Ending(World world, Steps steps) {
        this.world = world;
        this.steps = steps;
        this.ledger = world.ledger;
    }

    void run() {
        ledger.step++;
        if (world.core == null) {
            world.startCore();
        }
        world.peers.forEach(peer -> peer.wire.stall(false));
        ledger.trace(() -> "finishing");
        finishMessages();
        judgeRest();
        takeDown();
    }

    /** Consumers take everything, producers end what they have begun. */
    private void finishMessages() {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            steps.settle();
            boolean work = false;
            for (PeerReceiver receiver : world.links(PeerReceiver.class)) {
                work |= consume(receiver);
            }
            for (PeerSession session : world.sessions().toList()) {
                work |= session.openWindow();
            }
            for (PeerSender sender : world.links(PeerSender.class)) {
                if (sender.current != null && sender.session.mayTransfer() > 0) {
                    steps.sendFrames(sender, Integer.MAX_VALUE);
                    work = true;
                }
            }
            if (!work) {
                world.schedule.advance(STARVED_MILLIS);
                steps.settle();
                return;
            }
        }
        ledger.fail("it never ends");
    }

    private static boolean consume(PeerReceiver receiver) {
        boolean work = false;
        if (receiver.granted && !receiver.draining && receiver.credit() < PLENTY / 2) {
            receiver.credit(PLENTY);
            work = true;
        }
        for (Message.Copy copy : new ArrayList<>(receiver.unsettled)) {
            if (copy.answered || copy.complete && !copy.settledOnArrival) {
                receiver.answer(copy, copy.answered ? copy.answer : new Accepted(), true);
                work = true;
            }
        }
        return work;
    }

    private void judgeRest() {
        for (Message message : ledger.messages) {
            ledger.check(!message.isOpen(), () -> "no outcome for " + message + ", sent "
                    + message.sentBytes + " of " + message.encoded.length + ", seen by "
                    + message.copies.stream().map(copy -> copy.receiver).toList());
            if (message.complete && !message.aborted) {
                judgeDelivered(message);
            }
        }
        for (PeerReceiver receiver : world.links(PeerReceiver.class)) {
            ledger.check(!receiver.draining, () -> "a drain is not answered: " + receiver);
            ledger.check(receiver.granted, () -> "an attach is not answered: " + receiver);
            ledger.check(receiver.unsettled.isEmpty(), () -> "something is unsettled at " + receiver);
        }
        for (PeerSender sender : world.links(PeerSender.class)) {
            judgeCredit(sender);
        }
        world.judgeHeld();
    }

    /** All consumers that were there all the time have it, or one of them, as the address has it. */
    private void judgeDelivered(Message message) {
        if (message.address == null || ledger.wasDisturbed(message)
                || message.address.treatment == ModelAddress.Treatment.CHANGING
                || message.address.consumers.isEmpty() || message.orphaned) {
            return;
        }
        boolean good = message.address.treatment == ModelAddress.Treatment.ANYCAST
                ? message.copies.size() == 1
                : message.address.consumers.stream().allMatch(
                        consumer -> message.copies.stream().anyMatch(copy -> copy.receiver == consumer));
        ledger.check(good || message.presettled && world.dropped() > 0, () -> "not delivered: " + message + ", copies "
                + message.copies.stream().map(copy -> copy.receiver).toList());
    }

    private void judgeCredit(PeerSender sender) {
        ledger.check(sender.granted, () -> "an attach is not answered: " + sender);
        if (sender.address != null && sender.address.treatment == ModelAddress.Treatment.CHANGING) {
            return;
        }
        boolean path = sender.anonymous || !sender.address.consumers.isEmpty();
        if (path) {
            ledger.check(sender.credit == world.capacity && !sender.drainAsked,
                    () -> "credit " + sender.credit + " of " + world.capacity + " on " + sender);
        } else {
            ledger.check(sender.credit <= world.capacity, () -> "credit " + sender.credit + " on " + sender);
        }
    }

    private void takeDown() {
        ledger.step++;
        ledger.trace(() -> "taking down");
        List<Peer<PeerSession>> alive = world.peers.stream().filter(Peer::isUsable).toList();
        for (Peer<?> peer : alive) {
            if (world.random.nextInt(4) == 0) {
                peer.cut();
            } else {
                world.links(PeerLink.class).stream()
                        .filter(link -> link.session.peer == peer).forEach(steps::detach);
                steps.settle();
                peer.close();
            }
        }
        steps.settle();
        for (Peer<?> peer : world.peers) {
            ledger.check(peer.wire.ended(), () -> peer.name + " is still connected");
            ledger.check(peer.closeReceived || !peer.closeSent, () -> "a close is not answered: " + peer.name);
        }
        world.judgeLeftovers();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What random runs have found about messages of which a consumer has only a part yet. */
class PartlySentTest {

    private static final int SMALL_FRAME = 512;
    private static final int SMALL_WINDOW = 8;
    private static final int BYTES = 9000;

    private final World world = new World(new Random(1), false);
    private final Steps steps = new Steps(world);
    private final ModelAddress address = world.ledger.addresses.get("bal/1");
    private PeerReceiver receiver;
    private PeerSender sender;

    @AfterEach
    void stop() {
        world.stop();
    }

    private void connect(int window) {
        PeerSession in = world.newPeer(SMALL_FRAME).begin(window);
        receiver = new PeerReceiver(in, "receiver", in.newHandle(), address, false, false);
        in.links.add(receiver);
        receiver.attach();
        PeerSession out = world.newPeer(SMALL_FRAME).begin(Integer.MAX_VALUE);
        sender = new PeerSender(out, "sender", out.newHandle(), address, false);
        out.links.add(sender);
        sender.attach();
        steps.settle();
        receiver.credit(10);
        steps.settle();
    }

    private Message begin(int bytes) {
        int number = world.ledger.messages.size();
        byte[] body = world.ledger.body(number, bytes);
        byte[] encoded = new MessageMaker(new Random(1)).encode(body, null);
        Message message = new Message(number, sender, address, false, body, encoded, world.ledger.step);
        world.ledger.messages.add(message);
        sender.begin(message);
        return message;
    }

    private Message send(int bytes) {
        Message message = begin(bytes);
        while (sender.current != null) {
            steps.sendFrames(sender, 1);
            steps.settle();
        }
        return message;
    }

    @Test
    void shouldSendAllOfALongMessageToAPeerOfSmallFrames() {
        connect(Integer.MAX_VALUE);
        Message message = send(BYTES);
        assertEquals(1, message.copies.size());
        assertTrue(message.copies.get(0).complete);
    }

    @Test
    void shouldGoOnWithTheNextMessageAfterOneWasSettledInItsMiddle() {
        connect(SMALL_WINDOW);
        Message first = send(BYTES);
        Message.Copy copy = first.copies.get(0);
        assertFalse(copy.complete);
        receiver.answer(copy, new Accepted(), true);
        steps.settle();
        Message second = send(10);
        receiver.session.openWindow();
        steps.settle();
        assertTrue(first.settled);
        assertTrue(copy.aborted || copy.complete);
        assertEquals(1, second.copies.size());
        assertTrue(second.copies.get(0).complete);
    }

    /** The consumer has had only a part, and its producer is told so: the rest must not come as a settled message. */
    @Test
    void shouldNotEndAMessageWhoseConsumerLeftInItsMiddle() {
        connect(SMALL_WINDOW);
        Message message = begin(BYTES / 2);
        steps.sendFrames(sender, Integer.MAX_VALUE);
        Message next = begin(10);
        steps.sendFrames(sender, 1);
        steps.settle();
        Message.Copy copy = message.copies.get(0);
        assertFalse(copy.complete);
        receiver.session.openWindow();
        steps.detach(receiver);
        steps.settle();
        assertFalse(copy.complete);
        assertTrue(next.copies.isEmpty());
        assertInstanceOf(Released.class, message.outcome);
        assertInstanceOf(Released.class, next.outcome);
    }

    @Test
    void shouldAnswerADrainAfterTheMessageThatIsOnItsWay() {
        connect(SMALL_WINDOW);
        Message message = send(BYTES);
        receiver.drain();
        steps.settle();
        assertTrue(receiver.draining);
        for (int i = 0; i < 3; i++) {
            receiver.session.openWindow();
            steps.settle();
        }
        assertTrue(message.copies.get(0).complete);
        assertFalse(receiver.draining);
        assertEquals(0, receiver.credit());
    }

    @Test
    void shouldNotGiveTheCreditOfAMessageThatStillArrivesOnceMore() {
        connect(Integer.MAX_VALUE);
        Message message = begin(BYTES);
        steps.sendFrames(sender, 3);
        steps.settle();
        assertEquals(world.capacity - 1, sender.credit);
        steps.sendFrames(sender, Integer.MAX_VALUE);
        steps.settle();
        receiver.answer(message.copies.get(0), new Accepted(), true);
        steps.settle();
        assertNotNull(message.outcome);
        assertEquals(world.capacity, sender.credit);
    }
}

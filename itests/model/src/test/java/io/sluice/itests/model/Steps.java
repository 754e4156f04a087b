// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Received;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** What peers do. */
final class Steps {

    private static final int FRAME_OVERHEAD = 100;

    private final World world;
    private final Ledger ledger;
    private final Random random;
    private final MessageMaker maker;

    Steps(World world) {
        this.world = world;
        this.ledger = world.ledger;
        this.random = world.random;
        this.maker = new MessageMaker(random);
    }

    // ---- links

    void attach(PeerSession session) {
        int handle = session.newHandle();
        String name = session.peer.name + "-" + session.channel + "-" + handle;
        boolean dynamic = random.nextInt(10) == 0;
        if (random.nextBoolean()) {
            boolean anonymous = !dynamic && random.nextInt(3) == 0;
            PeerSender sender = new PeerSender(
                    session, name + "s", handle, anonymous || dynamic ? null : address(), dynamic);
            session.links.add(sender);
            ledger.trace(() -> sender + " attaches to " + sender.address);
            sender.attach();
        } else {
            PeerReceiver receiver = new PeerReceiver(
                    session, name + "r", handle, dynamic ? null : address(), dynamic, random.nextInt(5) == 0);
            session.links.add(receiver);
            ledger.trace(() -> receiver + " attaches to " + receiver.address
                    + (receiver.settledOnly ? ", settled only" : ""));
            if (receiver.address != null) {
                receiver.address.disturb();
                receiver.address.settledOnly |= receiver.settledOnly;
            }
            receiver.attach();
            credit(receiver);
        }
    }

    private ModelAddress address() {
        List<ModelAddress> all = new ArrayList<>(ledger.addresses.values());
        return all.get(random.nextInt(all.size()));
    }

    void detach(PeerLink link) {
        ledger.trace(() -> link + " detaches");
        link.detach();
        link.left();
    }

    // ---- consumers

    void credit(PeerReceiver receiver) {
        if (receiver.session.begun && !receiver.draining && receiver.credit() < 1000) {
            int more = 1 + random.nextInt(random.nextInt(4) == 0 ? 100 : 5);
            ledger.trace(() -> receiver + " gives " + more + " credits");
            receiver.credit(more);
        }
    }

    void drain(PeerReceiver receiver) {
        if (receiver.granted && !receiver.draining && receiver.credit() > 0) {
            ledger.trace(() -> receiver + " drains");
            receiver.drain();
        }
    }

    void answer(PeerReceiver receiver) {
        List<Message.Copy> known = receiver.unsettled.stream()
                .filter(copy -> copy.message != null && !copy.settledOnArrival).toList();
        if (known.isEmpty()) {
            return;
        }
        Message.Copy copy = known.get(random.nextInt(known.size()));
        if (copy.answered) {
            receiver.answer(copy, copy.answer, true);
        } else if (!copy.complete && random.nextInt(10) > 0) {
            return;
        } else {
            answer(copy);
        }
    }

    void answer(Message.Copy copy) {
        int dice = random.nextInt(20);
        DeliveryState state = state(dice);
        boolean settle = state == null || random.nextInt(4) > 0;
        if (!settle && state instanceof TransactionalState) {
            state = new Accepted();
        }
        DeliveryState said = state;
        ledger.trace(() -> copy.receiver + " says " + said + (settle ? " settled to " : " to ") + copy.message);
        copy.receiver.answer(copy, state, settle);
    }

    private DeliveryState state(int dice) {
        switch (dice) {
            case 0:
                return new Released();
            case 1:
                Modified modified = new Modified();
                modified.setDeliveryFailed(random.nextBoolean());
                modified.setUndeliverableHere(random.nextBoolean() ? true : null);
                return modified;
            case 2:
                Rejected rejected = new Rejected();
                ErrorCondition error = new ErrorCondition(Symbol.valueOf("my:error"), "no " + random.nextInt(9));
                error.setInfo(random.nextBoolean() ? null : Map.of(Symbol.valueOf("k"), 7));
                rejected.setError(error);
                return rejected;
            case 3:
                return new Rejected();
            case 4:
                return null;
            case 5:
                TransactionalState transactional = new TransactionalState();
                transactional.setTxnId(new Binary(new byte[] {1, 2, (byte) random.nextInt(9)}));
                return transactional;
            case 6:
                Received received = new Received();
                received.setSectionNumber(UnsignedInteger.ONE);
                received.setSectionOffset(UnsignedLong.valueOf(random.nextInt(99)));
                return received;
            default:
                return new Accepted();
        }
    }

    // ---- producers

    void send(PeerSender sender) {
        if (sender.current != null) {
            if (random.nextInt(20) == 0) {
                if (sender.session.mayTransfer() > 0) {
                    ledger.trace(() -> sender + " aborts " + sender.current);
                    sender.abort();
                }
            } else {
                sendFrames(sender, 1 + random.nextInt(60));
            }
        } else if (sender.granted && sender.credit > 0 && sender.session.mayTransfer() > 0) {
            int burst = random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 1;
            for (int i = 0; i < burst && sender.current == null && sender.credit > 0
                    && sender.session.mayTransfer() > 0; i++) {
                begin(sender);
                sendFrames(sender, 1 + random.nextInt(30));
            }
        }
    }

    void begin(PeerSender sender) {
        ModelAddress to = sender.anonymous ? random.nextInt(30) == 0 ? null : address() : sender.address;
        int number = ledger.messages.size();
        byte[] body = ledger.body(number, maker.size());
        byte[] encoded = maker.encode(body, sender.anonymous && to != null ? to.text : null);
        Message message = new Message(
                number, sender, to, random.nextInt(4) == 0, body, encoded, ledger.step);
        ledger.messages.add(message);
        ledger.trace(() -> sender + " sends " + message + ", " + encoded.length + " bytes");
        sender.begin(message);
    }

    /** Sends some frames of the message in progress, as far as the window is open. */
    void sendFrames(PeerSender sender, int most) {
        int room = sender.session.peer.maxFrame - FRAME_OVERHEAD;
        for (int i = 0; i < most && sender.current != null && sender.session.mayTransfer() > 0; i++) {
            sender.sendMore(random.nextInt(8) == 0 ? random.nextInt(room) : room);
        }
    }

    void answerDrain(PeerSender sender) {
        if (sender.drainAsked && sender.granted && sender.current == null) {
            ledger.trace(() -> sender + " answers the drain");
            sender.drained();
        }
    }

    void forget(PeerSender sender) {
        List<Message> open = sender.session.sent.values().stream()
                .filter(message -> message.sender == sender && message.isOpen() && message.complete).toList();
        if (!open.isEmpty()) {
            Message message = open.get(random.nextInt(open.size()));
            ledger.trace(() -> sender + " forgets " + message);
            sender.forget(message);
        }
    }

    // ---- rest

    /** Lets the router work until nothing is left to do. */
    void settle() {
        world.peers.forEach(peer -> peer.wire.stall(false));
        world.schedule.settle(this::readAll);
        judgeCredit();
        if (world.core != null) {
            ledger.calm();
        }
    }

    boolean readAll() {
        boolean any = false;
        for (Peer<?> peer : world.peers) {
            while (peer.read()) {
                any = true;
            }
        }
        // A new core lets senders wait a while; a deterministic one does not.
        return any || world.threads && world.core != null
                && world.links(PeerLink.class).stream().anyMatch(link -> !link.granted);
    }

    void judgeCredit() {
        world.links(PeerSender.class).forEach(ledger::judgeCredit);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.nio.ByteBuffer;
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
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;

/** What clients and brokers of routed links do, at random. */
final class RoutedSteps {

    private static final int FRAME_OVERHEAD = 160;
    private static final String[] ADDRESSES = {"lr/one", "lr/one/a", "lr/both/b", "lr/both", "lr/chg/c"};

    private final RoutedWorld world;
    private final Ledger ledger;
    private final Random random;
    private final MessageMaker maker;
    private int links;

    RoutedSteps(RoutedWorld world) {
        this.world = world;
        this.ledger = world.ledger;
        this.random = world.random;
        this.maker = new MessageMaker(random);
    }

    // ---- links

    void attach(RoutedSession session) {
        String address = ADDRESSES[random.nextInt(ADDRESSES.length)];
        RoutedPair pair = new RoutedPair(world, "link" + links++, address, random.nextBoolean());
        pair.steady = world.isSteady();
        pair.client = new RoutedEnd(session, pair, pair.clientSends, pair.name, random.nextInt(3));
        world.pairs.put(pair.name, pair);
        world.inOrder.add(pair);
        ledger.trace(() -> pair.client + " attaches to " + address);
        pair.client.attach(fields(pair, true));
        if (!pair.clientSends && random.nextBoolean()) {
            credit(pair.client);
        }
    }

    private Attach fields(RoutedPair pair, boolean granted) {
        Attach attach = new Attach();
        Source source = new Source();
        source.setAddress(pair.clientSends ? "mine" : pair.address);
        Target target = new Target();
        target.setAddress(pair.clientSends ? pair.address : "mine");
        attach.setSource(granted || pair.clientSends ? source : null);
        attach.setTarget(granted || !pair.clientSends ? target : null);
        attach.setSndSettleMode(SenderSettleMode.values()[random.nextInt(3)]);
        attach.setRcvSettleMode(ReceiverSettleMode.values()[random.nextInt(2)]);
        if (random.nextInt(3) == 0) {
            attach.setProperties(Map.of(Symbol.valueOf("mine"), random.nextInt(100)));
        }
        if (random.nextInt(3) == 0) {
            attach.setMaxMessageSize(UnsignedLong.valueOf(1_000_000L + random.nextInt(100)));
        }
        return attach;
    }

    /** A broker answers, and a client gives back what was not routed. */
    void answer(RoutedEnd end) {
        if (end.isClient() && end.attachReceived && !end.refused && end.pair.broker == null) {
            ledger.trace(() -> end + " is not routed");
            end.detach(null, true);
        } else if (end.answer == null) {
            boolean granted = random.nextInt(8) > 0;
            ledger.trace(() -> end + (granted ? " is granted" : " is refused"));
            end.attach(fields(end.pair, granted));
            if (!granted) {
                end.refused = true;
                end.detach(error(), true);
            }
        }
    }

    /** A broker answers what has been given up meanwhile. */
    void answerEnded(RoutedEnd end) {
        end.attach(fields(end.pair, true));
    }

    void detach(RoutedEnd end) {
        if (end.answer != null) {
            boolean closed = random.nextInt(3) > 0;
            ledger.trace(() -> end + " detaches" + (closed ? "" : ", not closed"));
            end.detach(random.nextInt(3) == 0 ? error() : null, closed);
        }
    }

    private ErrorCondition error() {
        return new ErrorCondition(Symbol.valueOf("my:error"), "no " + random.nextInt(9));
    }

    // ---- consumers

    void credit(RoutedEnd end) {
        if (!end.sends && end.answer != null && !end.draining && end.session.begun && end.credit() < 1000) {
            int more = 1 + random.nextInt(random.nextInt(4) == 0 ? 100 : 5);
            ledger.trace(() -> end + " gives " + more + " credits");
            end.credit(more, false);
        }
    }

    void drain(RoutedEnd end) {
        if (end.sends) {
            if (end.draining && end.isLive() && end.current == null) {
                ledger.trace(() -> end + " has drained");
                end.drained();
            }
        } else if (end.isLive() && !end.draining && end.credit() > 0 && end.pair.givenBack == 0) {
            end.pair.drained = true;
            ledger.trace(() -> end + " drains");
            end.credit(random.nextInt(3) == 0 ? 2 : 0, true);
        }
    }

    // ---- producers

    void send(RoutedEnd end) {
        if (!end.sends || !end.isLive() || end.session.mayTransfer() <= 0) {
            return;
        }
        if (end.current != null && random.nextInt(12) == 0 && !end.pair.drained) {
            ledger.trace(() -> end + " aborts " + end.current);
            end.abort();
        } else if (end.current != null) {
            sendFrames(end, 1 + random.nextInt(60));
        } else {
            for (int n = random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 1; n > 0 && end.current == null
                    && end.credit() > 0 && end.session.mayTransfer() > 0; n--) {
                begin(end);
                sendFrames(end, 1 + random.nextInt(30));
            }
        }
    }

    private void begin(RoutedEnd end) {
        int number = end.pair.messages.size();
        int length = random.nextInt(40) == 0 && !end.pair.drained ? 33 + random.nextInt(9) : 4 + random.nextInt(29);
        byte[] encoded = maker.encode(ledger.body(number, maker.size()), null);
        RoutedMessage message = new RoutedMessage(end.pair, number,
                ByteBuffer.wrap(new byte[length]).putInt(number).array(), encoded, random.nextInt(4) == 0);
        end.pair.messages.add(message);
        if (message.isTagTooLong()) {
            end.pair.givenBack++;
        }
        end.current = message;
        ledger.trace(() -> end + " sends " + message);
    }

    void sendFrames(RoutedEnd end, int most) {
        int room = end.session.peer.maxFrame - FRAME_OVERHEAD;
        for (int i = 0; i < most && end.current != null && end.session.mayTransfer() > 0; i++) {
            DeliveryState state = random.nextInt(10) == 0 && !end.current.presettled ? state(5) : null;
            end.sendMore(random.nextInt(8) == 0 ? 1 + random.nextInt(room) : room, state);
        }
    }

    // ---- states

    /** Says something of a message. */
    void say(RoutedEnd end) {
        if (!end.isLive()) {
            return;
        }
        List<RoutedMessage> open = end.pair.messages.stream().filter(message -> mayTalk(end, message)).toList();
        if (open.isEmpty()) {
            return;
        }
        RoutedMessage message = open.get(random.nextInt(open.size()));
        boolean answered = end.sends && message.consumer.heard >= 0;
        if (end.sends && !answered && random.nextInt(6) > 0 || !message.complete && random.nextInt(8) > 0) {
            return;
        }
        DeliveryState state = state(random.nextInt(end.sends ? 8 : 20));
        boolean settle = state == null || random.nextInt(3) > 0;
        ledger.trace(() -> end + " says " + state + (settle ? " settled of " : " of ") + message);
        end.say(message, state, settle);
    }

    private static boolean mayTalk(RoutedEnd end, RoutedMessage message) {
        if (message.presettled || message.isTagTooLong() || message.aborted || message.receivedAborted) {
            return false;
        }
        return end.sends
                ? message.complete && !message.producer.settled && !message.consumer.heardSettled
                : message.arrived && !message.consumer.settled && !message.producer.heardSettled;
    }

    private DeliveryState state(int dice) {
        switch (dice) {
            case 0:
                return new Released();
            case 1:
                Modified modified = new Modified();
                modified.setDeliveryFailed(random.nextBoolean());
                modified.setUndeliverableHere(random.nextBoolean());
                return modified;
            case 2:
                Rejected rejected = new Rejected();
                rejected.setError(error());
                return rejected;
            case 3:
                return null;
            case 4, 5:
                TransactionalState transactional = new TransactionalState();
                transactional.setTxnId(new Binary(new byte[] {1, 2, (byte) random.nextInt(9)}));
                return transactional;
            case 6, 7:
                Received received = new Received();
                received.setSectionNumber(UnsignedInteger.ONE);
                received.setSectionOffset(UnsignedLong.valueOf(random.nextInt(99)));
                return received;
            default:
                return new Accepted();
        }
    }
}

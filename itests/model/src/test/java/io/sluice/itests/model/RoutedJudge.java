// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.Objects;

import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Transfer;

/** The judge of what the router does with routed links. */
final class RoutedJudge {

    private static final String LOST = "qd:routed-link-lost";
    private static final String NO_ROUTE = "qd:no-route-to-dest";

    private final RoutedWorld world;
    private final Ledger ledger;

    RoutedJudge(RoutedWorld world) {
        this.world = world;
        this.ledger = world.ledger;
    }

    // ---- attach and detach

    void attached(RoutedEnd end, Attach attach) {
        RoutedPair pair = end.pair;
        String address = pair.clientSends
                ? attach.getTarget() instanceof Target target ? target.getAddress() : null
                : attach.getSource() instanceof Source source ? source.getAddress() : null;
        if (address == null) {
            end.refused = true;
            ledger.check(end.isClient(), () -> "nothing asked of " + end + ": " + attach);
            ledger.check(pair.broker == null || pair.broker.refused || !pair.broker.isUsable(),
                    () -> "refused: " + end);
            return;
        }
        if (end.isClient() && pair.broker == null) {
            ledger.check(!pair.steady || !world.isRouted(pair.address), () -> "not routed: " + end);
            return;
        }
        RoutedEnd other = pair.other(end);
        ledger.check(!end.isClient() || other.answer != null, () -> "an answer that nobody gave: " + attach);
        Attach said = other.answer;
        ledger.check(address.equals(pair.address), () -> "another address: " + attach + " on " + end);
        ledger.check(said.getSndSettleMode().equals(attach.getSndSettleMode())
                && said.getRcvSettleMode().equals(attach.getRcvSettleMode()), () -> "other modes: " + attach);
        ledger.check(Objects.equals(said.getProperties(), attach.getProperties()),
                () -> "other properties: " + attach + " for " + said);
        ledger.check(size(said) == size(attach), () -> "another largest size: " + attach + " for " + said);
    }

    private static long size(Attach attach) {
        return attach.getMaxMessageSize() == null ? 0 : attach.getMaxMessageSize().longValue();
    }

    void detached(RoutedEnd end, Detach detach) {
        RoutedPair pair = end.pair;
        RoutedEnd other = pair.other(end);
        String condition = detach.getError() == null ? "" : detach.getError().getCondition().toString();
        if (end.lost) {
            return;
        }
        if (other == null) {
            boolean nowhere = end.refused && condition.equals(NO_ROUTE);
            boolean lostAtOnce = end.refused && condition.equals(LOST) && !pair.steady;
            ledger.check(end.sent != null || nowhere || lostAtOnce, () -> "detached: " + end + ": " + detach);
            ledger.check(!nowhere || !pair.steady || world.isUnreachable(pair.address),
                    () -> "no route though there is one: " + end);
        } else if (condition.equals(LOST)) {
            // A link that was about to end may be lost before it has.
            ledger.check((other.lost || !other.session.isUsable()) && detach.getClosed(),
                    () -> "not lost: " + end + ": " + detach);
            lost(end);
        } else if (other.sent != null) {
            ledger.check(other.sent.getClosed() == detach.getClosed()
                    && Objects.equals(String.valueOf(other.sent.getError()), String.valueOf(detach.getError())),
                    () -> "another detach: " + detach + " on " + end + " than " + other.sent);
            ended(end, other);
        } else {
            // Its own detach met the other side's loss, or a link that was never asked for.
            ledger.check(end.sent != null && (other.lost || !other.attachReceived),
                    () -> "detached: " + end + ": " + detach);
        }
    }

    /** All that the producer has sent before its detach comes before that. */
    private void ended(RoutedEnd end, RoutedEnd other) {
        if (end.sends || end.sent != null || other.got != null && end.sent != null) {
            return;
        }
        for (RoutedMessage message : end.pair.messages) {
            ledger.check(!message.complete || message.receivedComplete || message.aborted || message.isTagTooLong()
                    || message.consumer.settled || message.producer.settled && !message.presettled,
                    () -> "detached before it came: " + message);
        }
    }

    /** All that the router had read when it ended the link has an outcome; what crosses its detach has none. */
    private void lost(RoutedEnd end) {
        if (!end.sends || end.sent != null) {
            return;
        }
        long read = end.session.peer.wire.seen();
        for (RoutedMessage message : end.pair.messages) {
            ledger.check(!message.complete || message.end > read || message.presettled || message.producer.settled
                    || message.consumer.heardSettled, () -> "lost without outcome: " + message);
        }
    }

    // ---- credit

    void credited(RoutedEnd producer) {
        RoutedPair pair = producer.pair;
        RoutedEnd consumer = pair.consumer();
        if (pair.broker == null && producer.attachReceived) {
            return;
        }
        long granted = consumer == null ? 0 : consumer.limit;
        ledger.check(producer.limit <= granted + pair.givenBack,
                () -> "credit of nobody: " + producer.limit + " at " + producer + ", granted " + granted);
        ledger.check(producer.credit() >= 0, () -> "negative credit " + producer.credit() + " at " + producer);
    }

    // ---- messages

    void arrived(RoutedEnd consumer, RoutedMessage message, Transfer transfer, boolean first) {
        RoutedPair pair = consumer.pair;
        if (first) {
            ledger.check(consumer.count <= consumer.limit, () -> "delivery without credit on " + consumer);
            ledger.check(message.number > pair.lastArrived, () -> "out of order: " + message);
            for (int i = pair.lastArrived + 1; i < message.number; i++) {
                RoutedMessage skipped = pair.messages.get(i);
                ledger.check(skipped.aborted || skipped.isTagTooLong(), () -> "left out: " + skipped);
            }
            pair.lastArrived = message.number;
            message.arrived = true;
        }
        ledger.check(!message.isTagTooLong(), () -> "too long a tag: " + message);
        ledger.check(message.isGood(), () -> "damaged: " + message);
        ledger.check(!message.receivedComplete || message.complete && message.received.length
                == message.encoded.length, () -> "complete before its end: " + message);
        ledger.check(!message.receivedAborted || message.aborted || !pair.producer().isUsable()
                || !consumer.isUsable() || message.consumer.settled, () -> "aborted by nobody: " + message);
        if (!message.receivedAborted && !message.consumer.settled) {
            ledger.check(!transfer.getSettled() || message.producer.settled, () -> "settled by nobody: " + message);
        }
        if (transfer.getState() != null || transfer.getSettled()) {
            heard(message.producer, message, transfer.getState(), transfer.getSettled(), true);
        }
    }

    void said(RoutedMessage message, boolean fromConsumer, Disposition disposition) {
        RoutedMessage.Talk talk = fromConsumer ? message.consumer : message.producer;
        heard(talk, message, disposition.getState(), disposition.getSettled(), !fromConsumer);
    }

    private void heard(RoutedMessage.Talk talk, RoutedMessage message, DeliveryState state, boolean settled,
            boolean atConsumer) {
        ledger.check(!talk.heardSettled || atConsumer, () -> "news after the last: " + state + " for " + message);
        if (talk.hear(state, settled)) {
            return;
        }
        RoutedMessage.Talk own = atConsumer ? message.consumer : message.producer;
        if (own.settled || message.aborted || message.receivedAborted) {
            return;
        }
        RoutedEnd there = atConsumer ? message.pair.producer() : message.pair.consumer();
        boolean asLost = state instanceof Released
                || state instanceof Modified modified && modified.getDeliveryFailed();
        boolean rejected = state instanceof Rejected wrong && wrong.getError() != null
                && wrong.getError().getCondition().toString().equals("amqp:invalid-field");
        ledger.check(!atConsumer && (there == null || there.lost) && asLost || message.isTagTooLong() && rejected,
                () -> "nobody said " + state + (settled ? " settled" : "") + " at "
                        + (atConsumer ? "consumer: " : "producer: ") + message);
    }

    // ---- rest

    /** Nothing is on its way, and all windows are open. */
    void judgeCalm(RoutedPair pair) {
        if (world.core != null && pair.broker == null && pair.client.isUsable()) {
            ledger.check(pair.client.attachReceived, () -> "an attach is not answered: " + pair);
        }
        if (pair.broker != null) {
            judgeEnds(pair.client, pair.broker);
            judgeEnds(pair.broker, pair.client);
        }
        if (!pair.isLive()) {
            return;
        }
        RoutedEnd producer = pair.producer();
        RoutedEnd consumer = pair.consumer();
        ledger.check(producer.credit() == consumer.credit(), () -> "credit " + producer.credit() + " at " + producer
                + " but " + consumer.credit() + " at the consumer");
        ledger.check(producer.draining == consumer.draining,
                () -> "drain: " + producer.draining + " at " + producer + " but " + consumer.draining);
        for (RoutedMessage message : pair.messages) {
            judgeCalm(message);
        }
    }

    private void judgeEnds(RoutedEnd end, RoutedEnd other) {
        if (end.lost) {
            ledger.check(other.lost || other.got != null || !other.attachReceived,
                    () -> "not told of a loss: " + other);
        } else if (end.sent != null && (end.answer != null || end.isClient())) {
            ledger.check(other.lost || other.got != null || !other.attachReceived,
                    () -> "a detach has not crossed to " + other);
            ledger.check(end.got != null || !end.attachReceived, () -> "a detach is not answered: " + end);
        }
    }

    private void judgeCalm(RoutedMessage message) {
        if (message.aborted) {
            ledger.check(!message.arrived || message.receivedAborted || message.consumer.settled,
                    () -> "an abort has not come: " + message);
        } else if (message.isTagTooLong()) {
            ledger.check(!message.complete || message.presettled || message.consumer.heardSettled,
                    () -> "no outcome: " + message);
        } else if (!message.consumer.settled) {
            ledger.check(message.received.length == message.sentBytes
                    && message.receivedComplete == message.complete, () -> "not all has come: " + message);
            ledger.check(!message.complete || message.producer.isHeard(), () -> "not heard: " + message);
        }
        if (!message.aborted && !message.isTagTooLong() && !message.presettled && !message.producer.settled) {
            ledger.check(message.consumer.isHeard(), () -> "not heard: " + message);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.TransferResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Received;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;

/** States and settlements, one after the other, from either side. */
class SettlementTest {

    /** Notes each state that comes back, and whether it came settled. */
    private static final class Noting implements DeliveryOrigin {
        private final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void onOutcome(Delivery delivery) {
            told.add(delivery.outcome().kind() + (delivery.settled() ? " settled" : ""));
        }

        @Override
        public void onContentDrained(MessageContent content) {
            throw new AssertionError("nothing was held back");
        }

        private Delivery delivery() {
            return new Delivery(
                new MessageContent(this, RoutedBench.MESSAGE), this, false, 0, 4, null, System.nanoTime());
        }

        private void expect(String... expected) {
            await().untilAsserted(() -> assertEquals(List.of(expected), told));
        }
    }

    private final Noting origin = new Noting();

    private static void dispose(RoutedBench bench, Role role, DeliveryState state, boolean settled) throws Exception {
        Disposition disposition = new Disposition();
        disposition.setRole(role);
        disposition.setFirst(UnsignedInteger.ZERO);
        disposition.setSettled(settled);
        disposition.setState(state);
        bench.peer.send(0, disposition);
    }

    private Delivery sentTo(RoutedBench bench) throws Exception {
        FakeLink link = bench.attachReceiver("a");
        bench.flow(10, false);
        Delivery delivery = origin.delivery();
        assertTrue(link.peer.onDelivery(delivery));
        assertNotEquals(true, bench.expect(Transfer.class).getSettled());
        return delivery;
    }

    @Test
    void shouldPassStatesOnBeforeTheyAreSettled() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            sentTo(bench);
            Received received = new Received();
            received.setSectionNumber(UnsignedInteger.ZERO);
            dispose(bench, Role.RECEIVER, received, false);
            origin.expect("RECEIVED");
            dispose(bench, Role.RECEIVER, Accepted.getInstance(), false);
            origin.expect("RECEIVED", "ACCEPTED");
            dispose(bench, Role.RECEIVER, Released.getInstance(), true);
            origin.expect("RECEIVED", "ACCEPTED", "RELEASED settled");
        }
    }

    @Test
    void shouldKeepTheLastStateWhenTheReceiverSettlesWithoutOne() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            sentTo(bench);
            dispose(bench, Role.RECEIVER, Accepted.getInstance(), false);
            origin.expect("ACCEPTED");
            dispose(bench, Role.RECEIVER, null, true);
            origin.expect("ACCEPTED", "ACCEPTED settled");
        }
    }

    @Test
    void shouldPassASettlementWithoutState() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            sentTo(bench);
            dispose(bench, Role.RECEIVER, null, true);
            origin.expect("NONE settled");
        }
    }

    @Test
    void shouldKeepAStateThatWasGivenWhenTheConsumerIsLost() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            sentTo(bench);
            dispose(bench, Role.RECEIVER, Accepted.getInstance(), false);
            origin.expect("ACCEPTED");
            bench.peer.close();
            origin.expect("ACCEPTED", "ACCEPTED settled");
        }
    }

    @Test
    void shouldTellTheReceiverThatTheSenderHasSettled() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            Delivery delivery = sentTo(bench);
            delivery.senderSettles();
            Disposition told = bench.disposition();
            assertEquals(Role.SENDER, told.getRole());
            assertTrue(told.getSettled());
            assertNull(told.getState());
            origin.expect("NONE settled");
        }
    }

    @Test
    void shouldKeepTheReceiversStateWhenTheSenderSettlesUponIt() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            Delivery delivery = sentTo(bench);
            dispose(bench, Role.RECEIVER, Accepted.getInstance(), false);
            origin.expect("ACCEPTED");
            delivery.senderSettles();
            assertTrue(bench.disposition().getSettled());
            origin.expect("ACCEPTED", "ACCEPTED settled");
        }
    }

    @Test
    void shouldSendSettledWhatItsSenderHasSettledWhileItWaited() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachReceiver("a");
            Delivery delivery = origin.delivery();
            assertTrue(link.peer.onDelivery(delivery));
            delivery.senderSettles();
            bench.flow(10, false);
            assertTrue(bench.expect(Transfer.class).getSettled());
            origin.expect("NONE settled");
        }
    }

    @Test
    void shouldHearThatTheSenderHasSettled() throws Exception {
        try (RoutedBench bench = new RoutedBench("linkCapacity", 1)) {
            FakeLink link = bench.attachSender("a");
            link.peer.onPath(true);
            bench.expect(Flow.class);
            bench.send(RoutedBench.transfer(0, false, false), RoutedBench.MESSAGE);
            Delivery delivery = link.nextDelivery();
            dispose(bench, Role.SENDER, null, true);
            await().until(delivery::senderSettled);
            // The sender hears of no outcome any more, and has its credit back when the consumer is done.
            delivery.update(Outcome.ACCEPTED);
            delivery.settle(Outcome.ACCEPTED);
            assertEquals(1, bench.expect(Flow.class).getLinkCredit().intValue());
        }
    }

    @Test
    void shouldPassAnUnsettledStateToTheSender() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachSender(null);
            bench.expect(Flow.class);
            bench.send(RoutedBench.transfer(0, false, false), RoutedBench.MESSAGE);
            Delivery delivery = link.nextDelivery();
            delivery.update(Outcome.ACCEPTED);
            Disposition first = bench.disposition();
            assertInstanceOf(Accepted.class, first.getState());
            assertFalse(first.getSettled());
            delivery.settle(Outcome.ACCEPTED);
            assertTrue(bench.disposition().getSettled());
        }
    }

    @Test
    void shouldReplaceCreditThoughTheLastConsumerHasGone() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachSender("a");
            link.peer.onPath(true);
            bench.expect(Flow.class);
            bench.send(RoutedBench.transfer(0, false, false), RoutedBench.MESSAGE);
            Delivery delivery = link.nextDelivery();
            link.peer.onPath(false);
            delivery.settle(Outcome.MODIFIED_FAILED);
            assertEquals(250, bench.expect(Flow.class).getLinkCredit().intValue());
        }
    }

    @Test
    void shouldReleaseWhatHasComeTooFarAndNotDrainTheLink() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachSender("a");
            link.peer.onPath(true);
            bench.expect(Flow.class);
            bench.router.result = TransferResult.TOO_FAR;
            bench.send(RoutedBench.transfer(0, false, false), RoutedBench.MESSAGE);
            Object first = bench.peer.frame();
            Object second = bench.peer.frame();
            Disposition disposition = (Disposition) (first instanceof Disposition ? first : second);
            Flow flow = (Flow) (first instanceof Flow ? first : second);
            assertInstanceOf(Released.class, disposition.getState());
            assertFalse(flow.getDrain());
            assertEquals(250, flow.getLinkCredit().intValue());
        }
    }

    @Test
    void shouldAnswerEverySettleModeWithMixedAndFirst() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            Attach attach = RawPeer.attach("r", 0, Role.RECEIVER);
            attach.setSndSettleMode(SenderSettleMode.SETTLED);
            attach.setRcvSettleMode(ReceiverSettleMode.SECOND);
            Source source = new Source();
            source.setAddress("a");
            attach.setSource(source);
            bench.peer.send(0, attach);
            Attach answer = bench.expect(Attach.class);
            assertSame(SenderSettleMode.MIXED, answer.getSndSettleMode());
            assertSame(ReceiverSettleMode.FIRST, answer.getRcvSettleMode());
            assertTrue(bench.router.nextLink().descriptor.sendSettled());
        }
    }
}

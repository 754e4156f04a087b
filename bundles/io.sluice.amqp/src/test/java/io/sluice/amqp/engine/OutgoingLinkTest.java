// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.amqp.engine.RoutedBench.Origin;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryTimes;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.Outcome;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;

class OutgoingLinkTest {

    private final Origin origin = new Origin();

    private void deliver(FakeLink link, Delivery delivery) {
        link.peer.stats().outstanding.incrementAndGet();
        assertTrue(link.peer.onDelivery(delivery));
    }

    private static void dispose(RoutedBench bench, int id, DeliveryState state, boolean settled) throws Exception {
        Disposition disposition = new Disposition();
        disposition.setRole(Role.RECEIVER);
        disposition.setFirst(UnsignedInteger.valueOf(id));
        disposition.setSettled(settled);
        disposition.setState(state);
        bench.peer.send(0, disposition);
    }

    @Test
    void shouldTellTimesToWhoeverWantsToKnow() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachReceiver("a");
            List<String> told = new CopyOnWriteArrayList<>();
            link.peer.stats().times = new DeliveryTimes() {
                @Override
                public void sent(long nanos) {
                    told.add("sent " + (nanos > 0));
                }

                @Override
                public void ended(long nanos) {
                    told.add("ended " + (nanos > 0));
                }
            };
            bench.flow(10, false);
            deliver(link, origin.delivery(RoutedBench.MESSAGE, false));
            bench.expect(Transfer.class);
            await().until(() -> told.equals(List.of("sent true")));
            dispose(bench, 0, Accepted.getInstance(), true);
            await().until(() -> told.equals(List.of("sent true", "ended true")));
            link.peer.stats().times = null;
            deliver(link, origin.delivery(RoutedBench.MESSAGE, false));
            bench.expect(Transfer.class);
            dispose(bench, 1, Accepted.getInstance(), true);
            await().until(() -> link.peer.stats().accepted == 2);
            assertEquals(2, told.size());
        }
    }

    @Test
    void shouldWaitForCreditThenDeliverAndBringTheOutcome() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachReceiver("a");
            deliver(link, origin.delivery(RoutedBench.MESSAGE, false));
            await().until(() -> link.peer.stats().undelivered == 1);
            bench.flow(10, false);
            Transfer transfer = bench.expect(Transfer.class);
            assertFalse(transfer.getSettled());
            assertEquals(8, transfer.getDeliveryTag().getLength());
            assertTrue(bench.payloadEndsWith(RoutedBench.MESSAGE));
            dispose(bench, 0, Accepted.getInstance(), true);
            assertEquals(Outcome.Kind.ACCEPTED, origin.outcome().kind());
            await().until(() -> link.peer.stats().outstanding.get() == 0);
            assertEquals(1, link.peer.stats().accepted);
        }
    }

    @Test
    void shouldKeepTheFieldsOfARejection() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachReceiver("a");
            bench.flow(10, false);
            deliver(link, origin.delivery(RoutedBench.MESSAGE, false));
            bench.expect(Transfer.class);
            Rejected rejected = new Rejected();
            rejected.setError(new ErrorCondition(Symbol.valueOf("app:bad"), "no good"));
            dispose(bench, 0, rejected, true);
            Outcome outcome = origin.outcome();
            assertEquals(Outcome.Kind.REJECTED, outcome.kind());
            assertTrue(new String(outcome.encoded(), "US-ASCII").contains("app:bad"));
        }
    }

    @Test
    void shouldDeliverSettledToAReceiverThatAsksForIt() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            Attach attach = RawPeer.attach("receiver", 0, Role.RECEIVER);
            Source source = new Source();
            source.setAddress("a");
            attach.setSource(source);
            attach.setSndSettleMode(SenderSettleMode.SETTLED);
            bench.peer.send(0, attach);
            FakeLink link = bench.router.nextLink();
            assertTrue(link.descriptor.sendSettled());
            bench.expect(Attach.class);
            bench.flow(10, false);
            deliver(link, origin.delivery(RoutedBench.MESSAGE, false));
            assertTrue(bench.expect(Transfer.class).getSettled());
            assertEquals(Outcome.Kind.ACCEPTED, origin.outcome().kind());
        }
    }

    @Test
    void shouldReleaseQueuedAndModifySentDeliveriesWhenTheReceiverDetaches() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachReceiver("a");
            bench.flow(1, false);
            Delivery sent = origin.delivery(RoutedBench.MESSAGE, false);
            Delivery queued = origin.delivery(RoutedBench.MESSAGE, false);
            deliver(link, sent);
            deliver(link, queued);
            bench.expect(Transfer.class);
            await().until(() -> link.peer.stats().undelivered == 1);
            bench.detach();
            await().until(() -> origin.finished.size() == 2);
            assertEquals(Outcome.MODIFIED_FAILED, sent.outcome());
            assertEquals(Outcome.RELEASED, queued.outcome());
            assertTrue(link.detached);
            assertNull(bench.expect(Detach.class).getError());
            assertFalse(link.peer.onDelivery(origin.delivery(RoutedBench.MESSAGE, false)));
        }
    }

    @Test
    void shouldDoTheSameWhenTheConnectionIsLost() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachReceiver("a");
            bench.flow(1, false);
            Delivery sent = origin.delivery(RoutedBench.MESSAGE, false);
            deliver(link, sent);
            bench.expect(Transfer.class);
            bench.peer.close();
            assertEquals(Outcome.MODIFIED_FAILED, origin.outcome());
            await().until(() -> bench.router.connections.get(0).closed);
        }
    }

    @Test
    void shouldSendWhatIsQueuedAndGiveBackTheRestOfTheCreditOnDrain() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachReceiver("a");
            deliver(link, origin.delivery(RoutedBench.MESSAGE, false));
            await().until(() -> link.peer.stats().undelivered == 1);
            bench.flow(5, true);
            bench.expect(Transfer.class);
            Flow flow = bench.expect(Flow.class);
            assertTrue(flow.getDrain());
            assertEquals(0, flow.getLinkCredit().intValue());
            assertEquals(5, flow.getDeliveryCount().intValue());
        }
    }

    @Test
    void shouldDropSettledDeliveriesOnceTheConsumerHasGivenNoCreditForAWhile() throws Exception {
        try (RoutedBench bench = new RoutedBench("linkCapacity", 3)) {
            FakeLink link = bench.attachReceiver("a");
            for (byte i = 0; i < 3; i++) {
                deliver(link, origin.delivery(new byte[] {0, 0x53, 0x77, 0x54, i}, true));
            }
            // Their producers get their credit back although nobody has taken the messages.
            await().until(() -> origin.finished.size() == 3);
            assertEquals(0, link.peer.stats().droppedPresettled);
            deliver(link, origin.delivery(new byte[] {0, 0x53, 0x77, 0x54, 3}, true));
            await().until(() -> link.peer.stats().droppedPresettled == 2);
            bench.flow(10, false);
            bench.expect(Transfer.class);
            assertTrue(bench.payloadEndsWith(new byte[] {0, 0x53, 0x77, 0x54, 0}));
            bench.expect(Transfer.class);
            assertTrue(bench.payloadEndsWith(new byte[] {0, 0x53, 0x77, 0x54, 3}));
        }
    }

    @Test
    void shouldSlowAProducerOfSettledDeliveriesWhileCreditIsOnlyLate() throws Exception {
        try (RoutedBench bench = new RoutedBench("linkCapacity", 3)) {
            FakeLink link = bench.attachReceiver("a");
            for (int i = 0; i < 8; i++) {
                deliver(link, origin.delivery(RoutedBench.MESSAGE, true));
            }
            await().until(() -> link.peer.stats().undelivered == 8);
            bench.flow(8, false);
            for (int i = 0; i < 8; i++) {
                bench.expect(Transfer.class);
            }
            assertEquals(0, link.peer.stats().droppedPresettled);
            await().until(() -> origin.finished.size() == 8);
        }
    }

    @Test
    void shouldStreamGrowingContentAndForwardTheAbort() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachReceiver("a");
            bench.flow(10, false);
            Delivery streamed = origin.streamed();
            streamed.content().append(RoutedBench.MESSAGE);
            deliver(link, streamed);
            Transfer first = bench.expect(Transfer.class);
            assertTrue(first.getMore());
            streamed.content().append(new byte[] {1, 2, 3});
            Transfer second = bench.expect(Transfer.class);
            assertTrue(second.getMore());
            assertTrue(bench.payloadEndsWith(new byte[] {1, 2, 3}));
            streamed.content().abort();
            Transfer abort = bench.expect(Transfer.class);
            assertTrue(abort.getAborted());
            assertEquals(first.getDeliveryId(), abort.getDeliveryId());
            // The link goes on with the next delivery.
            deliver(link, origin.delivery(RoutedBench.MESSAGE, false));
            Transfer next = bench.expect(Transfer.class);
            assertEquals(first.getDeliveryId().intValue() + 1, next.getDeliveryId().intValue());
            assertFalse(next.getMore());
        }
    }

    @Test
    void shouldAbortWhatIsStreamedWhenTheConsumerDetaches() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachReceiver("a");
            bench.flow(10, false);
            Delivery streamed = origin.streamed();
            streamed.content().append(RoutedBench.MESSAGE);
            deliver(link, streamed);
            assertTrue(bench.expect(Transfer.class).getMore());
            bench.detach();
            assertTrue(bench.expect(Transfer.class).getAborted());
            bench.expect(Detach.class);
            // Not sent to its end is as not sent at all.
            assertEquals(Outcome.RELEASED, origin.outcome());
        }
    }

    @Test
    void shouldCutTheRestOffWhenTheConsumerSettlesEarly() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachReceiver("a");
            bench.flow(10, false);
            Delivery streamed = origin.streamed();
            streamed.content().append(RoutedBench.MESSAGE);
            deliver(link, streamed);
            bench.expect(Transfer.class);
            dispose(bench, 0, Released.getInstance(), true);
            assertEquals(Outcome.Kind.RELEASED, origin.outcome().kind());
            assertTrue(bench.expect(Transfer.class).getAborted());
            deliver(link, origin.delivery(RoutedBench.MESSAGE, false));
            assertFalse(bench.expect(Transfer.class).getMore());
            assertTrue(bench.payloadEndsWith(RoutedBench.MESSAGE));
        }
    }

    @Test
    void shouldSendAMessageLargerThanAFrameWhole() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachReceiver("a");
            bench.flow(10, false);
            byte[] message = new byte[1_000_000];
            System.arraycopy(RoutedBench.MESSAGE, 0, message, 0, 3);
            message[message.length - 1] = 77;
            deliver(link, origin.delivery(message, false));
            Binary tag = null;
            Transfer transfer;
            int frames = 0;
            do {
                transfer = bench.expect(Transfer.class);
                frames++;
                tag = tag == null ? transfer.getDeliveryTag() : tag;
            } while (transfer.getMore());
            assertTrue(frames > 10, frames + " frames");
            assertTrue(bench.payloadEndsWith(new byte[] {0, 77}));
            dispose(bench, 0, Accepted.getInstance(), true);
            assertEquals(Outcome.Kind.ACCEPTED, origin.outcome().kind());
        }
    }

    @Test
    void shouldRefuseWithNullSource() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            bench.router.refusal = LinkError.NO_ROUTE;
            bench.peer.send(0, RawPeer.attach("receiver", 0, Role.RECEIVER));
            assertNull(bench.expect(Attach.class).getSource());
            assertEquals("qd:no-route-to-dest", bench.expect(Detach.class).getError().getCondition().toString());
        }
    }

    @Test
    void shouldTellTheAssignedAddressOfADynamicSource() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            Attach attach = RawPeer.attach("receiver", 0, Role.RECEIVER);
            Source source = new Source();
            source.setDynamic(true);
            attach.setSource(source);
            bench.peer.send(0, attach);
            Source answered = (Source) bench.expect(Attach.class).getSource();
            assertEquals("amqp:/_topo/0/QDR/temp.abc", answered.getAddress());
            assertTrue(answered.getDynamic());
            assertInstanceOf(FakeLink.class, bench.router.nextLink());
        }
    }
}

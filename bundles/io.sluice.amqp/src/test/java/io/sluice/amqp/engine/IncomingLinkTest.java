// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.management.api.DrainReport;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.TransferResult;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;

class IncomingLinkTest {

    private static FakeLink granted(RoutedBench bench) throws Exception {
        FakeLink link = bench.attachSender("a");
        link.peer.onPath(true);
        Flow flow = bench.expect(Flow.class);
        assertEquals(250, flow.getLinkCredit().intValue());
        return link;
    }

    @Test
    void shouldGiveNoCreditUntilThereIsAPath() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachSender("a");
            assertTrue(link.descriptor.incoming());
            assertEquals("a", link.descriptor.address());
            // The next frame is the answer to this attach, and not a flow.
            bench.peer.send(0, RawPeer.attach("other", 1, Role.RECEIVER));
            assertInstanceOf(Attach.class, bench.peer.frame());
            link.peer.onPath(true);
            assertEquals(250, bench.expect(Flow.class).getLinkCredit().intValue());
        }
    }

    @Test
    void shouldGiveCapacityOfTheListenerToAnAnonymousSenderAtOnce() throws Exception {
        try (RoutedBench bench = new RoutedBench("linkCapacity", 7)) {
            FakeLink link = bench.attachSender(null);
            assertEquals(LinkDescriptor.Kind.ANONYMOUS, link.descriptor.kind());
            assertEquals(7, bench.expect(Flow.class).getLinkCredit().intValue());
        }
    }

    @Test
    void shouldRefuseWithNullTargetAndError() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            bench.router.refusal = LinkError.NOT_FOUND;
            Attach attach = RawPeer.attach("sender", 0, Role.SENDER);
            Target target = new Target();
            target.setAddress("a");
            attach.setTarget(target);
            bench.peer.send(0, attach);
            assertNull(bench.expect(Attach.class).getTarget());
            Detach detach = bench.expect(Detach.class);
            assertTrue(detach.getClosed());
            assertEquals("amqp:not-found", detach.getError().getCondition().toString());
            assertEquals("Node not found", detach.getError().getDescription());
        }
    }

    @Test
    void shouldBringTheOutcomeBackAndTopUpCredit() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = granted(bench);
            bench.send(RoutedBench.transfer(0, false, false), RoutedBench.MESSAGE);
            Delivery delivery = link.nextDelivery();
            assertFalse(delivery.presettled());
            assertArrayEquals(RoutedBench.MESSAGE, delivery.read());
            assertTrue(delivery.readToEnd());
            delivery.settle(Outcome.ACCEPTED);
            // Flow and disposition leave together, in either order.
            Object first = bench.peer.frame();
            Object second = bench.peer.frame();
            Disposition disposition = (Disposition) (first instanceof Disposition ? first : second);
            Flow flow = (Flow) (first instanceof Flow ? first : second);
            assertInstanceOf(Accepted.class, disposition.getState());
            assertTrue(disposition.getSettled());
            assertEquals(250, flow.getLinkCredit().intValue());
            assertEquals(1, flow.getDeliveryCount().intValue());
        }
    }

    @Test
    void shouldGiveCreditForSettledDeliveriesWhenTheConsumerHasThem() throws Exception {
        try (RoutedBench bench = new RoutedBench("linkCapacity", 2)) {
            FakeLink link = bench.attachSender("a");
            link.peer.onPath(true);
            bench.expect(Flow.class);
            bench.send(RoutedBench.transfer(0, true, false), RoutedBench.MESSAGE);
            Delivery delivery = link.nextDelivery();
            assertTrue(delivery.presettled());
            delivery.settle(Outcome.ACCEPTED);
            Flow flow = bench.expect(Flow.class);
            assertEquals(2, flow.getLinkCredit().intValue());
        }
    }

    @Test
    void shouldReleaseAndDrainWithoutPathAndStartAgainWithFullCredit() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = granted(bench);
            link.peer.onPath(false);
            bench.router.result = TransferResult.NO_ROUTE;
            bench.send(RoutedBench.transfer(0, false, false), RoutedBench.MESSAGE);
            Object first = bench.peer.frame();
            Object second = bench.peer.frame();
            Disposition disposition = (Disposition) (first instanceof Disposition ? first : second);
            Flow flow = (Flow) (first instanceof Flow ? first : second);
            assertInstanceOf(Released.class, disposition.getState());
            assertTrue(flow.getDrain());
            assertEquals(249, flow.getLinkCredit().intValue());
            bench.router.result = TransferResult.ROUTED;
            link.peer.onPath(true);
            Flow again = bench.expect(Flow.class);
            assertFalse(again.getDrain());
            assertEquals(250, again.getLinkCredit().intValue());
        }
    }

    @Test
    void shouldRejectWhatTheRouterCannotAddress() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            bench.attachSender(null);
            bench.router.result = TransferResult.NO_ADDRESS;
            bench.send(RoutedBench.transfer(0, false, false), RoutedBench.MESSAGE);
            Rejected rejected = assertInstanceOf(Rejected.class, bench.disposition().getState());
            assertEquals("amqp:precondition-failed", rejected.getError().getCondition().toString());
            assertEquals("Routing failure: no address present", rejected.getError().getDescription());
        }
    }

    @Test
    void shouldRejectAnEmptyMessage() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            granted(bench);
            bench.send(RoutedBench.transfer(0, false, false), new byte[0]);
            Rejected rejected = assertInstanceOf(Rejected.class, bench.disposition().getState());
            assertEquals("amqp:decode-error", rejected.getError().getCondition().toString());
            assertEquals("invalid message format", rejected.getError().getDescription());
        }
    }

    @Test
    void shouldRouteAShortMessageOfSeveralFramesOnlyWhenItIsComplete() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = granted(bench);
            for (int i = 0; i < RoutedBench.MESSAGE.length; i++) {
                boolean last = i == RoutedBench.MESSAGE.length - 1;
                assertTrue(link.deliveries.isEmpty());
                bench.send(RoutedBench.transfer(0, false, !last), new byte[] {RoutedBench.MESSAGE[i]});
            }
            Delivery delivery = link.nextDelivery();
            assertTrue(delivery.content().isComplete());
            assertEquals(RoutedBench.MESSAGE.length, delivery.content().length());
        }
    }

    @Test
    void shouldRouteALongMessageBeforeItIsCompleteAndForwardItsAbort() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = granted(bench);
            streamUntilRouted(bench, link);
            Delivery delivery = link.nextDelivery();
            assertFalse(delivery.content().isComplete());
            Transfer abort = RoutedBench.transfer(0, true, false);
            abort.setAborted(true);
            bench.send(abort, new byte[0]);
            await().until(delivery.content()::isAborted);
        }
    }

    private static void streamUntilRouted(RoutedBench bench, FakeLink link) throws Exception {
        byte[] part = new byte[16_000];
        System.arraycopy(RoutedBench.MESSAGE, 0, part, 0, 3);
        for (int i = 0; i < 9; i++) {
            bench.send(RoutedBench.transfer(0, false, true), part);
        }
        await().until(() -> !link.deliveries.isEmpty());
    }

    @Test
    void shouldAbortTheContentWhenTheProducerIsLost() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = granted(bench);
            streamUntilRouted(bench, link);
            Delivery delivery = link.nextDelivery();
            bench.peer.close();
            await().until(delivery.content()::isAborted);
            await().until(() -> link.detached);
        }
    }

    @Test
    void shouldDiscardAnAbortedMessageThatWasNotRoutedYet() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = granted(bench);
            bench.send(RoutedBench.transfer(0, false, true), RoutedBench.MESSAGE);
            Transfer abort = RoutedBench.transfer(0, true, false);
            abort.setAborted(true);
            bench.send(abort, new byte[0]);
            bench.send(RoutedBench.transfer(1, false, false), RoutedBench.MESSAGE);
            assertEquals(RoutedBench.MESSAGE.length, link.nextDelivery().content().length());
            assertTrue(link.deliveries.isEmpty());
        }
    }

    @Test
    void shouldTellAnEarlyOutcomeAtOnceAndSwallowTheRest() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = granted(bench);
            streamUntilRouted(bench, link);
            Delivery delivery = link.nextDelivery();
            delivery.stopReading();
            delivery.settle(Outcome.RELEASED);
            Disposition early = bench.disposition();
            assertInstanceOf(Released.class, early.getState());
            assertFalse(early.getSettled());
            bench.send(RoutedBench.transfer(0, false, false), new byte[100]);
            assertTrue(bench.disposition().getSettled());
            bench.send(RoutedBench.transfer(1, false, false), RoutedBench.MESSAGE);
            assertEquals(RoutedBench.MESSAGE.length, link.nextDelivery().content().length());
        }
    }

    @Test
    void shouldRouteWhatIsPipelinedBehindBegin() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            RawPeer peer = bench.peer;
            Attach attach = RawPeer.attach("early", 0, Role.SENDER);
            Target target = new Target();
            target.setAddress("a");
            attach.setTarget(target);
            ByteArrayOutputStream burst = new ByteArrayOutputStream();
            burst.writeBytes(peer.encode(0, 5, RawPeer.begin(null), new byte[0]));
            burst.writeBytes(peer.encode(0, 5, attach, new byte[0]));
            burst.writeBytes(peer.encode(0, 5, RoutedBench.transfer(0, false, false), new byte[] {0, 0x53}));
            burst.writeBytes(peer.encode(0, 5, RoutedBench.transfer(1, true, false), RoutedBench.MESSAGE));
            peer.send(burst.toByteArray());
            bench.expect(Begin.class);
            bench.expect(Attach.class);
            assertInstanceOf(Rejected.class, bench.disposition().getState());
            assertArrayEquals(RoutedBench.MESSAGE, bench.router.nextLink().nextDelivery().read());
        }
    }

    @Test
    void shouldJudgeRouterAnnotationsWhereTheyAreNotStripped() throws Exception {
        // {x-opt-qd.to: 1}
        byte[] message = HexFormat.of().parseHex("005372c11002a30b782d6f70742d71642e746f5401005377a103616263");
        try (RoutedBench bench = new RoutedBench("stripAnnotations", "no")) {
            granted(bench);
            bench.send(RoutedBench.transfer(0, false, false), message);
            Rejected rejected = assertInstanceOf(Rejected.class, bench.disposition().getState());
            assertEquals("amqp:invalid-field", rejected.getError().getCondition().toString());
            assertEquals("to-override not a valid string type", rejected.getError().getDescription());
        }
        try (RoutedBench bench = new RoutedBench("stripAnnotations", "both")) {
            FakeLink link = granted(bench);
            bench.send(RoutedBench.transfer(0, false, false), message);
            assertArrayEquals(RoutedBench.MESSAGE, link.nextDelivery().read());
        }
    }

    @Test
    void shouldNotReadFarAheadOfASlowConsumer() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = granted(bench);
            byte[] part = new byte[16_000];
            System.arraycopy(RoutedBench.MESSAGE, 0, part, 0, 3);
            for (int i = 0; i < 60; i++) {
                bench.send(RoutedBench.transfer(0, false, true), part);
            }
            Delivery delivery = link.nextDelivery();
            await().until(() -> delivery.content().length() >= MessageContent.HIGH_BYTES);
            bench.send(RoutedBench.transfer(0, false, false), part);
            // The peer's 61 frames were sent; the content has grown by a few frames at most.
            assertTrue(delivery.content().length() < MessageContent.HIGH_BYTES + 2 * part.length);
            long total = 0;
            for (byte[] bytes = read(delivery); bytes != null; bytes = read(delivery)) {
                total += bytes.length;
            }
            assertEquals(61L * part.length, total);
        }
    }

    @Test
    void shouldNotTakeAHeldSenderForAnIdleOne() throws Exception {
        try (RoutedBench bench = new RoutedBench("idleTimeoutSeconds", 1)) {
            FakeLink link = granted(bench);
            byte[] part = new byte[16_000];
            System.arraycopy(RoutedBench.MESSAGE, 0, part, 0, 3);
            for (int i = 0; i < 30; i++) {
                bench.send(RoutedBench.transfer(0, false, true), part);
            }
            Delivery delivery = link.nextDelivery();
            await().until(() -> delivery.content().length() >= MessageContent.HIGH_BYTES);
            // Longer than the idle time-out: the sender has nothing more to say, and is not being read either.
            await().during(Duration.ofMillis(1500)).until(() -> !delivery.content().isAborted());
            bench.send(RoutedBench.transfer(0, false, false), part);
            long total = 0;
            for (byte[] bytes = read(delivery); bytes != null; bytes = read(delivery)) {
                total += bytes.length;
            }
            assertEquals(31L * part.length, total);
            assertFalse(delivery.content().isAborted());
        }
    }

    @Test
    void shouldDeliverWhatCameBeforeTheSenderLeftAlthoughTheLinkWasFull() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = granted(bench);
            // A second link, so that the connection goes on being read.
            bench.peer.send(0, RawPeer.attach("other", 1, Role.RECEIVER));
            bench.router.nextLink();
            byte[] message = new byte[15_000];
            System.arraycopy(RoutedBench.MESSAGE, 0, message, 0, 3);
            int count = 400;
            for (int i = 0; i < count; i++) {
                bench.send(RoutedBench.transfer(i, true, false), message);
            }
            bench.detach();
            await().until(() -> link.detached);
            assertEquals(count, link.deliveries.size());
        }
    }

    @Test
    void shouldTakeTheFramesOfAMessageThatHadToWaitOneByOne() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = granted(bench);
            bench.peer.send(0, RawPeer.attach("other", 1, Role.RECEIVER));
            bench.router.nextLink();
            byte[][] frames = new byte[3][15_000];
            for (int i = 0; i < frames.length; i++) {
                Arrays.fill(frames[i], (byte) (i + 1));
            }
            System.arraycopy(RoutedBench.MESSAGE, 0, frames[0], 0, 3);
            int before = 300;
            for (int i = 0; i < before; i++) {
                bench.send(RoutedBench.transfer(i, true, false), frames[0]);
            }
            for (int i = 0; i < frames.length; i++) {
                bench.send(RoutedBench.transfer(before, false, i < frames.length - 1), frames[i]);
            }
            // What is sent behind them has been read: so have they.
            bench.peer.send(0, RawPeer.attach("last", 2, Role.RECEIVER));
            bench.router.nextLink();
            assertTrue(link.deliveries.size() < before);
            for (int i = 0; i < before; i++) {
                link.nextDelivery().settle(Outcome.ACCEPTED);
            }
            Delivery delivery = link.nextDelivery();
            for (byte[] frame : frames) {
                assertArrayEquals(frame, delivery.read());
            }
            assertTrue(delivery.readToEnd());
        }
    }

    private static byte[] read(Delivery delivery) {
        await().until(() -> delivery.readable() || delivery.readToEnd());
        return delivery.read();
    }

    @Test
    void shouldReleaseWhatArrivesInADrainAndWaitForWhatCameBefore() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = granted(bench);
            bench.send(RoutedBench.transfer(0, false, false), RoutedBench.MESSAGE);
            Delivery before = link.nextDelivery();
            CompletableFuture<DrainReport> drain = CompletableFuture.supplyAsync(() -> bench.factory.drain(5000));
            // Whether this one comes before the drain has reached the loop cannot be known; the last one cannot.
            int id = 1;
            Disposition disposition;
            do {
                bench.send(RoutedBench.transfer(id++, false, false), RoutedBench.MESSAGE);
                Delivery early = link.deliveries.poll(100, TimeUnit.MILLISECONDS);
                if (early != null) {
                    early.settle(Outcome.ACCEPTED);
                }
                disposition = bench.disposition();
            } while (!(disposition.getState() instanceof Released));
            before.settle(Outcome.ACCEPTED);
            assertInstanceOf(Accepted.class, bench.disposition().getState());
            assertTrue(bench.peer.closeError().startsWith("amqp:connection:forced"));
            assertEquals(0, drain.get(5, TimeUnit.SECONDS).deliveriesReleased());
        }
    }
}

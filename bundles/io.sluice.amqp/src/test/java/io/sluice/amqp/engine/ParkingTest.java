// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.amqp.engine.RoutedBench.Origin;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.TransferResult;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;

/** What happens to links and deliveries while the router is replaced. */
class ParkingTest {

    @Test
    void shouldHoldWhatArrivesWithoutRouterAndGiveItToTheNext() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink first = bench.attachSender("a");
            first.peer.onPath(true);
            bench.expect(Flow.class);
            bench.router.result = TransferResult.GONE;
            bench.factory.unbindRouter(bench.router);
            bench.send(RoutedBench.transfer(0, false, false), RoutedBench.MESSAGE);
            bench.send(RoutedBench.transfer(1, false, false), RoutedBench.MESSAGE);

            FakeRouter second = new FakeRouter();
            bench.factory.bindRouter(second);
            FakeLink replayed = second.nextLink();
            assertNotSame(first, replayed);
            assertEquals("a", replayed.descriptor.address());
            assertFalse(first.peer.isGranted());
            assertTrue(replayed.peer.isGranted());
            Delivery held = replayed.nextDelivery();
            Delivery next = replayed.nextDelivery();
            assertTrue(first.deliveries.isEmpty());
            held.settle(Outcome.ACCEPTED);
            next.settle(Outcome.ACCEPTED);
            assertInstanceOf(Accepted.class, bench.disposition().getState());
            assertInstanceOf(Accepted.class, bench.disposition().getState());
            replayed.peer.onPath(true);
            Flow flow = bench.expect(Flow.class);
            assertEquals(250, flow.getLinkCredit().intValue());
        }
    }

    @Test
    void shouldParkADeliveryThatAGoingRouterDoesNotTake() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachSender("a");
            link.peer.onPath(true);
            bench.expect(Flow.class);
            bench.router.result = TransferResult.GONE;
            bench.send(RoutedBench.transfer(0, false, false), RoutedBench.MESSAGE);
            FakeRouter second = new FakeRouter();
            bench.factory.bindRouter(second);
            bench.factory.unbindRouter(bench.router);
            assertEquals(RoutedBench.MESSAGE.length, second.nextLink().nextDelivery().content().length());
        }
    }

    @Test
    void shouldBringOutcomesOfDeliveriesThatAnOldRouterForwarded() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachSender("a");
            link.peer.onPath(true);
            bench.expect(Flow.class);
            bench.send(RoutedBench.transfer(0, false, false), RoutedBench.MESSAGE);
            Delivery delivery = link.nextDelivery();
            bench.factory.unbindRouter(bench.router);
            delivery.settle(Outcome.ACCEPTED);
            assertInstanceOf(Accepted.class, bench.disposition().getState());
        }
    }

    @Test
    void shouldReplayADynamicLinkWithItsAddress() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            Attach attach = RawPeer.attach("receiver", 0, Role.RECEIVER);
            Source source = new Source();
            source.setDynamic(true);
            attach.setSource(source);
            bench.peer.send(0, attach);
            bench.router.nextLink();
            bench.expect(Attach.class);
            bench.factory.unbindRouter(bench.router);
            FakeRouter second = new FakeRouter();
            bench.factory.bindRouter(second);
            LinkDescriptor replayed = second.nextLink().descriptor;
            assertEquals(LinkDescriptor.Kind.DYNAMIC, replayed.kind());
            assertEquals("amqp:/_topo/0/QDR/temp.abc", replayed.address());
        }
    }

    @Test
    void shouldIgnoreWhatAnOldRouterStillSays() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink old = bench.attachReceiver("a");
            FakeRouter second = new FakeRouter();
            bench.factory.bindRouter(second);
            FakeLink present = second.nextLink();
            old.peer.onDetach(LinkError.NO_ROUTE);
            bench.flow(1, false);
            Origin origin = new Origin();
            present.peer.stats().outstanding.incrementAndGet();
            present.peer.onDelivery(origin.delivery(RoutedBench.MESSAGE, true));
            bench.expect(Transfer.class);
        }
    }

    @Test
    void shouldLetAnAttachWaitForARouter() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            bench.factory.unbindRouter(bench.router);
            bench.peer.send(0, RawPeer.attach("sender", 0, Role.SENDER));
            FakeRouter second = new FakeRouter();
            bench.factory.bindRouter(second);
            bench.expect(Attach.class);
            await().until(() -> second.attached.size() == 1);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.amqp.engine.RoutedBench.Origin;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.Outcome;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;

/** A message that is settled while the receiver's session window lets no more of it through. */
class CutShortTest {

    private static final byte[] LONG = new byte[100_000];

    private final Origin origin = new Origin();

    /** The first frame the peer has seen is number one. */
    private static void window(RoutedBench bench, int frames, int seen) throws Exception {
        Flow flow = new Flow();
        flow.setHandle(UnsignedInteger.ZERO);
        flow.setNextIncomingId(UnsignedInteger.valueOf(1 + seen));
        flow.setIncomingWindow(UnsignedInteger.valueOf(frames));
        flow.setNextOutgoingId(UnsignedInteger.ZERO);
        flow.setOutgoingWindow(UnsignedInteger.valueOf(1000));
        flow.setDeliveryCount(UnsignedInteger.ZERO);
        flow.setLinkCredit(UnsignedInteger.valueOf(10));
        bench.peer.send(0, flow);
    }

    private Delivery begin(RoutedBench bench, FakeLink link) throws Exception {
        window(bench, 1, 0);
        Delivery delivery = origin.delivery(LONG, false);
        deliver(link, delivery);
        assertTrue(bench.expect(Transfer.class).getMore());
        return delivery;
    }

    private void deliver(FakeLink link, Delivery delivery) {
        link.peer.stats().outstanding.incrementAndGet();
        assertTrue(link.peer.onDelivery(delivery));
    }

    private static void accept(RoutedBench bench) throws Exception {
        Disposition disposition = new Disposition();
        disposition.setRole(Role.RECEIVER);
        disposition.setFirst(UnsignedInteger.ZERO);
        disposition.setSettled(true);
        disposition.setState(Accepted.getInstance());
        bench.peer.send(0, disposition);
    }

    private void expectAbortAndNext(RoutedBench bench, FakeLink link) throws Exception {
        deliver(link, origin.delivery(RoutedBench.MESSAGE, false));
        window(bench, 10, 1);
        Transfer abort = bench.expect(Transfer.class);
        assertTrue(abort.getAborted());
        assertEquals(0, abort.getDeliveryId().intValue());
        Transfer next = bench.expect(Transfer.class);
        assertEquals(1, next.getDeliveryId().intValue());
        assertFalse(next.getMore());
        assertTrue(bench.payloadEndsWith(RoutedBench.MESSAGE));
    }

    @Test
    void shouldAbortWhatTheReceiverHasSettledWhenTheWindowOpens() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachReceiver("a");
            begin(bench, link);
            accept(bench);
            assertEquals(Outcome.ACCEPTED, origin.outcome());
            expectAbortAndNext(bench, link);
        }
    }

    @Test
    void shouldAbortWhatFirstTheSenderAndThenTheReceiverHasSettled() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachReceiver("a");
            begin(bench, link).senderSettles();
            assertEquals(Outcome.NONE, origin.outcome());
            accept(bench);
            expectAbortAndNext(bench, link);
        }
    }

    @Test
    void shouldGoOnWithWhatOnlyTheSenderHasSettled() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachReceiver("a");
            begin(bench, link).senderSettles();
            assertEquals(Outcome.NONE, origin.outcome());
            window(bench, 1000, 1);
            Transfer transfer;
            do {
                transfer = bench.expect(Transfer.class);
                assertFalse(transfer.getAborted());
            } while (transfer.getMore());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;

/** A routed link towards a container whose session window is closed. */
class RoutedWindowTest {

    private static final byte[] PART = "anything at all".getBytes(StandardCharsets.US_ASCII);
    private static final int CREDIT = 100;
    /** What the router's Begin says. */
    private static final int FIRST_TRANSFER = 1;

    private int credit = CREDIT;

    private void window(TwoHops hops, int transfers, int frames, int used) throws Exception {
        Flow flow = new Flow();
        flow.setHandle(UnsignedInteger.ZERO);
        flow.setNextIncomingId(UnsignedInteger.valueOf(FIRST_TRANSFER + transfers));
        flow.setIncomingWindow(UnsignedInteger.valueOf(frames));
        flow.setNextOutgoingId(UnsignedInteger.ZERO);
        flow.setOutgoingWindow(UnsignedInteger.valueOf(1000));
        flow.setDeliveryCount(UnsignedInteger.valueOf(used));
        flow.setLinkCredit(UnsignedInteger.valueOf(credit - used));
        hops.container.send(flow);
    }

    /** Begins a message, of which the container gets the first frame, and closes the container's window. */
    private void begin(TwoHops hops) throws Exception {
        hops.sender(CREDIT);
        hops.client.transfer(0, "part", false, true, null, PART);
        assertTrue(hops.container.expectTransfer("part", PART).getMore());
        window(hops, 1, 0, 1);
    }

    /** More credit goes through to the client, so that whatever was due at the container is sent by now. */
    private void assertQuiet(TwoHops hops) throws Exception {
        for (int i = 0; i < 2; i++) {
            credit++;
            window(hops, 1, 0, 1);
            hops.client.expect(Flow.class);
        }
        assertTrue(hops.container.peer.isQuiet());
    }

    private void expectAbortAndNext(TwoHops hops) throws Exception {
        window(hops, 1, 10, 1);
        Transfer abort = hops.container.expect(Transfer.class);
        assertTrue(abort.getAborted());
        assertEquals(0, abort.getDeliveryId().intValue());
        assertEquals(1, hops.container.expectTransfer("next", RoutedBench.MESSAGE).getDeliveryId().intValue());
    }

    @Test
    void shouldAbortForTheSenderWhenTheWindowOpens() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            begin(hops);
            Transfer abort = RoutedBench.transfer(0, false, false);
            abort.setAborted(true);
            hops.client.send(abort);
            hops.client.transfer(1, "next", false, null, RoutedBench.MESSAGE);
            // Too long a tag is answered at once: the client's frames before it have been read.
            hops.client.transfer(2, "T".repeat(33), false, null, RoutedBench.MESSAGE);
            hops.bench.disposition();
            assertQuiet(hops);
            expectAbortAndNext(hops);
        }
    }

    @Test
    void shouldAbortWhatTheReceiverHasSettledWhenTheWindowOpens() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            begin(hops);
            hops.container.disposition(Role.RECEIVER, 0, true, Accepted.getInstance());
            hops.client.expect(Disposition.class);
            assertQuiet(hops);
            hops.client.transfer(0, "part", true, false, null, PART);
            hops.client.transfer(1, "next", false, null, RoutedBench.MESSAGE);
            expectAbortAndNext(hops);
        }
    }

    @Test
    void shouldAbortWhatFirstTheSenderAndThenTheReceiverHasSettled() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            begin(hops);
            hops.client.transfer(0, "part", false, false, null, PART);
            hops.client.disposition(Role.SENDER, 0, true, Accepted.getInstance());
            hops.client.transfer(1, "T".repeat(33), false, null, RoutedBench.MESSAGE);
            hops.bench.disposition();
            assertQuiet(hops);
            hops.container.disposition(Role.RECEIVER, 0, true, Accepted.getInstance());
            assertQuiet(hops);
            hops.client.transfer(2, "next", false, null, RoutedBench.MESSAGE);
            expectAbortAndNext(hops);
        }
    }
}

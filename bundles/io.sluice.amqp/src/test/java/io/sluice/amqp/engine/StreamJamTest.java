// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.Outcome;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another router sends two long messages in one session, to consumers of which one waits for the other. */
class StreamJamTest {

    private static final int FIRST = 0;
    private static final int SECOND = 1;
    private static final byte[] PART = new byte[16_000];
    /** A binary that never ends, as far as this test is concerned. */
    private static final byte[] HEAD = {0x00, 0x53, 0x75, (byte) 0xb0, 0x7f, 0, 0, 0};

    private RoutedBench bench;
    private FakeLink first;
    private FakeLink second;
    private int sent;
    private int window;
    private Disposition disposition;

    @BeforeEach
    void connect() throws Exception {
        bench = new RoutedBench("role", "inter-router", "maxSessionFrames", 64);
        window = 64;
        first = attach("first", FIRST);
        second = attach("second", SECOND);
    }

    @AfterEach
    void disconnect() throws Exception {
        bench.close();
    }

    private FakeLink attach(String name, int handle) throws Exception {
        bench.peer.send(0, RawPeer.attach(name, handle, Role.SENDER));
        FakeLink link = bench.router.nextLink();
        bench.expect(Attach.class);
        bench.expect(Flow.class);
        return link;
    }

    private void send(int link, byte[] payload, boolean settled, boolean more) throws Exception {
        Transfer transfer = RoutedBench.transfer(link, settled, more);
        transfer.setHandle(UnsignedInteger.valueOf(link));
        bench.send(transfer, payload);
        sent++;
    }

    /** Sends the last part of a message, as soon as the window has room for it. */
    private void finish(int link) throws Exception {
        while (!awaitRoom()) {
            assertInstanceOf(Released.class, disposition.getState());
        }
        send(link, PART, false, false);
    }

    /** Returns false if, instead of room in the window, an outcome has come. */
    private boolean awaitRoom() throws Exception {
        while (sent >= window) {
            Object frame = bench.peer.frame();
            if (frame instanceof Flow flow) {
                window = flow.getNextIncomingId().intValue() + flow.getIncomingWindow().intValue();
            } else if (frame instanceof Disposition outcome) {
                disposition = outcome;
                return false;
            }
        }
        return true;
    }

    /** The first message's consumer has all there is; the second's has read so many parts of it, and no more. */
    private void jam(boolean settled, int read) throws Exception {
        send(FIRST, HEAD, false, true);
        for (int i = 0; i < 9; i++) {
            send(FIRST, PART, false, true);
        }
        Delivery begun = first.nextDelivery();
        await().until(() -> begun.content().length() == HEAD.length + 9L * PART.length);
        while (begun.read() != null) {
            assertFalse(begun.content().isComplete());
        }
        send(SECOND, HEAD, settled, true);
        for (int i = 0; i < 9; i++) {
            send(SECOND, PART, settled, true);
        }
        Delivery waiting = second.nextDelivery();
        for (int i = 0; i < read; i++) {
            waiting.read();
        }
        while (!(settled && waiting.content().isAborted()) && awaitRoom()) {
            send(SECOND, PART, settled, true);
        }
        assertTrue(waiting.content().isAborted());
        // The consumer comes to it only later.
        waiting.stopReading();
        waiting.settle(Outcome.RELEASED);
    }

    private Disposition nextDisposition() throws Exception {
        Object frame = bench.peer.frame();
        while (!(frame instanceof Disposition)) {
            frame = bench.peer.frame();
        }
        return (Disposition) frame;
    }

    @Test
    void shouldGiveBackAMessageThatKeepsAnotherFromArriving() throws Exception {
        jam(false, 0);
        assertInstanceOf(Released.class, disposition.getState());
        assertEquals(UnsignedInteger.ONE, disposition.getFirst());
        assertFalse(disposition.getSettled());
        finish(FIRST);
        finish(SECOND);
        Disposition settled = nextDisposition();
        while (!settled.getSettled()) {
            settled = nextDisposition();
        }
        assertInstanceOf(Released.class, settled.getState());
        assertEquals(UnsignedInteger.ONE, settled.getFirst());
        assertEquals(0, second.peer.stats().unsettled);
        assertEquals(1, second.peer.stats().released);
    }

    @Test
    void shouldGiveBackAMessageThatItsConsumerHasBegunAndDoesNotReadOn() throws Exception {
        jam(false, 2);
        finish(SECOND);
        await().until(() -> second.peer.stats().released == 1);
        assertInstanceOf(Released.class, nextDisposition().getState());
    }

    @Test
    void shouldDropASettledMessageThatKeepsAnotherFromArriving() throws Exception {
        jam(true, 0);
        assertEquals(1, second.peer.stats().droppedPresettled);
        finish(SECOND);
        finish(FIRST);
        await().until(() -> second.peer.stats().deliveries == 1 && first.peer.stats().deliveries == 1);
    }

    @Test
    void shouldGoOnWithTheMessageThatCouldNotArrive() throws Exception {
        send(FIRST, HEAD, false, true);
        for (int i = 0; i < 9; i++) {
            send(FIRST, PART, false, true);
        }
        Delivery begun = first.nextDelivery();
        send(SECOND, HEAD, false, true);
        while (begun.read() != null || begun.content().length() < HEAD.length + 9L * PART.length) {
            assertFalse(begun.content().isComplete());
        }
        while (awaitRoom()) {
            send(SECOND, PART, false, true);
        }
        assertInstanceOf(Released.class, disposition.getState());
        finish(FIRST);
        await().until(() -> begun.content().isComplete());
        assertEquals(HEAD.length + 10L * PART.length, begun.content().length());
        begun.stopReading();
        begun.settle(Outcome.ACCEPTED);
        Disposition accepted = nextDisposition();
        assertInstanceOf(Accepted.class, accepted.getState());
        assertEquals(UnsignedInteger.ZERO, accepted.getFirst());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.RouterInfo;
import io.sluice.routing.api.TransferResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What passes between two routers: a recorded foreign one has attached a pair of control and one of data links. */
class RouterTrafficTest {

    private static final int CONTROL = 0;
    private static final int DATA = 1;
    private static final byte[] VALUE = {0x00, 0x53, 0x77, (byte) 0xa1, 1, 'x'};

    private RouterReplay replay;
    private RawPeer peer;
    private FakeLink[] outgoing;
    private FakeLink[] incoming;

    @BeforeEach
    void connect() throws Exception {
        replay = new RouterReplay("n-capability-encoding", 1, false);
        replay.router().info = new RouterInfo("INT.A", "interior", "1.19.0");
        replay.start("inter-router");
        replay.playTo("flow", 2);
        peer = replay.peer();
        FakeLink[] links = replay.router().attached.toArray(FakeLink[]::new);
        outgoing = new FakeLink[] {links[0], links[2]};
        incoming = new FakeLink[] {links[1], links[3]};
    }

    @AfterEach
    void disconnect() throws Exception {
        replay.close();
    }

    private void send(int channel, int id, boolean more, byte[] payload) throws Exception {
        Transfer transfer = RoutedBench.transfer(id, false, more);
        transfer.setHandle(UnsignedInteger.ONE);
        peer.send(peer.encode(0, channel, transfer, payload));
    }

    private void credit(int channel) throws Exception {
        Flow flow = new Flow();
        flow.setHandle(UnsignedInteger.ZERO);
        flow.setNextIncomingId(UnsignedInteger.ZERO);
        flow.setIncomingWindow(UnsignedInteger.valueOf(1000));
        flow.setNextOutgoingId(UnsignedInteger.ZERO);
        flow.setOutgoingWindow(UnsignedInteger.valueOf(1000));
        flow.setDeliveryCount(UnsignedInteger.ZERO);
        flow.setLinkCredit(UnsignedInteger.valueOf(10));
        peer.send(channel, flow);
    }

    private static UnsignedInteger number(int value) {
        return UnsignedInteger.valueOf(value);
    }

    @Test
    void shouldReplenishCreditWhateverBecomesOfTheMessages() throws Exception {
        int sent = 600;
        for (int i = 0; i < sent; i++) {
            send(DATA, i, false, VALUE);
        }
        Flow flow = (Flow) peer.frame();
        while (flow.getDeliveryCount().intValue() < sent) {
            flow = (Flow) peer.frame();
        }
        assertEquals(number(250), flow.getLinkCredit());
        assertEquals(sent, incoming[DATA].deliveries.size());
        incoming[DATA].nextDelivery().settle(Outcome.ACCEPTED);
        Disposition disposition = (Disposition) peer.frame();
        assertEquals(number(0), disposition.getFirst());
    }

    @Test
    void shouldGiveCreditBackForWhatCannotBeRouted() throws Exception {
        replay.router().result = TransferResult.NO_ROUTE;
        send(DATA, 0, false, VALUE);
        Object body = peer.frame();
        Flow flow = null;
        boolean released = false;
        for (; flow == null || !released; body = flow == null || !released ? peer.frame() : null) {
            if (body instanceof Flow credit) {
                flow = credit;
            } else {
                released = ((Disposition) body).getState() instanceof Released;
            }
        }
        assertEquals(number(1), flow.getDeliveryCount());
        assertEquals(number(250), flow.getLinkCredit());
        assertTrue(!Boolean.TRUE.equals(flow.getDrain()));
    }

    @Test
    void shouldHandOverMessagesOfTheProtocolComplete() throws Exception {
        byte[] part = new byte[16_000];
        byte[] head = {0x00, 0x53, 0x75, (byte) 0xb0, 0, 5, 0, 0};
        int parts = 20;
        int left = 5 * 65536;
        send(CONTROL, 0, true, head);
        for (int i = 0; i < parts; i++) {
            send(CONTROL, 0, true, part);
            left -= part.length;
        }
        assertTrue(incoming[CONTROL].deliveries.isEmpty());
        send(CONTROL, 0, false, new byte[left]);
        Delivery delivery = incoming[CONTROL].nextDelivery();
        assertTrue(delivery.content().isComplete());
        assertEquals(head.length + 5 * 65536, delivery.content().length());
    }

    @Test
    void shouldReadAndWriteWhatRoutersTellEachOther() throws Exception {
        passOn(VALUE);
    }

    @Test
    void shouldReadAndWriteItInALongMessageToo() throws Exception {
        byte[] data = new byte[10_000];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        passOn(concat(new byte[] {0x00, 0x53, 0x75, (byte) 0xb0, 0, 0, 0x27, 0x10}, data));
    }

    private void passOn(byte[] body) throws Exception {
        byte[] annotated = concat(RouterTexts.annotations("to", "q", "ingress", "0/X", "trace", List.of("0/X", "0/Y")),
            body);
        send(DATA, 0, false, annotated);
        Delivery delivery = incoming[DATA].nextDelivery();
        RouterAnnotations expected = new RouterAnnotations("q", 0, false, "0/X", List.of("0/X", "0/Y"));
        assertEquals(expected, delivery.annotations());
        assertEquals("q", delivery.to());
        assertEquals(body.length, delivery.content().length());
        assertEquals(number(250), ((Flow) peer.frame()).getLinkCredit());
        credit(DATA);
        outgoing[DATA].peer.stats().outstanding.incrementAndGet();
        assertTrue(outgoing[DATA].peer.onDelivery(delivery));
        Transfer transfer = (Transfer) peer.frame();
        assertEquals(number(0), transfer.getHandle());
        byte[] passedOn = concat(
            RouterTexts.annotations("to", "q", "ingress", "0/X", "trace", List.of("0/X", "0/Y", "0/INT.A")), body);
        byte[] frame = peer.lastFrame();
        assertEquals(Arrays.toString(passedOn),
            Arrays.toString(Arrays.copyOfRange(frame, frame.length - passedOn.length, frame.length)));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static LinkDescriptor streaming(String name) {
        return new LinkDescriptor(name, false, LinkDescriptor.Kind.ANONYMOUS, null,
            List.of("qd.router-data"), Map.of(), 250, false, true, false, true, "streaming", null);
    }

    @Test
    void shouldTakeWhatIsSentOnALinkThatIsOnlyJustBegun() throws Exception {
        RoutedBench.Origin origin = new RoutedBench.Origin();
        Delivery delivery = origin.delivery(VALUE, false);
        replay.server().execute(() -> {
            FakeLink link = replay.router().connections.get(0).begin(streaming("qdlink.stream"));
            link.peer.stats().outstanding.incrementAndGet();
            assertTrue(link.peer.onDelivery(delivery));
        });
        assertNull(((Begin) peer.frame()).getRemoteChannel());
        Attach attach = (Attach) peer.frame();
        assertEquals(Role.SENDER, attach.getRole());
        peer.send(2, RawPeer.begin(2));
        peer.send(2, RawPeer.attach("qdlink.stream", 0, Role.RECEIVER));
        credit(2);
        assertEquals(number(0), ((Transfer) peer.frame()).getDeliveryId());
    }

    @Test
    void shouldGiveEachMessageThatArrivesASessionOfItsOwn() throws Exception {
        FakeRouter.FakeConnection connection = replay.router().connections.get(0);
        replay.server().execute(() -> {
            connection.begin(streaming("qdlink.1"));
            connection.begin(streaming("qdlink.2"));
        });
        for (int i = 0; i < 4; i++) {
            Object body = peer.frame();
            assertEquals(i < 2 ? Begin.class : Attach.class, body.getClass());
            assertEquals(2 + i % 2, peer.lastFrame()[7]);
        }
    }

    @Test
    void shouldReleaseWhatIsSentOnALinkThatCannotBegin() throws Exception {
        RoutedBench.Origin origin = new RoutedBench.Origin();
        peer.close();
        await().until(() -> replay.router().connections.get(0).closed);
        FakeLink link = replay.router().connections.get(0).begin(streaming("qdlink.stream"));
        link.peer.stats().outstanding.incrementAndGet();
        if (link.peer.onDelivery(origin.delivery(VALUE, false))) {
            assertEquals(Outcome.RELEASED, origin.outcome());
            assertEquals(0, link.peer.stats().outstanding.get());
        }
        await().until(() -> link.detached);
    }
}

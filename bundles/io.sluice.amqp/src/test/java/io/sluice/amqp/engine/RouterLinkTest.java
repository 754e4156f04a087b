// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import io.sluice.amqp.engine.FakeRouter.FakeConnection;
import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.amqp.engine.RoutedBench.Origin;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkGrant;
import io.sluice.routing.api.Outcome;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.messaging.TerminusDurability;
import org.apache.qpid.proton.amqp.messaging.TerminusExpiryPolicy;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;

/** Links that the router begins, against a peer that is a script. */
class RouterLinkTest {

    /** The router's session beside the one that the peer has begun. */
    private static final int CHANNEL = 1;

    private static LinkDescriptor link(boolean incoming, String name) {
        return new LinkDescriptor(name, incoming, LinkDescriptor.Kind.ADDRESSED, "q", List.of(), Map.of(), 250, false,
            true);
    }

    private static LinkGrant grant() {
        return new LinkGrant(7, "q", "M0q", 4);
    }

    /** Begins a link and reads the begin and the attach. */
    private static FakeLink begin(RoutedBench bench, boolean incoming) throws Exception {
        FakeLink link = bench.router.nextConnection().begin(link(incoming, "qdlink.1"));
        bench.expect(Begin.class);
        bench.peer.send(CHANNEL, RawPeer.begin(CHANNEL));
        Attach attach = bench.expect(Attach.class);
        assertEquals(incoming ? Role.RECEIVER : Role.SENDER, attach.getRole());
        return link;
    }

    private static void answer(RoutedBench bench, boolean incoming, String address) throws Exception {
        Attach answer = RawPeer.attach("qdlink.1", 100, incoming ? Role.SENDER : Role.RECEIVER);
        Source source = new Source();
        Target target = new Target();
        source.setAddress(incoming ? address : null);
        target.setAddress(incoming ? null : address);
        answer.setSource(incoming && address == null ? null : source);
        answer.setTarget(!incoming && address == null ? null : target);
        bench.peer.send(CHANNEL, answer);
    }

    private static Flow credit() {
        Flow flow = new Flow();
        flow.setHandle(UnsignedInteger.valueOf(100));
        flow.setNextIncomingId(UnsignedInteger.ZERO);
        flow.setIncomingWindow(UnsignedInteger.valueOf(1000));
        flow.setNextOutgoingId(UnsignedInteger.ZERO);
        flow.setOutgoingWindow(UnsignedInteger.valueOf(1000));
        flow.setDeliveryCount(UnsignedInteger.ZERO);
        flow.setLinkCredit(UnsignedInteger.valueOf(10));
        return flow;
    }

    private static void detach(RoutedBench bench, String condition, String description) throws Exception {
        Detach detach = new Detach();
        detach.setHandle(UnsignedInteger.valueOf(100));
        detach.setClosed(true);
        if (condition != null) {
            detach.setError(new ErrorCondition(Symbol.valueOf(condition), description));
        }
        bench.peer.send(CHANNEL, detach);
    }

    @Test
    void shouldAttachWithTheFieldsOfARouter() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeConnection connection = bench.router.nextConnection();
            connection.begin(link(false, "qdlink.out"));
            connection.begin(link(true, "qdlink.in"));
            Begin begin = bench.expect(Begin.class);
            assertNull(begin.getRemoteChannel());
            Attach out = bench.expect(Attach.class);
            assertEquals("qdlink.out", out.getName());
            assertEquals(Role.SENDER, out.getRole());
            assertEquals(UnsignedInteger.ZERO, out.getHandle());
            assertEquals("q", ((Target) out.getTarget()).getAddress());
            assertNull(((Source) out.getSource()).getAddress());
            Attach in = bench.expect(Attach.class);
            assertEquals("qdlink.in", in.getName());
            assertEquals(Role.RECEIVER, in.getRole());
            assertEquals(UnsignedInteger.ONE, in.getHandle());
            assertEquals("q", ((Source) in.getSource()).getAddress());
            assertNull(((Target) in.getTarget()).getAddress());
            for (Attach attach : List.of(out, in)) {
                assertEquals(SenderSettleMode.MIXED, attach.getSndSettleMode());
                assertEquals(ReceiverSettleMode.FIRST, attach.getRcvSettleMode());
                assertEquals(UnsignedLong.ZERO, attach.getMaxMessageSize());
                Source source = (Source) attach.getSource();
                Target target = (Target) attach.getTarget();
                assertEquals(TerminusExpiryPolicy.LINK_DETACH, source.getExpiryPolicy());
                assertEquals(TerminusExpiryPolicy.LINK_DETACH, target.getExpiryPolicy());
                assertEquals(TerminusDurability.NONE, source.getDurable());
                assertEquals(TerminusDurability.NONE, target.getDurable());
                assertEquals(UnsignedInteger.ZERO, source.getTimeout());
                assertEquals(UnsignedInteger.ZERO, target.getTimeout());
                assertFalse(source.getDynamic());
                assertFalse(target.getDynamic());
                assertNull(source.getCapabilities());
                assertNull(target.getCapabilities());
            }
        }
    }

    @Test
    void shouldTellTheRouterOfTheAnswerAndGiveCreditWhenThereIsAPath() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = begin(bench, true);
            link.peer.onAttached(grant());
            link.peer.onPath(true);
            answer(bench, true, "q");
            assertEquals("q", link.nextAnswer().address());
            Flow flow = bench.expect(Flow.class);
            assertEquals(UnsignedInteger.valueOf(250), flow.getLinkCredit());
            Transfer transfer = RoutedBench.transfer(0, false, false);
            transfer.setHandle(UnsignedInteger.valueOf(100));
            bench.peer.send(bench.peer.encode(0, CHANNEL, transfer, RoutedBench.MESSAGE));
            link.nextDelivery().settle(Outcome.ACCEPTED);
            assertTrue(bench.disposition().getState() instanceof Accepted);
            assertEquals(1, link.peer.stats().deliveries);
        }
    }

    @Test
    void shouldSendWhatTheRouterForwards() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = begin(bench, false);
            answer(bench, false, "q");
            link.nextAnswer();
            link.peer.onAttached(grant());
            bench.peer.send(CHANNEL, credit());
            Origin origin = new Origin();
            link.peer.stats().outstanding.incrementAndGet();
            assertTrue(link.peer.onDelivery(origin.delivery(RoutedBench.MESSAGE, false)));
            bench.expect(Transfer.class);
            assertTrue(bench.payloadEndsWith(RoutedBench.MESSAGE));
            Disposition accepted = new Disposition();
            accepted.setRole(Role.RECEIVER);
            accepted.setFirst(UnsignedInteger.ZERO);
            accepted.setSettled(true);
            accepted.setState(Accepted.getInstance());
            bench.peer.send(CHANNEL, accepted);
            assertEquals(Outcome.ACCEPTED, origin.outcome());
        }
    }

    @Test
    void shouldReportARefusal() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = begin(bench, false);
            answer(bench, false, null);
            detach(bench, "amqp:not-found", "node not there yet");
            assertNull(link.nextAnswer().address());
            await().until(() -> link.detached);
            assertEquals(new LinkError("amqp:not-found", "node not there yet"), link.error);
            assertTrue(bench.expect(Detach.class).getClosed());
        }
    }

    @Test
    void shouldDetachWhenTheRouterEndsTheLinkBeforeTheAnswer() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = begin(bench, true);
            link.peer.onDetach(null);
            Detach detach = bench.expect(Detach.class);
            assertTrue(detach.getClosed());
            assertNull(detach.getError());
            answer(bench, true, "q");
            detach(bench, null, null);
            bench.router.nextConnection().begin(link(true, "qdlink.1"));
            assertEquals(Role.RECEIVER, bench.expect(Attach.class).getRole());
            assertTrue(link.answers.isEmpty());
        }
    }

    @Test
    void shouldAnnounceItsLinksToTheNextRouterWithTheAnswer() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink first = begin(bench, true);
            answer(bench, true, "q");
            first.nextAnswer();
            FakeRouter second = new FakeRouter();
            bench.factory.bindRouter(second);
            FakeLink replayed = second.nextLink();
            assertTrue(replayed.descriptor.routerInitiated());
            assertEquals("q", replayed.descriptor.address());
            assertEquals("q", replayed.nextAnswer().address());
            replayed.peer.onPath(true);
            assertEquals(UnsignedInteger.valueOf(250), bench.expect(Flow.class).getLinkCredit());
            assertFalse(first.detached);
        }
    }

    @Test
    void shouldTellTheNextRouterOfAnAnswerThatComesLater() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            begin(bench, true);
            bench.factory.unbindRouter(bench.router);
            FakeRouter second = new FakeRouter();
            bench.factory.bindRouter(second);
            FakeLink replayed = second.nextLink();
            assertTrue(replayed.answers.isEmpty());
            answer(bench, true, "q");
            assertEquals("q", replayed.nextAnswer().address());
        }
    }

    @Test
    void shouldReportLinksAsDetachedWhenTheConnectionOrTheRouterIsGone() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeConnection old = bench.router.nextConnection();
            FakeRouter second = new FakeRouter();
            bench.factory.bindRouter(second);
            FakeConnection present = second.nextConnection();
            FakeLink late = old.begin(link(true, "qdlink.late"));
            await().until(() -> late.detached);
            assertNull(late.error);
            FakeLink live = present.begin(link(true, "qdlink.live"));
            bench.expect(Begin.class);
            bench.peer.close();
            await().until(() -> live.detached && present.closed);
            FakeLink after = present.begin(link(true, "qdlink.after"));
            await().until(() -> after.detached);
        }
    }

    @Test
    void shouldBeginANewSessionAfterThePeerHasEndedTheOldOne() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = begin(bench, true);
            bench.peer.send(CHANNEL, new End());
            await().until(() -> link.detached);
            bench.expect(End.class);
            bench.router.nextConnection().begin(link(true, "qdlink.2"));
            bench.expect(Begin.class);
            assertEquals("qdlink.2", bench.expect(Attach.class).getName());
        }
    }

    @Test
    void shouldTakeADeliveryForALinkThatItsLoopHasNotMadeYet() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeConnection connection = bench.router.nextConnection();
            Origin origin = new Origin();
            FakeLink link = connection.begin(link(false, "qdlink.1"));
            link.peer.stats().outstanding.incrementAndGet();
            assertTrue(link.peer.onDelivery(origin.delivery(RoutedBench.MESSAGE, true)));
            bench.expect(Begin.class);
            bench.peer.send(CHANNEL, RawPeer.begin(CHANNEL));
            bench.expect(Attach.class);
            answer(bench, false, "q");
            link.peer.onAttached(grant());
            bench.peer.send(CHANNEL, credit());
            bench.expect(Transfer.class);
            assertTrue(bench.payloadEndsWith(RoutedBench.MESSAGE));
            await().untilAsserted(() -> assertEquals(0, link.peer.stats().outstanding.get()));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.sluice.routing.api.AddressEdit;
import io.sluice.routing.api.LinkDescriptor;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Received;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.messaging.Terminus;
import org.apache.qpid.proton.amqp.messaging.TerminusDurability;
import org.apache.qpid.proton.amqp.messaging.TerminusExpiryPolicy;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;

/** The frames of routed links, as recorded from the router that Sluice replaces. */
class RoutedLinkTest {

    private static final byte[] MESSAGE = RoutedBench.MESSAGE;
    private static final String LOST = "Connectivity to the peer container was lost";

    private static void expectFlow(TwoHops.Hop hop, int deliveryCount, int credit, boolean drain) throws Exception {
        Flow flow = hop.expect(Flow.class);
        assertEquals(UnsignedInteger.ZERO, flow.getHandle());
        assertEquals(deliveryCount, flow.getDeliveryCount().intValue());
        assertEquals(credit, flow.getLinkCredit().intValue());
        assertEquals(drain, flow.getDrain());
    }

    private static <T extends DeliveryState> T expectState(
            TwoHops.Hop hop, Role role, int id, boolean settled, Class<T> state) throws Exception {
        Disposition disposition = hop.expect(Disposition.class);
        assertEquals(role, disposition.getRole());
        assertEquals(id, disposition.getFirst().intValue());
        assertEquals(settled, disposition.getSettled());
        if (state == null) {
            assertNull(disposition.getState());
            return null;
        }
        return assertInstanceOf(state, disposition.getState());
    }

    private static void expectDetach(TwoHops.Hop hop, boolean closed, String condition, String description)
            throws Exception {
        Detach detach = hop.expect(Detach.class);
        assertEquals(closed, detach.getClosed());
        ErrorCondition error = detach.getError();
        assertEquals(condition, error == null ? null : error.getCondition().toString());
        assertEquals(description, error == null ? null : error.getDescription());
    }

    private static void assertDefaults(String address, Terminus terminus) {
        assertEquals(address, terminus.getAddress());
        assertEquals(TerminusDurability.NONE, terminus.getDurable());
        assertEquals(TerminusExpiryPolicy.SESSION_END, terminus.getExpiryPolicy());
        assertEquals(UnsignedInteger.ZERO, terminus.getTimeout());
        assertFalse(terminus.getDynamic());
    }

    // ---- attach

    @Test
    void shouldForwardTheAttachWithAllItsFieldsAndTheAnswerToo() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            Attach attach = TwoHops.receiverAttach("lr.q");
            attach.setSndSettleMode(SenderSettleMode.UNSETTLED);
            attach.setRcvSettleMode(ReceiverSettleMode.SECOND);
            attach.setMaxMessageSize(UnsignedLong.valueOf(1_000_000));
            attach.setProperties(Map.of(Symbol.valueOf("p"), 7));
            attach.setDesiredCapabilities(Symbol.valueOf("SHARED"));
            ((Source) attach.getSource()).setFilter(Map.of(Symbol.valueOf("sel"), "a = 1"));
            ((Source) attach.getSource()).setCapabilities(Symbol.valueOf("queue"));
            ((Source) attach.getSource()).setDefaultOutcome(new Modified());
            Attach asked = hops.ask(attach, LinkDescriptor.Kind.ADDRESSED, "lr.q");
            assertEquals("rcv@client1", asked.getName());
            assertEquals(Role.RECEIVER, asked.getRole());
            assertEquals(SenderSettleMode.UNSETTLED, asked.getSndSettleMode());
            assertEquals(ReceiverSettleMode.SECOND, asked.getRcvSettleMode());
            assertEquals(UnsignedLong.valueOf(1_000_000), asked.getMaxMessageSize());
            assertEquals(7, asked.getProperties().get(Symbol.valueOf("p")));
            assertEquals(Symbol.valueOf("SHARED"), asked.getDesiredCapabilities()[0]);
            Source source = (Source) asked.getSource();
            assertDefaults("lr.q", source);
            assertDefaults(null, (Target) asked.getTarget());
            assertEquals("a = 1", source.getFilter().get(Symbol.valueOf("sel")));
            assertEquals(Symbol.valueOf("queue"), source.getCapabilities()[0]);
            assertInstanceOf(Modified.class, source.getDefaultOutcome());
            hops.container.answer(asked);
            Attach answer = hops.client.expect(Attach.class);
            assertEquals("rcv", answer.getName());
            assertEquals(Role.SENDER, answer.getRole());
            assertEquals(ReceiverSettleMode.SECOND, answer.getRcvSettleMode());
            assertEquals(UnsignedLong.ZERO, answer.getMaxMessageSize());
            assertDefaults("lr.q", (Source) answer.getSource());
        }
    }

    @Test
    void shouldEditTheAddressBothWays() throws Exception {
        try (TwoHops hops = new TwoHops(new AddressEdit("out.", "in."))) {
            Attach asked = hops.ask(TwoHops.senderAttach("in.q"), LinkDescriptor.Kind.ADDRESSED, "out.q");
            assertEquals("out.q", ((Target) asked.getTarget()).getAddress());
            hops.container.answer(asked);
            Attach answer = hops.client.expect(Attach.class);
            assertEquals("in.q", ((Target) answer.getTarget()).getAddress());
        }
    }

    @Test
    void shouldKeepACoordinatorACoordinator() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            Attach attach = TwoHops.senderAttach(null);
            Coordinator coordinator = new Coordinator();
            coordinator.setCapabilities(Symbol.valueOf("amqp:local-transactions"));
            attach.setTarget(coordinator);
            Attach asked = hops.ask(attach, LinkDescriptor.Kind.COORDINATOR, null);
            Coordinator forwarded = assertInstanceOf(Coordinator.class, asked.getTarget());
            assertEquals(Symbol.valueOf("amqp:local-transactions"), forwarded.getCapabilities()[0]);
            hops.container.answer(asked);
            assertInstanceOf(Coordinator.class, hops.client.expect(Attach.class).getTarget());
        }
    }

    @Test
    void shouldPassARefusalBack() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            Attach asked = hops.ask(TwoHops.receiverAttach("lr.missing"), LinkDescriptor.Kind.ADDRESSED, "lr.missing");
            asked.setSource(null);
            hops.container.answer(asked);
            hops.container.detach(true, "amqp:not-found", "no such queue");
            assertNull(hops.client.expect(Attach.class).getSource());
            expectDetach(hops.client, true, "amqp:not-found", "no such queue");
            hops.client.detach(true, null, null);
            expectDetach(hops.container, true, null, null);
            await().until(() -> hops.near.detached && hops.far.detached);
        }
    }

    // ---- deliveries and credit

    @Test
    void shouldCarryCreditDeliveriesAndDrainToAReceiver() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.receiver();
            hops.client.flow(0, 5, false);
            expectFlow(hops.container, 0, 5, false);
            hops.container.transfer(0, "brk-0", false, null, MESSAGE);
            hops.container.transfer(1, "brk-pre", true, null, MESSAGE);
            assertFalse(hops.client.expectTransfer("brk-0", MESSAGE).getSettled());
            assertTrue(hops.client.expectTransfer("brk-pre", MESSAGE).getSettled());
            hops.client.disposition(Role.RECEIVER, 0, true, Accepted.getInstance());
            expectState(hops.container, Role.RECEIVER, 0, true, Accepted.class);
            hops.client.flow(2, 3, true);
            expectFlow(hops.container, 2, 3, true);
            hops.container.flow(5, 0, true);
            expectFlow(hops.client, 5, 0, true);
            hops.client.flow(5, 3, false);
            expectFlow(hops.container, 5, 3, false);
            hops.container.transfer(2, "brk-9", false, null, MESSAGE);
            hops.client.expectTransfer("brk-9", MESSAGE);
        }
    }

    @Test
    void shouldAnswerADrainOnlyAfterWhatWasSentBefore() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.receiver();
            hops.client.flow(0, 10, true);
            expectFlow(hops.container, 0, 10, true);
            for (int i = 0; i < 4; i++) {
                hops.container.transfer(i, "t" + i, false, null, MESSAGE);
            }
            hops.container.flow(10, 0, true);
            for (int i = 0; i < 4; i++) {
                hops.client.expectTransfer("t" + i, MESSAGE);
            }
            expectFlow(hops.client, 10, 0, true);
        }
    }

    @Test
    void shouldPassEveryStateAndSettlementBothWays() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.sender(100);
            TransactionalState declared = new TransactionalState();
            declared.setTxnId(new Binary(new byte[] {1, 2}));
            hops.client.transfer(0, "cl-0", false, declared, MESSAGE);
            Transfer transfer = hops.container.expectTransfer("cl-0", MESSAGE);
            assertEquals(declared.getTxnId(), ((TransactionalState) transfer.getState()).getTxnId());
            Received received = new Received();
            received.setSectionNumber(UnsignedInteger.ZERO);
            received.setSectionOffset(UnsignedLong.ZERO);
            hops.container.disposition(Role.RECEIVER, 0, false, received);
            expectState(hops.client, Role.RECEIVER, 0, false, Received.class);
            // Terminal, and still not settled: the client settles second.
            hops.container.disposition(Role.RECEIVER, 0, false, Accepted.getInstance());
            expectState(hops.client, Role.RECEIVER, 0, false, Accepted.class);
            hops.client.disposition(Role.SENDER, 0, true, Accepted.getInstance());
            expectState(hops.container, Role.SENDER, 0, true, Accepted.class);
        }
    }

    @Test
    void shouldPassASettlementWithoutState() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.sender(100);
            hops.client.transfer(0, "cl-0", false, null, MESSAGE);
            hops.container.expectTransfer("cl-0", MESSAGE);
            hops.client.disposition(Role.SENDER, 0, true, null);
            expectState(hops.container, Role.SENDER, 0, true, null);
            hops.client.transfer(1, "cl-1", false, null, MESSAGE);
            hops.container.expectTransfer("cl-1", MESSAGE);
            hops.container.disposition(Role.RECEIVER, 1, true, null);
            expectState(hops.client, Role.RECEIVER, 1, true, null);
        }
    }

    @Test
    void shouldPassARejectionWithItsError() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.sender(100);
            hops.client.transfer(0, "cl-2", false, null, MESSAGE);
            hops.container.expectTransfer("cl-2", MESSAGE);
            Rejected no = new Rejected();
            no.setError(new ErrorCondition(Symbol.valueOf("b:no"), "broker says no"));
            hops.container.disposition(Role.RECEIVER, 0, true, no);
            Rejected rejected = expectState(hops.client, Role.RECEIVER, 0, true, Rejected.class);
            assertEquals("broker says no", rejected.getError().getDescription());
        }
    }

    @Test
    void shouldRejectATagOfMoreThan32Bytes() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.sender(100);
            hops.client.transfer(0, "T".repeat(33), false, null, MESSAGE);
            expectFlow(hops.client, 1, 100, false);
            Rejected rejected = expectState(hops.client, Role.RECEIVER, 0, true, Rejected.class);
            assertEquals("amqp:invalid-field", rejected.getError().getCondition().toString());
            assertEquals("delivery tag length exceeded", rejected.getError().getDescription());
            hops.client.transfer(1, "T".repeat(32), false, null, MESSAGE);
            hops.container.expectTransfer("T".repeat(32), MESSAGE);
        }
    }

    @Test
    void shouldForwardAMessageWhileItArrivesAndItsAbort() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.sender(100);
            byte[] part = "anything at all".getBytes(StandardCharsets.US_ASCII);
            hops.client.transfer(0, "part", false, true, null, part);
            assertTrue(hops.container.expectTransfer("part", part).getMore());
            Transfer abort = RoutedBench.transfer(0, false, false);
            abort.setDeliveryTag(null);
            abort.setAborted(true);
            hops.client.send(abort);
            Transfer aborted = hops.container.expect(Transfer.class);
            assertTrue(aborted.getAborted());
            hops.client.transfer(1, "next", false, null, MESSAGE);
            hops.container.expectTransfer("next", MESSAGE);
        }
    }

    // ---- ends

    @Test
    void shouldForwardADetachThatDoesNotClose() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.receiver();
            hops.client.detach(false, null, null);
            expectDetach(hops.container, false, null, null);
            hops.container.detach(false, null, null);
            expectDetach(hops.client, false, null, null);
            await().until(() -> hops.near.detached && hops.far.detached);
        }
    }

    @Test
    void shouldForwardTheContainersDetachWithItsError() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.receiver();
            hops.container.detach(true, "amqp:resource-deleted", "queue removed");
            expectDetach(hops.client, true, "amqp:resource-deleted", "queue removed");
            hops.client.detach(true, null, null);
            expectDetach(hops.container, true, null, null);
        }
    }

    @Test
    void shouldDetachTheContainerWhenTheClientIsLost() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.receiver();
            hops.client.flow(0, 5, false);
            expectFlow(hops.container, 0, 5, false);
            hops.container.transfer(0, "sent", false, null, MESSAGE);
            hops.client.expectTransfer("sent", MESSAGE);
            hops.client.peer.close();
            assertTrue(expectState(hops.container, Role.RECEIVER, 0, true, Modified.class).getDeliveryFailed());
            expectDetach(hops.container, true, "qd:routed-link-lost", LOST);
            hops.container.detach(true, null, null);
            await().until(() -> hops.near.detached && hops.far.detached);
        }
    }

    @Test
    void shouldModifyAndDetachWhenTheContainerIsLost() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.sender(1);
            hops.client.transfer(0, "cl-x", false, null, MESSAGE);
            hops.container.expectTransfer("cl-x", MESSAGE);
            // Without credit: it waits here and was never sent.
            hops.client.transfer(1, "cl-y", false, null, MESSAGE);
            hops.container.peer.close();
            Modified modified = expectState(hops.client, Role.RECEIVER, 0, true, Modified.class);
            assertTrue(modified.getDeliveryFailed());
            assertFalse(modified.getUndeliverableHere());
            assertNotNull(expectState(hops.client, Role.RECEIVER, 1, true, Released.class));
            expectDetach(hops.client, true, "qd:routed-link-lost", LOST);
            hops.client.detach(true, null, null);
            await().until(() -> hops.near.detached && hops.far.detached);
        }
    }

    @Test
    void shouldSettleAMessageThatIsLostInItsMiddle() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.sender(1);
            byte[] part = "anything at all".getBytes(StandardCharsets.US_ASCII);
            hops.client.transfer(0, "part", false, true, null, part);
            assertTrue(hops.container.expectTransfer("part", part).getMore());
            hops.container.peer.close();
            assertTrue(expectState(hops.client, Role.RECEIVER, 0, true, Modified.class).getDeliveryFailed());
            expectDetach(hops.client, true, "qd:routed-link-lost", LOST);
            hops.client.transfer(0, "part", false, false, null, part);
            hops.client.detach(true, null, null);
            await().until(() -> hops.near.detached && hops.far.detached);
            // The rest has harmed nobody: the connection lives.
            hops.bench.router.splice = null;
            hops.client.send(TwoHops.senderAttach("lr.q"));
            hops.client.expect(Attach.class);
        }
    }

    @Test
    void shouldOutliveTheRestOfASettledMessageWhoseReceiverHasDetached() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.sender(1);
            byte[] part = "anything at all".getBytes(StandardCharsets.US_ASCII);
            hops.client.transfer(0, "part", true, true, null, part);
            assertTrue(hops.container.expectTransfer("part", part).getMore());
            hops.container.detach(true, null, null);
            expectDetach(hops.client, true, null, null);
            hops.client.transfer(0, "part", true, true, null, part);
            hops.client.transfer(0, "part", true, false, null, part);
            hops.client.detach(true, null, null);
            await().until(() -> hops.near.detached && hops.far.detached);
            hops.bench.router.splice = null;
            hops.client.send(TwoHops.senderAttach("lr.q"));
            hops.client.expect(Attach.class);
        }
    }

    @Test
    void shouldRefuseWhenTheContainerWasLostMeanwhile() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.client.send(TwoHops.receiverAttach("lr.q"));
            hops.near = hops.bench.router.nextLink();
            hops.container.peer.close();
            var gone = hops.bench.router.connections.get(1);
            await().until(() -> gone.closed);
            hops.far = gone.begin(new LinkDescriptor("x", true, LinkDescriptor.Kind.ADDRESSED, "lr.q",
                List.of(), Map.of(), 0, false, true).withSplice(hops.splice));
            assertNull(hops.client.expect(Attach.class).getSource());
            expectDetach(hops.client, true, "qd:routed-link-lost", LOST);
            await().until(() -> hops.far.detached);
        }
    }

    // ---- replacement of the router

    @Test
    void shouldOutliveTheRouterThatJoinedIt() throws Exception {
        try (TwoHops hops = new TwoHops()) {
            hops.sender(100);
            hops.bench.factory.unbindRouter(hops.bench.router);
            hops.client.transfer(0, "alone", false, null, MESSAGE);
            hops.container.expectTransfer("alone", MESSAGE);
            hops.container.disposition(Role.RECEIVER, 0, true, Accepted.getInstance());
            expectState(hops.client, Role.RECEIVER, 0, true, Accepted.class);
            FakeRouter next = new FakeRouter();
            hops.bench.factory.bindRouter(next);
            assertEquals(hops.splice, next.nextLink().descriptor.splice());
            assertEquals(hops.splice, next.nextLink().descriptor.splice());
            hops.client.transfer(1, "known", false, null, MESSAGE);
            hops.container.expectTransfer("known", MESSAGE);
        }
    }
}

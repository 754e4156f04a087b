// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.management.agent.codec.AmqpReader;
import io.sluice.management.agent.codec.AmqpWriter;
import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.TransferResult;

/** How requests get in and replies get out, whatever they are about. */
class ManagementAgentTest {

    private static final Map<String, Object> NODES = Messages.map("operation", "GET-MGMT-NODES");

    private AgentFixture agent;

    @BeforeEach
    void start() {
        agent = new AgentFixture();
        agent.base();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static byte[] nodes(String replyTo) {
        return Messages.request(replyTo, NODES, Map.of());
    }

    /** An entity whose reading waits, to keep the agent busy. */
    private record Slow(CountDownLatch reached, CountDownLatch go) implements ManagedEntity {

        @Override
        public String entityType() {
            return "sslProfile";
        }

        @Override
        public String identity() {
            return "sslProfile/slow";
        }

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public Object attribute(String attribute) {
            reached.countDown();
            try {
                go.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        }
    }

    private CountDownLatch block() throws InterruptedException {
        Slow slow = new Slow(new CountDownLatch(1), new CountDownLatch(1));
        EntityRegistry<Slow> slows =
            new EntityRegistry<>("sslProfile");
        slows.add(slow);
        agent.agent.bindSource(slows);
        agent.router.offer(Messages.request("r", Messages.map("operation", "READ", "name", "slow"), null),
            new FakeRouter.Origin());
        assertTrue(slow.reached().await(10, TimeUnit.SECONDS));
        return slow.go();
    }

    @Test
    void shouldServeBothAddresses() {
        assertEquals(Set.of("$management", "_local/$management"), agent.router.handlers.keySet());
    }

    @Test
    void shouldAcceptTheRequestAndAnswerPresettled() throws Exception {
        FakeRouter.Origin origin = new FakeRouter.Origin();
        agent.router.offer(nodes("amqp:/_topo/0/QDR/temp.1"), origin);
        assertEquals(Outcome.ACCEPTED, origin.await());
        Delivery reply = agent.router.sent.poll(10, TimeUnit.SECONDS);
        assertTrue(reply.presettled());
        assertEquals("amqp:/_topo/0/QDR/temp.1", reply.to());
        assertEquals(List.of("amqp:/_topo/0/QDR/$management"), Messages.answer(FakeRouter.bytes(reply)).body());
    }

    @Test
    void shouldIgnoreARequestWithoutReplyTo() throws Exception {
        FakeRouter.Origin origin = new FakeRouter.Origin();
        agent.router.offer(nodes(null), origin);
        assertEquals(Outcome.ACCEPTED, origin.await());
        agent.router.offer(nodes("second"), new FakeRouter.Origin());
        assertEquals("second", agent.router.sent.poll(10, TimeUnit.SECONDS).to());
    }

    @Test
    void shouldRejectWhatIsNoMessage() throws Exception {
        FakeRouter.Origin origin = new FakeRouter.Origin();
        agent.router.offer(new byte[] {0, 0x53, 0x77, (byte) 0xa1, 9}, origin);
        Outcome outcome = origin.await();
        assertEquals("amqp:decode-error", outcome.condition());
        assertEquals("Parse error in message content", outcome.description());
    }

    @Test
    void shouldEchoACorrelationIdOfAnyType() throws Exception {
        for (String hex : List.of("5307", "80ffffffffffffffff", "9800000000000000000000000000000001", "a003010203",
                "a1026964", "b100000002" + "6964", "5207")) {
            byte[] id = HexFormat.of().parseHex(hex);
            var writer = new AmqpWriter();
            int list = writer.section(0x73).beginList();
            writer.nil().nil().nil().nil().string("r").raw(id);
            writer.end(list, 6);
            writer.section(0x74).value(NODES);
            AmqpReader reply = new AmqpReader(agent.ask(writer.toByteArray()));
            reply.descriptor();
            reply.value();
            reply.descriptor();
            assertEquals(6, reply.enterList());
            for (int i = 0; i < 5; i++) {
                reply.value();
            }
            int start = reply.position();
            reply.value();
            assertEquals(hex, HexFormat.of().formatHex(reply.since(start)));
        }
    }

    @Test
    void shouldTakeARequestThatComesInParts() throws Exception {
        FakeRouter.Origin origin = new FakeRouter.Origin();
        MessageContent content = new MessageContent(origin);
        Delivery delivery = FakeRouter.delivery(content, origin);
        content.readBy(delivery);
        byte[] message = nodes("parts");
        content.append(Arrays.copyOf(message, 10));
        assertTrue(agent.router.handlers.get("$management").onDelivery(delivery));
        content.append(Arrays.copyOfRange(message, 10, message.length));
        assertNull(origin.outcomes.poll());
        content.complete();
        assertEquals(Outcome.ACCEPTED, origin.await());
        assertEquals("parts", agent.router.sent.poll(10, TimeUnit.SECONDS).to());
    }

    @Test
    void shouldReleaseARequestThatIsAborted() throws Exception {
        FakeRouter.Origin origin = new FakeRouter.Origin();
        MessageContent content = new MessageContent(origin);
        Delivery delivery = FakeRouter.delivery(content, origin);
        content.readBy(delivery);
        agent.router.handlers.get("$management").onDelivery(delivery);
        content.abort();
        assertEquals(Outcome.RELEASED, origin.await());
    }

    @Test
    void shouldRejectARequestThatIsTooLarge() throws Exception {
        FakeRouter.Origin whole = new FakeRouter.Origin();
        agent.router.offer(new byte[1024 * 1024 + 1], whole);
        assertEquals("amqp:link:message-size-exceeded", whole.await().condition());
        FakeRouter.Origin parts = new FakeRouter.Origin();
        MessageContent content = new MessageContent(parts);
        Delivery delivery = FakeRouter.delivery(content, parts);
        content.readBy(delivery);
        agent.router.handlers.get("$management").onDelivery(delivery);
        for (int i = 0; i < 17; i++) {
            content.append(new byte[64 * 1024]);
        }
        assertEquals("amqp:link:message-size-exceeded", parts.await().condition());
    }

    @Test
    void shouldRefuseRequestsThatItHasNoPlaceFor() throws Exception {
        CountDownLatch go = block();
        int taken = 0;
        while (taken < 10_000 && agent.router.offer(nodes("r"), new FakeRouter.Origin())) {
            taken++;
        }
        assertEquals(256, taken);
        go.countDown();
        Awaitility.await().until(() -> agent.router.offer(nodes("r"), new FakeRouter.Origin()));
    }

    @Test
    void shouldReleaseWhatWaitsWhenItEnds() throws Exception {
        CountDownLatch go = block();
        FakeRouter.Origin waiting = new FakeRouter.Origin();
        agent.router.offer(nodes("r"), waiting);
        agent.close();
        assertEquals(Outcome.RELEASED, waiting.await());
        assertEquals(Set.of(), agent.router.handlers.keySet());
        go.countDown();
    }

    @Test
    void shouldRefuseRequestsWhileRepliesAreNotRead() throws Exception {
        agent.add(new FakeEntity("sslProfile", "sslProfile/large", "large",
            Map.of("ciphers", "x".repeat(4 * 1024 * 1024))));
        byte[] large = Messages.request("r", Messages.map("operation", "READ", "name", "large"), null);
        int replies = 0;
        // One after the other: those that wait when there is no more room are answered all the same.
        while (replies < 40 && agent.router.offer(large, new FakeRouter.Origin())) {
            int sent = ++replies;
            Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> agent.router.sent.size() == sent);
        }
        assertTrue(replies < 40, "replies " + replies);
        for (Delivery reply : agent.router.sent) {
            reply.stopReading();
            reply.settle(Outcome.NONE);
        }
        Awaitility.await().until(() -> agent.router.offer(nodes("r"), new FakeRouter.Origin()));
    }

    @Test
    void shouldServeTheNextRouterAndSendItWhatTheOldOneDidNotTake() throws Exception {
        agent.router.result = TransferResult.GONE;
        agent.router.offer(nodes("later"), new FakeRouter.Origin());
        FakeRouter next = new FakeRouter();
        agent.agent.bindRouter(next);
        agent.agent.unbindRouter(agent.router);
        assertEquals("later", next.sent.poll(10, TimeUnit.SECONDS).to());
        assertTrue(agent.router.handlers.isEmpty());
        assertFalse(next.handlers.isEmpty());
    }

    @Test
    void shouldGoOnWhenNobodyWaitsForTheReply() throws Exception {
        agent.router.result = TransferResult.NO_ROUTE;
        FakeRouter.Origin origin = new FakeRouter.Origin();
        agent.router.offer(nodes("nobody"), origin);
        assertEquals(Outcome.ACCEPTED, origin.await());
        Awaitility.await().until(() -> {
            agent.router.result = TransferResult.ROUTED;
            return agent.ask(nodes("somebody")) != null;
        });
    }
}

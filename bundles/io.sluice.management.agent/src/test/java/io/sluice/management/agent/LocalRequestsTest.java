// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.TransferResult;

/** Requests by JMX. */
class LocalRequestsTest {

    private static final Map<String, Object> NODES = Messages.map("operation", "GET-MGMT-NODES");
    private static final String[] SIGNATURE = {String.class.getName(), byte[].class.getName()};
    private static final String OTHER = "_topo/0/B/$management";

    private AgentFixture agent;
    private MBeanServer server;
    private ObjectName name;

    @BeforeEach
    void start() throws Exception {
        agent = new AgentFixture();
        agent.base();
        server = MBeanServerFactory.newMBeanServer();
        agent.agent.bindServer(server);
        name = new ObjectName("io.sluice:type=agent");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private byte[] invoke(String address, byte[] message) throws Exception {
        return (byte[]) server.invoke(name, "request", new Object[] {address, message}, SIGNATURE);
    }

    @Test
    void shouldAnswerAsTheManagementNodeDoes() throws Exception {
        byte[] answer = invoke("", Messages.request("caller", NODES, Map.of()));
        assertEquals(List.of("amqp:/_topo/0/QDR/$management"), Messages.answer(answer).body());
        assertTrue(agent.router.sent.isEmpty());
    }

    @Test
    void shouldGiveRefusalsAsAnswers() throws Exception {
        byte[] answer = invoke(null, Messages.request("caller",
            Messages.map("operation", "READ", "type", "listener", "name", "nosuch"), Map.of()));
        assertEquals(404, Messages.answer(answer).status());
    }

    @Test
    void shouldRefuseWhatIsNoMessage() {
        MBeanException refusal = assertThrows(MBeanException.class, () -> invoke("", new byte[] {1, 2, 3}));
        assertTrue(refusal.getMessage().startsWith("The request cannot be read"), refusal.getMessage());
        assertThrows(ReflectionException.class, () -> server.invoke(name, "request", new Object[] {""},
            new String[] {String.class.getName()}));
    }

    @Test
    void shouldPassARequestOnToAnotherRouterAndReturnItsAnswer() throws Exception {
        String replyTo = (String) server.getAttribute(name, "replyTo");
        assertTrue(replyTo.startsWith("amqp:/_topo/0/QDR/temp."), replyTo);
        byte[] request = Messages.request(replyTo, NODES, Map.of());
        CompletableFuture<byte[]> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return invoke(OTHER, request);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Delivery probe = agent.router.sent.poll(10, TimeUnit.SECONDS);
        assertTrue(probe.to().startsWith("_local/temp."), probe.to());
        Delivery sent = agent.router.sent.poll(10, TimeUnit.SECONDS);
        assertEquals(OTHER, sent.to());
        // What the other router would answer: the request comes back, with its correlation-id.
        String place = "_local/" + replyTo.substring("amqp:/_topo/0/QDR/".length());
        byte[] bytes = FakeRouter.bytes(sent);
        assertTrue(agent.router.offer(place, bytes, new FakeRouter.Origin()));
        assertEquals(new String(bytes), new String(answer.get(10, TimeUnit.SECONDS)));
    }

    @Test
    void shouldSayThatThereIsNoWayToARouter() throws Exception {
        byte[] request = Messages.request((String) server.getAttribute(name, "replyTo"), NODES, Map.of());
        agent.router.result = TransferResult.NO_ROUTE;
        MBeanException refusal = assertThrows(MBeanException.class, () -> invoke(OTHER, request));
        assertEquals("There is no way to " + OTHER + ": is there a router of this id?", refusal.getMessage());
    }

    @Test
    void shouldLeaveNothingBehind() throws Exception {
        byte[] request = Messages.request((String) server.getAttribute(name, "replyTo"), NODES, Map.of());
        agent.router.result = TransferResult.NO_ROUTE;
        assertThrows(MBeanException.class, () -> invoke(OTHER, request));
        agent.agent.unbindServer(server);
        assertFalse(server.isRegistered(name));
        assertEquals(2, agent.router.handlers.size());
    }
}

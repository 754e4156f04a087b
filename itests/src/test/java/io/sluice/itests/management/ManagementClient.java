// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.management;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;

import io.sluice.itests.harness.Peer;

/** A client of the management node, as tools are: a sender, and a receiver at an address of the router's choice. */
public final class ManagementClient implements AutoCloseable {

    /** What full type names begin with. */
    public static final String PREFIX = "org.apache.qpid.dispatch.";

    private final Peer peer;
    private final Sender sender;
    private final Receiver receiver;

    /**
     * A reply.
     *
     * @param status its code
     * @param text its description
     * @param body its value
     */
    public record Reply(int status, String text, Object body) {

        /** Returns a value of the body. */
        public Object attribute(String name) {
            return ((Map<?, ?>) body).get(name);
        }

        /** Returns the rows. */
        public List<?> results() {
            return (List<?>) attribute("results");
        }

        /** Returns status and text. */
        public String line() {
            return status + " " + text;
        }
    }

    /** Connects to a router; the address is that of a management node, its own or another's. */
    public ManagementClient(int port, String address) throws Exception {
        peer = Peer.connect(port);
        sender = peer.sender(address);
        receiver = peer.connection().openDynamicReceiver();
        receiver.openFuture().get(10, TimeUnit.SECONDS);
    }

    /** Returns the connection. */
    public Peer peer() {
        return peer;
    }

    /** Returns names and values, which alternate, as a map. */
    public static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** Sends a request and waits for its reply. */
    public Reply ask(Object body, Object... properties) throws Exception {
        String id = UUID.randomUUID().toString();
        Message<Object> request = Message.create(body);
        request.replyTo(receiver.address()).correlationId(id);
        for (Map.Entry<String, Object> property : map(properties).entrySet()) {
            request.property(property.getKey(), property.getValue());
        }
        Tracker tracker = sender.send(request);
        Delivery delivery = receiver.receive(20, TimeUnit.SECONDS);
        assertNotNull(delivery, () -> "no reply to " + map(properties) + ", settled " + tracker.remoteSettled()
            + ", outcome " + tracker.remoteState());
        Message<Object> reply = delivery.message();
        if (!id.equals(reply.correlationId())) {
            throw new AssertionError("reply to another request: " + reply.correlationId());
        }
        return new Reply((Integer) reply.property("statusCode"), (String) reply.property("statusDescription"),
            reply.body());
    }

    /** Asks for a new entity; the name may be null. */
    public Reply create(String type, String name, Map<String, Object> attributes) throws Exception {
        return name == null ? ask(attributes, "operation", "CREATE", "type", PREFIX + type)
            : ask(attributes, "operation", "CREATE", "type", PREFIX + type, "name", name);
    }

    /** Asks for the end of an entity. */
    public Reply delete(String type, String name) throws Exception {
        return ask(Map.of(), "operation", "DELETE", "type", PREFIX + type, "name", name);
    }

    /** Asks for all entities of a type; no attribute means all attributes. */
    public Reply query(String type, String... attributes) throws Exception {
        return ask(Map.of("attributeNames", List.of(attributes)), "operation", "QUERY", "entityType", PREFIX + type,
            "type", "org.amqp.management", "name", "self");
    }

    @Override
    public void close() {
        peer.close();
    }
}

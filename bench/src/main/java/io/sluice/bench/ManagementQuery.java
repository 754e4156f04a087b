// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.message.Message;

/** A client of the management node that asks for all links. One thread. */
final class ManagementQuery implements AutoCloseable {

    private static final int LARGEST_REQUEST = 4096;

    private final Hub hub;
    private final Wire wire;
    private final Sender sender;
    private final Receiver receiver;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private Message reply;
    private long bytes;

    ManagementQuery(int port) throws IOException {
        hub = new Hub(this::on);
        wire = hub.connect("127.0.0.1", port, "bench-management");
        receiver = wire.session().receiver("replies");
        Source source = new Source();
        source.setDynamic(true);
        receiver.setSource(source);
        receiver.setTarget(new Target());
        receiver.open();
        receiver.flow(100);
        sender = wire.session().sender("requests");
        Target target = new Target();
        target.setAddress("$management");
        sender.setTarget(target);
        sender.setSource(new Source());
        sender.open();
        hub.touch(wire);
        hub.await("management node", () -> receiver.getRemoteSource() != null && sender.getCredit() > 0);
    }

    private void on(Event event) {
        Delivery delivery = event.getDelivery();
        if (event.getType() != Event.Type.DELIVERY || delivery.getLink() != receiver) {
            return;
        }
        byte[] part = new byte[delivery.pending()];
        int read = receiver.recv(part, 0, part.length);
        content.write(part, 0, Math.max(0, read));
        hub.touch(wire);
        if (!delivery.isPartial()) {
            byte[] all = content.toByteArray();
            content.reset();
            bytes += all.length;
            reply = Proton.message();
            reply.decode(all, 0, all.length);
            receiver.advance();
            delivery.settle();
            receiver.flow(1);
        }
    }

    /** Asks for all rows, so many at a time, 0 for all at once; returns how many came. */
    int links(int page) throws IOException {
        int rows = 0;
        while (true) {
            int came = page(rows, page);
            rows += came;
            if (page == 0 || came < page) {
                return rows;
            }
        }
    }

    /** Returns the bytes of all replies so far. */
    long bytes() {
        return bytes;
    }

    private int page(int offset, int count) throws IOException {
        Message request = Proton.message();
        request.setReplyTo(((Source) receiver.getRemoteSource()).getAddress());
        Map<String, Object> properties = new HashMap<>(Map.of("operation", "QUERY", "type", "org.amqp.management",
            "name", "self", "entityType", "org.apache.qpid.dispatch.router.link", "offset", offset));
        if (count > 0) {
            properties.put("count", count);
        }
        request.setApplicationProperties(new ApplicationProperties(properties));
        request.setBody(new AmqpValue(Map.of("attributeNames", List.of())));
        byte[] encoded = new byte[LARGEST_REQUEST];
        int length = request.encode(encoded, 0, encoded.length);
        hub.await("credit", () -> sender.getCredit() > 0);
        reply = null;
        Delivery delivery = sender.delivery(new byte[] {1});
        sender.send(encoded, 0, length);
        sender.advance();
        delivery.settle();
        hub.touch(wire);
        hub.await("reply", () -> reply != null);
        Map<?, ?> body = (Map<?, ?>) ((AmqpValue) reply.getBody()).getValue();
        return ((List<?>) body.get("results")).size();
    }

    @Override
    public void close() throws IOException {
        hub.close();
    }
}

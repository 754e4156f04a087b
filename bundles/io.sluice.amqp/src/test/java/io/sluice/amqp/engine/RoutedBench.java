// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.amqp.link.RouterGate;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import io.sluice.security.api.ConnectionPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;

/** A raw peer with one session, the real link layer, and a router that does what the test says. */
final class RoutedBench implements AutoCloseable {

    /** A body of one amqp-value string. */
    static final byte[] MESSAGE = {0x00, 0x53, 0x77, (byte) 0xa1, 3, 'a', 'b', 'c'};

    final FakeRouter router = new FakeRouter();
    final AmqpHandlerFactory factory = new AmqpHandlerFactory(new RouterGate(), "sluice", "1.0.0", false);
    final LoopbackServer server;
    final RawPeer peer;

    RoutedBench(Object... attributes) throws IOException {
        this((ConnectionPolicy) null, attributes);
    }

    RoutedBench(ConnectionPolicy policy, Object... attributes) throws IOException {
        if (policy != null) {
            factory.bindPolicy(policy);
        }
        factory.bindRouter(router);
        server = new LoopbackServer(factory);
        peer = RawPeer.begun(server.listen(RawPeer.settings(attributes)));
    }

    // ---- what the peer does

    /** Attaches a link on which the peer sends; null address for an anonymous one. */
    FakeLink attachSender(String address) throws Exception {
        Attach attach = RawPeer.attach("sender", 0, Role.SENDER);
        Target target = new Target();
        target.setAddress(address);
        attach.setTarget(target);
        peer.send(0, attach);
        FakeLink link = router.nextLink();
        expect(Attach.class);
        return link;
    }

    /** Attaches a link on which the peer receives. */
    FakeLink attachReceiver(String address) throws Exception {
        Attach attach = RawPeer.attach("receiver", 0, Role.RECEIVER);
        Source source = new Source();
        source.setAddress(address);
        attach.setSource(source);
        peer.send(0, attach);
        FakeLink link = router.nextLink();
        expect(Attach.class);
        return link;
    }

    static Transfer transfer(int id, boolean settled, boolean more) {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.ZERO);
        transfer.setDeliveryId(UnsignedInteger.valueOf(id));
        transfer.setDeliveryTag(new Binary(("t" + id).getBytes(StandardCharsets.US_ASCII)));
        transfer.setMessageFormat(UnsignedInteger.ZERO);
        transfer.setSettled(settled);
        transfer.setMore(more);
        return transfer;
    }

    void send(Transfer transfer, byte[] payload) throws IOException {
        peer.send(peer.encode(0, 0, transfer, payload));
    }

    void flow(int credit, boolean drain) throws IOException {
        flow(0, credit, drain);
    }

    void flow(int deliveryCount, int credit, boolean drain) throws IOException {
        Flow flow = new Flow();
        flow.setHandle(UnsignedInteger.ZERO);
        flow.setNextIncomingId(UnsignedInteger.valueOf(deliveryCount));
        flow.setIncomingWindow(UnsignedInteger.valueOf(1000));
        flow.setNextOutgoingId(UnsignedInteger.ZERO);
        flow.setOutgoingWindow(UnsignedInteger.valueOf(1000));
        flow.setDeliveryCount(UnsignedInteger.valueOf(deliveryCount));
        flow.setLinkCredit(UnsignedInteger.valueOf(credit));
        flow.setDrain(drain);
        peer.send(0, flow);
    }

    void detach() throws IOException {
        Detach detach = new Detach();
        detach.setHandle(UnsignedInteger.ZERO);
        detach.setClosed(true);
        peer.send(0, detach);
    }

    // ---- what the router's side says

    /** Reads the next frame that is not a heartbeat. */
    <T> T expect(Class<T> type) throws IOException {
        Object body = peer.frame();
        while (body == null) {
            body = peer.frame();
        }
        if (!type.isInstance(body)) {
            throw new AssertionError("expected " + type.getSimpleName() + ", got " + body);
        }
        return type.cast(body);
    }

    /** Reads dispositions and flows until both a disposition and, after or before it, nothing else is needed. */
    Disposition disposition() throws IOException {
        Object body = peer.frame();
        while (body == null || body instanceof Flow) {
            body = peer.frame();
        }
        return (Disposition) body;
    }

    /** Returns true if the last frame ends with these bytes. */
    boolean payloadEndsWith(byte[] payload) {
        byte[] frame = peer.lastFrame();
        return frame.length > payload.length
            && Arrays.equals(payload, Arrays.copyOfRange(frame, frame.length - payload.length, frame.length));
    }

    @Override
    public void close() throws Exception {
        peer.close();
        factory.deactivate();
        server.close();
    }

    /** Where a test's own deliveries come from; collects their outcomes. */
    static final class Origin implements DeliveryOrigin {
        final BlockingQueue<Delivery> finished = new LinkedBlockingQueue<>();
        final BlockingQueue<MessageContent> drained = new LinkedBlockingQueue<>();

        Delivery delivery(byte[] message, boolean settled) {
            return new Delivery(new MessageContent(this, message), this, settled, 0, 4, null, System.nanoTime());
        }

        Delivery streamed() {
            Delivery delivery = new Delivery(new MessageContent(this), this, false, 0, 4, null, System.nanoTime());
            delivery.content().readBy(delivery);
            return delivery;
        }

        Outcome outcome() throws InterruptedException {
            Delivery delivery = finished.poll(5, TimeUnit.SECONDS);
            if (delivery == null) {
                throw new AssertionError("no outcome came");
            }
            return delivery.outcome();
        }

        @Override
        public void onOutcome(Delivery delivery) {
            if (delivery.settled()) {
                finished.add(delivery);
            }
        }

        @Override
        public void onContentDrained(MessageContent content) {
            drained.add(content);
        }
    }
}

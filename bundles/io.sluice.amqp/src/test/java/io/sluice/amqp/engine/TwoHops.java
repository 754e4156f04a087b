// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.sluice.amqp.engine.FakeRouter.FakeConnection;
import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.routing.api.AddressEdit;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkSplice;
import io.sluice.security.api.ConnectionPolicy;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;

/** A client and a container, both scripts, with the real codec between them. Handles are 0 everywhere. */
final class TwoHops implements AutoCloseable {

    final RoutedBench bench;
    final Hop client;
    final Hop container;
    final LinkSplice splice;
    FakeLink near;
    FakeLink far;

    TwoHops() throws IOException {
        this(AddressEdit.NONE, null);
    }

    TwoHops(AddressEdit answerEdit) throws IOException {
        this(answerEdit, null);
    }

    TwoHops(AddressEdit answerEdit, ConnectionPolicy policy) throws IOException {
        bench = new RoutedBench(policy);
        client = new Hop(bench.peer, 0);
        splice = new LinkSplice(answerEdit);
        bench.router.splice = splice;
        bench.router.nextConnection();
        container = new Hop(RawPeer.begun(bench.server.listen(RawPeer.settings())), 1);
        await().until(() -> bench.router.connections.size() == 2 && bench.router.connections.get(1).replayed);
    }

    /** Sends the client's attach, and has the router pass it on; returns what the container gets. */
    Attach ask(Attach attach, LinkDescriptor.Kind kind, String address) throws Exception {
        client.send(attach);
        near = bench.router.nextLink();
        FakeConnection connection = bench.router.connections.get(1);
        far = connection.begin(new LinkDescriptor(attach.getName() + "@client1", attach.getRole() == Role.RECEIVER,
            kind, address, List.of(), Map.of(), 0, false, true).withSplice(splice));
        container.expect(Begin.class);
        container.peer.send(1, RawPeer.begin(1));
        return container.expect(Attach.class);
    }

    /** Makes a link on which the client receives. */
    void receiver() throws Exception {
        container.answer(ask(receiverAttach("lr.q"), LinkDescriptor.Kind.ADDRESSED, "lr.q"));
        client.expect(Attach.class);
    }

    /** Makes a link on which the client sends, with credit. */
    void sender(int credit) throws Exception {
        container.answer(ask(senderAttach("lr.q"), LinkDescriptor.Kind.ADDRESSED, "lr.q"));
        client.expect(Attach.class);
        container.flow(0, credit, false);
        client.expect(Flow.class);
    }

    static Attach receiverAttach(String address) {
        Attach attach = RawPeer.attach("rcv", 0, Role.RECEIVER);
        Source source = new Source();
        source.setAddress(address);
        attach.setSource(source);
        return attach;
    }

    static Attach senderAttach(String address) {
        Attach attach = RawPeer.attach("snd", 0, Role.SENDER);
        Target target = new Target();
        target.setAddress(address);
        attach.setTarget(target);
        return attach;
    }

    @Override
    public void close() throws Exception {
        container.peer.close();
        bench.close();
    }

    /** One of the two peers, on the channel of the link. */
    static final class Hop {
        final RawPeer peer;
        private final int channel;

        Hop(RawPeer peer, int channel) {
            this.peer = peer;
            this.channel = channel;
        }

        void send(Object body) throws IOException {
            peer.send(channel, body);
        }

        /** Answers an attach with the same fields. */
        void answer(Attach asked) throws IOException {
            Attach answer = RawPeer.attach(
                asked.getName(), 0, asked.getRole() == Role.SENDER ? Role.RECEIVER : Role.SENDER);
            answer.setSource(asked.getSource());
            answer.setTarget(asked.getTarget());
            answer.setSndSettleMode(asked.getSndSettleMode());
            answer.setRcvSettleMode(asked.getRcvSettleMode());
            send(answer);
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
            send(flow);
        }

        void transfer(int id, String tag, boolean settled, DeliveryState state, byte[] payload) throws IOException {
            transfer(id, tag, settled, false, state, payload);
        }

        void transfer(int id, String tag, boolean settled, boolean more, DeliveryState state, byte[] payload)
                throws IOException {
            Transfer transfer = RoutedBench.transfer(id, settled, more);
            transfer.setDeliveryTag(new Binary(tag.getBytes(StandardCharsets.US_ASCII)));
            transfer.setState(state);
            peer.send(peer.encode(0, channel, transfer, payload));
        }

        void disposition(Role role, int id, boolean settled, DeliveryState state) throws IOException {
            Disposition disposition = new Disposition();
            disposition.setRole(role);
            disposition.setFirst(UnsignedInteger.valueOf(id));
            disposition.setSettled(settled);
            disposition.setState(state);
            send(disposition);
        }

        void detach(boolean closed, String condition, String description) throws IOException {
            Detach detach = new Detach();
            detach.setHandle(UnsignedInteger.ZERO);
            detach.setClosed(closed);
            if (condition != null) {
                detach.setError(new ErrorCondition(Symbol.valueOf(condition), description));
            }
            send(detach);
        }

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

        Transfer expectTransfer(String tag, byte[] payload) throws IOException {
            Transfer transfer = expect(Transfer.class);
            String got = new String(transfer.getDeliveryTag().getArray(), StandardCharsets.US_ASCII);
            byte[] frame = peer.lastFrame();
            int at = frame.length - payload.length;
            if (!got.equals(tag) || !Arrays.equals(frame, at, frame.length, payload, 0, payload.length)) {
                throw new AssertionError("expected " + tag + ", got " + transfer);
            }
            return transfer;
        }
    }
}

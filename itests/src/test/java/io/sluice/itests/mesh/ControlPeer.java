// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.mesh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

import io.sluice.itests.harness.RawPeer;

/** Something that takes itself for a router: it says what a test wants it to say. */
final class ControlPeer implements AutoCloseable {

    private static final long ATTACH = 0x12;
    private static final long SOURCE = 0x28;
    private static final long TARGET = 0x29;
    private static final Symbol CAPABILITY = Symbol.valueOf("qd.router");

    private record Described(Object getDescriptor, Object getDescribed) implements DescribedType {}

    private final RawPeer peer;
    private final String id;
    private int sent;

    /** Connects to a listener for routers, with both control links. */
    ControlPeer(int port, String id) throws IOException {
        this.id = id;
        peer = RawPeer.connect(port).send(RawPeer.AMQP_HEADER).open(id);
        peer.readFrame();
        Begin begin = RawPeer.newBegin();
        begin.setIncomingWindow(UnsignedInteger.valueOf(1_000_000));
        peer.frame(0, begin);
        peer.frame(0, attach("in", 0, true));
        peer.frame(0, attach("out", 1, false));
        Flow flow = new Flow();
        flow.setNextIncomingId(UnsignedInteger.ZERO);
        flow.setIncomingWindow(UnsignedInteger.valueOf(1_000_000));
        flow.setNextOutgoingId(UnsignedInteger.ZERO);
        flow.setOutgoingWindow(UnsignedInteger.valueOf(1_000_000));
        flow.setHandle(UnsignedInteger.ZERO);
        flow.setDeliveryCount(UnsignedInteger.ZERO);
        flow.setLinkCredit(UnsignedInteger.valueOf(100_000));
        peer.frame(0, flow);
        // Its own credit, for the link by which this one sends.
        while (!(peer.readFrame().body() instanceof Flow granted) || granted.getHandle() == null) {
            continue;
        }
    }

    /** An attach whose capabilities are a symbol and no array of symbols, as only routers write it. */
    private static Object attach(String name, int handle, boolean receiver) {
        List<Object> source = Arrays.asList(null, null, null, null, null, null, null, null, null, null, CAPABILITY);
        List<Object> target = Arrays.asList(null, null, null, null, null, null, CAPABILITY);
        return new Described(UnsignedLong.valueOf(ATTACH), Arrays.asList(
            name, UnsignedInteger.valueOf(handle), receiver, UnsignedByte.valueOf((byte) 2),
            UnsignedByte.valueOf((byte) 0), new Described(UnsignedLong.valueOf(SOURCE), source),
            new Described(UnsignedLong.valueOf(TARGET), target), null, null,
            receiver ? null : UnsignedInteger.ZERO));
    }

    /** Returns a body with what every message has, and more. */
    Map<String, Object> body(Object... more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("pv", 1);
        body.put("area", "0");
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    /** Greets as a neighbour that hears others. */
    void hello(int instance, String... seen) throws IOException {
        say("amqp:/_local/qdhello", "HELLO", body("instance", instance, "seen", List.of(seen)));
    }

    /** Sends a message of the router protocol; the body may be anything. */
    void say(String to, String opcode, Object body) throws IOException {
        DecoderImpl decoder = new DecoderImpl();
        EncoderImpl encoder = new EncoderImpl(decoder);
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        encoder.setByteBuffer(bytes);
        Map<Symbol, Object> annotations = new LinkedHashMap<>();
        annotations.put(Symbol.valueOf("x-opt-qd.ingress"), "0/" + id);
        annotations.put(Symbol.valueOf("x-opt-qd.trace"), new ArrayList<>(List.of("0/" + id)));
        encoder.writeObject(new MessageAnnotations(annotations));
        Properties properties = new Properties();
        properties.setTo(to);
        encoder.writeObject(properties);
        encoder.writeObject(new ApplicationProperties(new LinkedHashMap<>(Map.of("opcode", opcode))));
        encoder.writeObject(new AmqpValue(body));
        bytes.flip();
        byte[] payload = new byte[bytes.remaining()];
        bytes.get(payload);
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.ONE);
        transfer.setDeliveryId(UnsignedInteger.valueOf(sent));
        transfer.setDeliveryTag(new Binary(new byte[] {(byte) (sent >> 8), (byte) sent}));
        transfer.setMessageFormat(UnsignedInteger.ZERO);
        transfer.setSettled(true);
        sent++;
        peer.frame(0, transfer, payload);
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.harness;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.amqp.transport.Transfer;

/** A producer that sends its messages frame by frame. */
public final class RawProducer implements AutoCloseable {

    private final RawPeer peer;

    private RawProducer(RawPeer peer) {
        this.peer = peer;
    }

    /** Attaches and waits for credit. */
    public static RawProducer attach(int port, String address) throws IOException {
        RawPeer peer = RawPeer.open(port);
        peer.frame(0, RawPeer.newBegin()).readFrame();
        Attach attach = new Attach();
        attach.setName("raw-producer");
        attach.setHandle(UnsignedInteger.ZERO);
        attach.setRole(Role.SENDER);
        attach.setSndSettleMode(SenderSettleMode.MIXED);
        attach.setRcvSettleMode(ReceiverSettleMode.FIRST);
        attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
        attach.setSource(new Source());
        Target target = new Target();
        target.setAddress(address);
        attach.setTarget(target);
        peer.attach(0, attach);
        RawProducer producer = new RawProducer(peer);
        producer.next(Flow.class);
        return producer;
    }

    /** Sends the first frame of a message whose body is one section of binary data. */
    public void begin(int delivery, int bodyLength, byte... data) throws IOException {
        byte[] payload = ByteBuffer.allocate(8 + data.length)
            .put(new byte[] {0, 0x53, 0x75, (byte) 0xb0}).putInt(bodyLength).put(data).array();
        peer.frame(0, transfer(delivery, data.length < bodyLength), payload);
    }

    /** Sends a further frame of it. */
    public void go(int delivery, boolean more, byte... data) throws IOException {
        peer.frame(0, transfer(delivery, more), data);
    }

    private static Transfer transfer(int delivery, boolean more) {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.ZERO);
        transfer.setDeliveryId(UnsignedInteger.valueOf(delivery));
        transfer.setDeliveryTag(new Binary(new byte[] {(byte) delivery}));
        transfer.setMessageFormat(UnsignedInteger.ZERO);
        transfer.setMore(more);
        return transfer;
    }

    /** Waits for what the router says of a delivery. */
    public Disposition disposition() throws IOException {
        return next(Disposition.class);
    }

    private <T> T next(Class<T> type) throws IOException {
        while (true) {
            RawPeer.Frame frame = peer.readFrame();
            if (type.isInstance(frame.body())) {
                return type.cast(frame.body());
            }
            if (!(frame.body() instanceof Flow) && !(frame.body() instanceof Disposition)) {
                throw new AssertionError("expected " + type + ", received " + frame);
            }
        }
    }

    /** Ends TCP. */
    @Override
    public void close() throws IOException {
        peer.close();
    }
}

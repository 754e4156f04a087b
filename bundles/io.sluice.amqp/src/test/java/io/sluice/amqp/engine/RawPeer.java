// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.security.SaslInit;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/** A peer that writes and reads single frames on a blocking socket. */
final class RawPeer implements AutoCloseable {

    static final byte[] AMQP_HEADER = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};
    static final byte[] SASL_HEADER = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};

    private final Socket socket;
    private final DataInputStream in;
    private final DecoderImpl decoder = new DecoderImpl();
    private final EncoderImpl encoder = new EncoderImpl(decoder);
    private byte[] lastFrame;

    RawPeer(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(5000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
    }

    /** Logs in without SASL and opens. */
    static RawPeer opened(int port) throws IOException {
        RawPeer peer = new RawPeer(port);
        peer.send(AMQP_HEADER);
        peer.send(0, open("peer"));
        peer.expectHeader(AMQP_HEADER);
        peer.frame();
        return peer;
    }

    /** The same with one session begun on channel 0. */
    static RawPeer begun(int port) throws IOException {
        RawPeer peer = opened(port);
        peer.send(0, begin(null));
        peer.frame();
        return peer;
    }

    static Open open(String container) {
        Open open = new Open();
        open.setContainerId(container);
        open.setHostname("127.0.0.1");
        open.setChannelMax(UnsignedShort.valueOf((short) 32767));
        return open;
    }

    static Begin begin(Integer remoteChannel) {
        Begin begin = new Begin();
        begin.setNextOutgoingId(UnsignedInteger.ZERO);
        begin.setIncomingWindow(UnsignedInteger.valueOf(1000));
        begin.setOutgoingWindow(UnsignedInteger.valueOf(1000));
        if (remoteChannel != null) {
            begin.setRemoteChannel(UnsignedShort.valueOf(remoteChannel.shortValue()));
        }
        return begin;
    }

    static Attach attach(String name, int handle, Role role) {
        Attach attach = new Attach();
        attach.setName(name);
        attach.setHandle(UnsignedInteger.valueOf(handle));
        attach.setRole(role);
        attach.setSource(new Source());
        attach.setTarget(new Target());
        attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
        return attach;
    }

    static SaslInit init(String mechanism, String response) {
        SaslInit init = new SaslInit();
        init.setMechanism(Symbol.valueOf(mechanism));
        if (response != null) {
            init.setInitialResponse(new Binary(response.getBytes(StandardCharsets.UTF_8)));
        }
        return init;
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(int channel, Object body) throws IOException {
        send(encode(0, channel, body, new byte[0]));
    }

    void sasl(Object body) throws IOException {
        send(encode(1, 0, body, new byte[0]));
    }

    byte[] encode(int type, int channel, Object body, byte[] payload) {
        ByteBuffer buffer = ByteBuffer.allocate(100_000);
        buffer.position(8);
        encoder.setByteBuffer(buffer);
        encoder.writeObject(body);
        buffer.put(payload);
        buffer.putInt(0, buffer.position()).put(4, (byte) 2).put(5, (byte) type).putShort(6, (short) channel);
        byte[] result = new byte[buffer.position()];
        buffer.flip().get(result);
        return result;
    }

    void expectHeader(byte[] header) throws IOException {
        byte[] read = new byte[8];
        in.readFully(read);
        if (!Arrays.equals(header, read)) {
            throw new AssertionError("header " + Arrays.toString(read));
        }
    }

    /** Returns true if nothing has come that was not read. */
    boolean isQuiet() throws IOException {
        return in.available() == 0;
    }

    /** Reads a frame, or a protocol header, as text. */
    String text() throws IOException {
        int size = in.readInt();
        boolean header = size == ByteBuffer.wrap(AMQP_HEADER).getInt();
        byte[] rest = new byte[header ? 4 : size - 4];
        in.readFully(rest);
        byte[] all = ByteBuffer.allocate(4 + rest.length).putInt(size).put(rest).array();
        return new Recorded(true, all).text();
    }

    /** Reads a frame; null for an empty one. */
    Object frame() throws IOException {
        int size = in.readInt();
        byte[] rest = new byte[size - 4];
        in.readFully(rest);
        lastFrame = ByteBuffer.allocate(size).putInt(size).put(rest).array();
        if (size == 8) {
            return null;
        }
        decoder.setByteBuffer(ByteBuffer.wrap(rest, 4, rest.length - 4));
        return decoder.readObject();
    }

    byte[] lastFrame() {
        return lastFrame;
    }

    /** Reads frames up to a close, skipping others, and returns its error as text; null if it has none. */
    String closeError() throws IOException {
        Object body = frame();
        while (!(body instanceof Close)) {
            body = frame();
        }
        ErrorCondition error = ((Close) body).getError();
        return error == null ? null : error.getCondition() + " " + error.getDescription();
    }

    /** Ends this side of TCP without another word. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Reads what is left up to the end of TCP. */
    byte[] rest() throws IOException {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        in.transferTo(result);
        return result.toByteArray();
    }

    boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (EOFException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static Map<String, Object> settings(Object... pairs) {
        Map<String, Object> result = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            result.put((String) pairs[i], pairs[i + 1]);
        }
        return result;
    }
}

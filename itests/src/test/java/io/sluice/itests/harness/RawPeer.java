// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.harness;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/** A socket on which a test says byte for byte what it wants, wrong things too. */
public final class RawPeer implements AutoCloseable {

    /** The header of AMQP 1.0. */
    public static final byte[] AMQP_HEADER = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};
    /** The header of its SASL layer. */
    public static final byte[] SASL_HEADER = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};

    private static final int LIMIT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /**
     * A frame that was received.
     *
     * @param channel its channel
     * @param body the performative, or null for an empty frame
     */
    public record Frame(int channel, Object body) {

        /** Returns true for the performative that begins a connection. */
        public boolean isOpen() {
            return body instanceof Open;
        }

        /** Returns the error of a close or a detach, as condition and description. */
        public String error() {
            ErrorCondition error = body instanceof Close close ? close.getError()
                : body instanceof Detach detach ? detach.getError() : null;
            return error == null ? "" : error.getCondition() + " " + error.getDescription();
        }
    }

    /** Connects and sends nothing. */
    public static RawPeer connect(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(LIMIT_MILLIS);
        return new RawPeer(socket);
    }

    /** Connects as a client that is open, on a listener that asks for no login. */
    public static RawPeer open(int port) throws IOException {
        RawPeer peer = connect(port).send(AMQP_HEADER).open("itest-raw");
        Frame answer = peer.readFrame();
        if (!answer.isOpen()) {
            throw new AssertionError("expected an open, received " + answer);
        }
        return peer;
    }

    /** Sends bytes. */
    public RawPeer send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends bytes, given as numbers for the sake of reading. */
    public RawPeer send(int... bytes) throws IOException {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        for (int b : bytes) {
            buffer.write(b);
        }
        return send(buffer.toByteArray());
    }

    /** Sends an open. */
    public RawPeer open(String container) throws IOException {
        Open open = new Open();
        open.setContainerId(container);
        return frame(0, open);
    }

    /** Returns a begin as it should be. */
    public static Begin newBegin() {
        Begin begin = new Begin();
        begin.setNextOutgoingId(UnsignedInteger.ZERO);
        begin.setIncomingWindow(UnsignedInteger.valueOf(100));
        begin.setOutgoingWindow(UnsignedInteger.valueOf(100));
        return begin;
    }

    /** Begins a session and waits until it is there. */
    public RawPeer begin(int channel) throws IOException {
        Frame answer = frame(channel, newBegin()).readFrame();
        if (!(answer.body() instanceof Begin)) {
            throw new AssertionError("expected a begin, received " + answer);
        }
        return this;
    }

    /** Sends an attach of a sender or of a receiver and waits for the answer. */
    public Attach attach(int channel, Attach attach) throws IOException {
        frame(channel, attach);
        for (Frame frame; !((frame = readFrame()).body() instanceof Close);) {
            if (frame.body() instanceof Attach answer) {
                return answer;
            }
        }
        throw new AssertionError("closed instead of attached");
    }

    /** Sends a performative, with bytes of payload after it. */
    public RawPeer frame(int channel, Object performative, byte... payload) throws IOException {
        DecoderImpl decoder = new DecoderImpl();
        EncoderImpl encoder = new EncoderImpl(decoder);
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
        ByteBuffer body = ByteBuffer.allocate(4096);
        encoder.setByteBuffer(body);
        encoder.writeObject(performative);
        body.flip();
        ByteBuffer frame = ByteBuffer.allocate(8 + body.remaining() + payload.length);
        frame.putInt(frame.capacity()).put((byte) 2).put((byte) 0).putShort((short) channel).put(body).put(payload);
        return send(frame.array());
    }

    /** Reads the next frame; skips headers and empty frames. */
    public Frame readFrame() throws IOException {
        while (true) {
            int size = in.readInt();
            if (size == 0x414d5150) {
                in.readInt();
                continue;
            }
            byte[] rest = new byte[size - 4];
            in.readFully(rest);
            ByteBuffer frame = ByteBuffer.wrap(rest);
            int offset = 4 * (frame.get() & 0xff) - 4;
            frame.get();
            int channel = frame.getShort() & 0xffff;
            frame.position(offset);
            if (frame.hasRemaining()) {
                return new Frame(channel, decode(frame));
            }
        }
    }

    /** Decodes the performative at the start of a frame's body. */
    public static Object decode(byte[] body) {
        return decode(ByteBuffer.wrap(body));
    }

    private static Object decode(ByteBuffer bytes) {
        DecoderImpl decoder = new DecoderImpl();
        AMQPDefinedTypes.registerAllTypes(decoder, new EncoderImpl(decoder));
        decoder.setByteBuffer(bytes.slice());
        Object body = decoder.readObject();
        return body instanceof DescribedType
            ? StandardCharsets.ISO_8859_1.decode(bytes).toString() : body;
    }

    /** Reads frames until the router ends the connection. */
    public List<Frame> readToEnd() throws IOException {
        List<Frame> frames = new ArrayList<>();
        try {
            while (true) {
                frames.add(readFrame());
            }
        } catch (EOFException e) {
            return frames;
        } catch (SocketException e) {
            // Reset: the router had closed before it had read all that was sent.
            return frames;
        }
    }

    /** Closes the socket without a word. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Ends the connection the hard way, with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}

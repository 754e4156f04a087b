// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Transport;

/** A socket with a protocol engine on it, driven by whoever waits for something. */
final class Wire {

    private static final int BUFFER = 16 * 1024;

    private final String peer;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Transport transport;
    private final Connection connection;
    private final Login login;
    private final long timeoutMillis;
    private final byte[] buffer = new byte[BUFFER];

    Wire(String peer, Socket socket, Transport transport, Connection connection, Login login, long timeoutMillis)
            throws IOException {
        this.peer = peer;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.transport = transport;
        this.connection = connection;
        this.login = login;
        this.timeoutMillis = timeoutMillis;
    }

    /** Sends and receives until something is so. Returns false if that takes too long. */
    boolean await(BooleanSupplier done) throws ClientException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (true) {
            flush();
            if (done.getAsBoolean()) {
                return true;
            }
            check();
            long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (millis <= 0 || !read((int) millis)) {
                return false;
            }
        }
    }

    /** Sends what is to be sent, a sign of life included if one is due. */
    void flush() throws ClientException {
        transport.tick(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        try {
            for (int pending = transport.pending(); pending > 0; pending = transport.pending()) {
                ByteBuffer head = transport.head();
                int count = Math.min(head.remaining(), buffer.length);
                head.get(buffer, 0, count);
                out.write(buffer, 0, count);
                transport.pop(count);
            }
            out.flush();
        } catch (IOException e) {
            throw ended(e);
        }
    }

    /** Takes what has arrived, without waiting. */
    void poll() throws ClientException {
        while (read(1)) {
            check();
        }
        flush();
        check();
    }

    /** Waits for bytes; returns false if none come in time. */
    private boolean read(int millis) throws ClientException {
        ByteBuffer tail = transport.tail();
        try {
            socket.setSoTimeout(millis);
            int count = in.read(buffer, 0, Math.min(buffer.length, tail.remaining()));
            if (count < 0) {
                check();
                throw ended(null);
            }
            tail.put(buffer, 0, count);
            transport.process();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw ended(e);
        }
    }

    /** Throws if the router has refused or ended the connection. */
    private void check() throws ClientException {
        if (login.refusal() != null) {
            throw new ClientException("Login at " + peer + " refused: " + login.refusal());
        }
        if (connection.getRemoteState() == EndpointState.CLOSED) {
            throw new ClientException(peer + " has closed the connection: "
                    + text(connection.getRemoteCondition(), "no reason given"));
        }
        ErrorCondition error = transport.getCondition();
        if (error != null && error.getCondition() != null) {
            boolean opened = connection.getRemoteState() != EndpointState.UNINITIALIZED;
            throw new ClientException(opened ? "The connection to " + peer + " has failed: " + text(error, "")
                    : peer + " does not talk AMQP as expected (" + text(error, "") + "): is it the port of an AMQP"
                    + " listener, and does it expect TLS (amqps://)?");
        }
    }

    private ClientException ended(IOException cause) {
        if (connection.getRemoteState() == EndpointState.UNINITIALIZED) {
            return new ClientException(peer + " has ended the connection before it was open: does it expect TLS"
                    + " (amqps://) or a login (--sasl-username)?", cause);
        }
        return new ClientException("The connection to " + peer + " is lost"
                + (cause == null ? "" : ": " + cause.getMessage()), cause);
    }

    /** Returns the text of an error condition. */
    static String text(ErrorCondition error, String otherwise) {
        if (error == null || error.getCondition() == null) {
            return otherwise;
        }
        String description = error.getDescription();
        return description == null || description.isEmpty() ? error.getCondition().toString()
                : description + " (" + error.getCondition() + ")";
    }

    /** Closes the connection in order if that is quick, and the socket in any case. */
    void close() {
        try (Socket closing = socket) {
            connection.close();
            flush();
            closing.shutdownOutput();
        } catch (IOException | ClientException | UnsupportedOperationException e) {
            // It is gone already, or is a TLS socket of the old kind: nothing more can be done for it.
            connection.free();
        }
    }
}

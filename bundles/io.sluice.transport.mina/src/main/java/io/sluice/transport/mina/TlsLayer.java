// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.sluice.security.api.TlsProfile;
import io.sluice.transport.api.TlsInfo;

/**
 * TLS of one connection. Owner thread only.
 *
 * <p>MINA's SslFilter is not used: it runs delegated tasks, and the steps that follow them, on an executor of its own,
 * which breaks the rule that a connection belongs to one thread, and it lives in the filter chain, which carries no
 * data here. This layer runs the tasks on a small pool and comes back to the loop with the result.
 */
final class TlsLayer {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final MinaConnection connection;
    private final SSLEngine engine;
    /** Null once it has told the user: the connection must not keep the classes of a bundle that may be replaced. */
    private TlsProfile profile;
    private final Executor tasks;
    private ByteBuffer held;
    private TlsInfo info;
    private boolean busy;
    private boolean failed;
    private boolean secured;
    private boolean ended;

    private TlsLayer(MinaConnection connection, SSLEngine engine, TlsProfile profile, Executor tasks) {
        this.connection = connection;
        this.engine = engine;
        this.profile = profile;
        this.tasks = tasks;
    }

    /**
     * Starts the handshake.
     *
     * @throws IllegalStateException if the profile is absent or wrong; the message is fit for the log
     */
    static TlsLayer start(MinaConnection connection, Endpoint endpoint) {
        TlsProfile profile = endpoint.tlsProfile();
        if (profile == null) {
            throw new IllegalStateException(
                    "sslProfile '" + endpoint.settings().text("sslProfile", "") + "' is not available");
        }
        TlsLayer layer =
                new TlsLayer(connection, endpoint.newEngine(profile), profile, endpoint.tlsTasks());
        layer.step(() -> {
            layer.engine.beginHandshake();
            layer.pump(NOTHING);
        });
        return layer;
    }

    /** Returns what was agreed; null until the handshake is done. */
    TlsInfo info() {
        return info;
    }

    /** Takes encrypted bytes. */
    void input(ByteBuffer bytes) {
        if (failed) {
            return;
        }
        ByteBuffer all = bytes;
        if (held != null) {
            int size = held.remaining() + bytes.remaining();
            ByteBuffer join = connection.processor().joinBuffer();
            all = (size <= join.capacity() ? join : ByteBuffer.allocate(size)).put(held).put(bytes).flip();
            held = null;
        }
        if (busy) {
            hold(all);
            return;
        }
        ByteBuffer input = all;
        step(() -> pump(input));
    }

    private void hold(ByteBuffer rest) {
        if (rest.hasRemaining()) {
            byte[] copy = new byte[rest.remaining()];
            rest.get(copy);
            held = ByteBuffer.wrap(copy);
        }
    }

    /** Goes on until the engine wants bytes that are not there, or a task to be run. */
    private void pump(ByteBuffer net) throws SSLException {
        ByteBuffer plain = connection.processor().plainBuffer();
        while (!ended && !failed) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    hold(net);
                    runTasks();
                    return;
                }
                case NEED_WRAP -> {
                    if (!wrap(NOTHING)) {
                        connection.tlsEnded();
                        return;
                    }
                }
                default -> {
                    if (!unwrap(net, plain)) {
                        return;
                    }
                }
            }
            checkSecured();
        }
    }

    /** Returns false when there is nothing more to do now. */
    private boolean unwrap(ByteBuffer net, ByteBuffer plain) throws SSLException {
        if (!net.hasRemaining()) {
            deliver(plain);
            return false;
        }
        SSLEngineResult result = engine.unwrap(net, plain);
        switch (result.getStatus()) {
            case OK -> {
                if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED) {
                    finished();
                }
                return true;
            }
            case BUFFER_OVERFLOW -> {
                deliver(plain);
                return true;
            }
            case BUFFER_UNDERFLOW -> {
                hold(net);
                deliver(plain);
                return false;
            }
            default -> {
                deliver(plain);
                if (!ended) {
                    connection.tlsEnded();
                }
                return false;
            }
        }
    }

    private void deliver(ByteBuffer plain) {
        checkSecured();
        if (plain.position() > 0 && !ended) {
            connection.plain(plain.flip());
            plain.clear();
        }
    }

    /** Encrypts bytes into pooled buffers; false if the engine is closed. */
    private boolean wrap(ByteBuffer plain) throws SSLException {
        ByteBuffer net = connection.acquire();
        try {
            do {
                SSLEngineResult result = engine.wrap(plain, net);
                if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED) {
                    finished();
                }
                switch (result.getStatus()) {
                    case CLOSED -> {
                        return false;
                    }
                    case BUFFER_OVERFLOW -> {
                        connection.writeRaw(net.flip());
                        net = null;
                        net = connection.acquire();
                    }
                    default -> {
                        if (plain.hasRemaining() && result.bytesConsumed() + result.bytesProduced() == 0) {
                            throw new SSLException("renegotiation is not supported");
                        }
                    }
                }
            } while (plain.hasRemaining());
            return true;
        } finally {
            if (net != null) {
                connection.writeRaw(net.flip());
            }
        }
    }

    private void runTasks() {
        List<Runnable> work = new ArrayList<>(1);
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            work.add(task);
        }
        busy = true;
        connection.holdReading(true);
        try {
            tasks.execute(() -> {
                // What a task throws comes out of the engine's next call, so it needs no handling here.
                work.forEach(LoopTasks::run);
                connection.processor().execute(() -> connection.guarded(this::tasksDone));
            });
        } catch (RejectedExecutionException e) {
            connection.tlsFailed(new SSLException("too many handshakes at a time"));
        }
    }

    private void tasksDone() {
        busy = false;
        if (ended) {
            return;
        }
        connection.holdReading(false);
        ByteBuffer rest = held == null ? NOTHING : held;
        held = null;
        step(() -> pump(rest));
    }

    private void finished() {
        if (info != null) {
            // A TLS 1.3 engine says so again after messages that follow the handshake.
            return;
        }
        SSLSession session = engine.getSession();
        List<X509Certificate> chain = List.of();
        try {
            chain = Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            // No certificate was asked for, or the peer has none.
        }
        String cipher = session.getCipherSuite();
        info = new TlsInfo(session.getProtocol(), cipher, strength(cipher), chain,
                chain.isEmpty() ? null : profile.userId(chain));
        profile = null;
    }

    private void checkSecured() {
        if (info != null && !secured) {
            secured = true;
            connection.secured();
        }
    }

    static int strength(String cipher) {
        return cipher.contains("_256") || cipher.contains("CHACHA20") ? 256
            : cipher.contains("_128") ? 128 : cipher.contains("3DES") ? 112 : 0;
    }

    /** Encrypts and queues a pooled buffer of plain bytes. */
    void write(ByteBuffer plain) {
        try {
            if (secured && !failed) {
                step(() -> wrap(plain));
            }
        } finally {
            connection.release(plain);
        }
    }

    /** Queues the notice that this side has ended TLS. */
    void close() {
        if (!failed && !ended && !busy) {
            step(() -> {
                engine.closeOutbound();
                wrap(NOTHING);
            });
        }
    }

    /** The connection is gone. */
    void ended() {
        ended = true;
        held = null;
    }

    private void step(TlsStep step) {
        try {
            step.run();
        } catch (SSLException e) {
            fail(e);
        }
    }

    private void fail(SSLException e) {
        if (failed) {
            return;
        }
        failed = true;
        try {
            // The engine may have an alert for the peer.
            while (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP && wrap(NOTHING)) {
                continue;
            }
        } catch (SSLException secondary) {
            e.addSuppressed(secondary);
        }
        connection.tlsFailed(e);
    }

    /** One step of the engine. */
    private interface TlsStep {
        void run() throws SSLException;
    }
}

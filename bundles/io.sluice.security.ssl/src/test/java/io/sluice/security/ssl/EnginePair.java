// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import java.nio.ByteBuffer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Lets two engines shake hands in memory. */
final class EnginePair {

    private static final int MAX_STEPS = 1000;

    private final SSLEngine server;
    private final SSLEngine client;
    private final ByteBuffer toServer = ByteBuffer.allocate(1 << 17);
    private final ByteBuffer toClient = ByteBuffer.allocate(1 << 17);
    private final ByteBuffer plain = ByteBuffer.allocate(1 << 17);

    EnginePair(SSLEngine server, SSLEngine client) {
        this.server = server;
        this.client = client;
    }

    /** Shakes hands and passes one message each way, so that alerts of TLS 1.3 that come late are seen too. */
    void handshake() throws SSLException {
        server.beginHandshake();
        client.beginHandshake();
        ByteBuffer hello = ByteBuffer.wrap(new byte[] {1});
        ByteBuffer answer = ByteBuffer.wrap(new byte[] {2});
        for (int i = 0; i < MAX_STEPS && (hello.hasRemaining() || answer.hasRemaining() || plain.position() < 2); i++) {
            step(client, toClient, toServer, hello);
            step(server, toServer, toClient, answer);
        }
        if (plain.position() < 2) {
            throw new SSLException("handshake did not end");
        }
    }

    private void step(SSLEngine engine, ByteBuffer in, ByteBuffer out, ByteBuffer data) throws SSLException {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        HandshakeStatus status = engine.getHandshakeStatus();
        boolean done = status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED;
        if (status == HandshakeStatus.NEED_WRAP || done && data.hasRemaining()) {
            engine.wrap(data, out);
        } else {
            in.flip();
            engine.unwrap(in, plain);
            in.compact();
        }
    }
}

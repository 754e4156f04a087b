// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.transport.api.ConnectionLoop;
import io.sluice.transport.api.WireConnection;

/** Ends a connection on which the Opens take too long. Owner loop only. */
final class HandshakeTimer {

    /** If nothing is configured. */
    private static final int USUAL_SECONDS = 60;

    private final WireConnection wire;
    private final Runnable end;
    private ConnectionLoop.Timer timer;

    HandshakeTimer(WireConnection wire, Runnable end) {
        this.wire = wire;
        this.end = end;
    }

    void start(ConnectionLoop loop) {
        int seconds = wire.outgoing() ? 0 : wire.endpoint().number("initialHandshakeTimeoutSeconds", 0);
        timer = loop.schedule(this::expired, 1000L * (seconds > 0 ? seconds : USUAL_SECONDS));
    }

    /** The Opens are there, or the connection ends for another reason. */
    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void expired() {
        timer = null;
        ConnectionLog.ERROR.error("Run Time: Timeout waiting for initial handshake");
        wire.failed("amqp:not-allowed", "Timeout waiting for initial handshake");
        end.run();
    }
}

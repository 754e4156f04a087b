// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.transport.api.ConnectionLoop;

/**
 * The idle time-outs of one connection, both ways, on one timer that is set anew only when it fires. Owner loop only.
 */
final class IdleWatch {

    private final ConnectionLoop loop;
    private final Runnable heartbeat;
    private final Runnable expired;
    private final Runnable task = this::fire;
    private long localMillis;
    private long beatMillis;
    private long lastIn;
    private long lastOut;
    private boolean peerHeld;
    private ConnectionLoop.Timer timer;

    IdleWatch(ConnectionLoop loop, Runnable heartbeat, Runnable expired) {
        this.loop = loop;
        this.heartbeat = heartbeat;
        this.expired = expired;
    }

    /**
     * Starts watching.
     *
     * @param localMillis longest silence of the peer, 0 for none
     * @param remoteMillis the idle time-out that the peer announced, 0 for none
     */
    void start(long localMillis, long remoteMillis) {
        this.localMillis = localMillis;
        this.beatMillis = remoteMillis > 0 ? Math.max(1, remoteMillis / 2) : 0;
        lastIn = loop.nowMillis();
        lastOut = lastIn;
        arm();
    }

    void frameRead() {
        lastIn = loop.nowMillis();
    }

    /** The peer is not being read: its silence counts from when it is read again. */
    void peerHeld(boolean held) {
        peerHeld = held;
        lastIn = loop.nowMillis();
    }

    void written() {
        lastOut = loop.nowMillis();
    }

    void stop() {
        localMillis = 0;
        beatMillis = 0;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void arm() {
        long next = Long.MAX_VALUE;
        if (localMillis > 0) {
            next = lastIn + localMillis;
        }
        if (beatMillis > 0) {
            next = Math.min(next, lastOut + beatMillis);
        }
        if (next != Long.MAX_VALUE) {
            timer = loop.schedule(task, Math.max(1, next - loop.nowMillis()));
        }
    }

    private void fire() {
        timer = null;
        long now = loop.nowMillis();
        if (peerHeld) {
            lastIn = now;
        }
        if (localMillis > 0 && now - lastIn >= localMillis) {
            stop();
            expired.run();
            return;
        }
        if (beatMillis > 0 && now - lastOut >= beatMillis) {
            lastOut = now;
            heartbeat.run();
        }
        arm();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.transport.api.WireConnection;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Lets the peer's bytes through to the protocol, or keeps them while it waits for another thread. Owner loop only.
 */
final class InputGate {

    /** Reading is off while input is held, so that only a read that is under way can add to it. */
    private static final int HELD_LIMIT_BYTES = 1024 * 1024;

    private final WireConnection wire;
    private final Consumer<ByteBuffer> protocol;
    private final Runnable overflow;
    private boolean held;
    private boolean paused;
    private boolean shut;
    private ByteBuffer kept;

    InputGate(WireConnection wire, Consumer<ByteBuffer> protocol, Runnable overflow) {
        this.wire = wire;
        this.protocol = protocol;
        this.overflow = overflow;
    }

    void bytes(ByteBuffer buffer) {
        if (kept == null && !held) {
            protocol.accept(buffer);
        }
        if (!shut && buffer.hasRemaining()) {
            keep(buffer);
        }
    }

    private void keep(ByteBuffer buffer) {
        int before = kept == null ? 0 : kept.remaining();
        if (before + buffer.remaining() > HELD_LIMIT_BYTES) {
            overflow.run();
            return;
        }
        ByteBuffer larger = ByteBuffer.allocate(before + buffer.remaining());
        if (kept != null) {
            larger.put(kept);
        }
        kept = larger.put(buffer).flip();
    }

    /** Returns true if the protocol may take bytes. */
    boolean open() {
        return !held && !shut;
    }

    /** Holds input, or lets it through again, first of all what arrived meanwhile. */
    void hold(boolean hold) {
        if (held == hold || shut) {
            return;
        }
        held = hold;
        wire.readEnabled(!held && !paused);
        if (!hold && kept != null && !wire.loop().execute(this::release)) {
            overflow.run();
        }
    }

    /** Stops reading, or goes on; what is read already still goes through. */
    void pause(boolean pause) {
        if (paused != pause && !shut) {
            paused = pause;
            wire.readEnabled(!held && !paused);
        }
    }

    private void release() {
        if (!held && kept != null) {
            ByteBuffer bytes = kept;
            kept = null;
            bytes(bytes);
        }
    }

    /** Lets nothing through any more. */
    void shut() {
        shut = true;
        kept = null;
    }
}

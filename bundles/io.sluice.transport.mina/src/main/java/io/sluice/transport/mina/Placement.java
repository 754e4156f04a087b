// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.transport.socket.nio.NioSession;

/** Gives each new session a loop and passes on to that loop whatever MINA wants done with the session. Any thread. */
final class Placement implements IoProcessor<NioSession> {

    private static final AttributeKey LOOP = new AttributeKey(Placement.class, "loop");

    private final LoopGroup loops;

    Placement(LoopGroup loops) {
        this.loops = loops;
    }

    /** Returns the loop that owns a session. */
    static LoopProcessor loopOf(NioSession session) {
        return (LoopProcessor) session.getAttribute(LOOP);
    }

    @Override
    public void add(NioSession session) {
        LoopProcessor loop = loops.choose();
        loop.connections().incrementAndGet();
        session.setAttribute(LOOP, loop);
        try {
            loop.add(session);
        } catch (IllegalStateException e) {
            loop.connections().decrementAndGet();
            throw e;
        }
    }

    @Override
    public void remove(NioSession session) {
        loopOf(session).remove(session);
    }

    @Override
    public void write(NioSession session, WriteRequest request) {
        loopOf(session).write(session, request);
    }

    @Override
    public void flush(NioSession session) {
        loopOf(session).flush(session);
    }

    @Override
    public void updateTrafficControl(NioSession session) {
        loopOf(session).updateTrafficControl(session);
    }

    @Override
    public boolean isDisposing() {
        return loops.get(0).isDisposing();
    }

    @Override
    public boolean isDisposed() {
        return loops.get(0).isDisposed();
    }

    @Override
    public void dispose() {
        // The loops belong to the transport.
    }
}

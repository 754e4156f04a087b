// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import org.apache.qpid.proton.engine.impl.ProtocolTracer;
import org.apache.qpid.proton.engine.impl.TransportImpl;
import org.apache.qpid.proton.framing.TransportFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frame lines on the PROTOCOL log: for all connections while that log is at trace, for one that management asked for
 * in any case. Costs nothing while it is off.
 */
final class FrameTrace implements ProtocolTracer {

    private static final Logger PROTOCOL = LoggerFactory.getLogger("PROTOCOL");

    private final long id;
    private final ConnectionEntity entity;
    private boolean on;

    FrameTrace(long id, ConnectionEntity entity) {
        this.id = id;
        this.entity = entity;
    }

    private boolean wanted() {
        return entity.protocolTrace() || PROTOCOL.isTraceEnabled();
    }

    /** Turns the engine's tracing on or off as it is wanted now. */
    void refresh(ProtocolEngine engine) {
        boolean wanted = wanted();
        if (engine != null && wanted != on) {
            on = wanted;
            ((TransportImpl) engine.transport()).setProtocolTracer(wanted ? this : null);
        }
    }

    @Override
    public void receivedFrame(TransportFrame frame) {
        line("<-", frame);
    }

    @Override
    public void sentFrame(TransportFrame frame) {
        line("->", frame);
    }

    /** A protocol header, or the end of the stream. */
    void event(String direction, String what) {
        if (wanted()) {
            write("[C" + id + "]:FRAME:   " + direction + ' ' + what);
        }
    }

    /** A frame that the engine does not see. */
    void frame(String direction, Object body) {
        if (wanted()) {
            write("[C" + id + "]:FRAME: 0 " + direction + ' ' + FrameText.of(body, null));
        }
    }

    private void line(String direction, TransportFrame frame) {
        write("[C" + id + "]:FRAME: " + frame.getChannel() + ' ' + direction + ' '
                + FrameText.of(frame.getBody(), frame.getPayload()));
    }

    private static void write(String text) {
        if (PROTOCOL.isTraceEnabled()) {
            PROTOCOL.trace(text);
        } else {
            PROTOCOL.info(text);
        }
    }
}

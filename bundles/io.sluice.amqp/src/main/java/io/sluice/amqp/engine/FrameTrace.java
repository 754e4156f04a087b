// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.util.Locale;
import org.apache.qpid.proton.amqp.transport.FrameBody;
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

    /** Turns the engine's tracing on or off as it is wanted now. */
    void refresh(ProtocolEngine engine) {
        boolean wanted = entity.protocolTrace() || PROTOCOL.isTraceEnabled();
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

    private void line(String direction, TransportFrame frame) {
        String text = "[C" + id + "]:FRAME: " + frame.getChannel() + " " + direction + " " + describe(frame.getBody())
                + (frame.getPayload() == null ? "" : " (" + frame.getPayload().getLength() + ")");
        if (PROTOCOL.isTraceEnabled()) {
            PROTOCOL.trace(text);
        } else {
            PROTOCOL.info(text);
        }
    }

    static String describe(FrameBody body) {
        String text = String.valueOf(body);
        int brace = text.indexOf('{');
        String name = body.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        String fields = brace < 0 ? "" : text.substring(brace + 1, text.lastIndexOf('}')).trim();
        return code(name) == 0 ? "(EMPTY FRAME)" : "@" + name + "(" + code(name) + ") [" + fields + "]";
    }

    private static int code(String name) {
        switch (name) {
            case "open":
                return 16;
            case "begin":
                return 17;
            case "attach":
                return 18;
            case "flow":
                return 19;
            case "transfer":
                return 20;
            case "disposition":
                return 21;
            case "detach":
                return 22;
            case "end":
                return 23;
            case "close":
                return 24;
            default:
                return 0;
        }
    }
}

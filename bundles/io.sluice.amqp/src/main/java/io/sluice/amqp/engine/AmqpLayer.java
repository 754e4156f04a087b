// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.amqp.spi.LinkLayer;
import io.sluice.transport.api.EndpointSettings;
import io.sluice.transport.api.WireConnection;
import java.nio.ByteBuffer;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Event;

/**
 * What a connection has from the AMQP header on: the engine, what goes into it and comes out of it, and the links.
 * Owner loop only.
 */
final class AmqpLayer {

    private static final int ROUNDS_PER_PASS = 4;
    private static final int MAX_IDLE_SECONDS = Integer.MAX_VALUE / 1000;

    private final AmqpConnection connection;
    private final WireConnection wire;
    private final ConnectionLog log;
    private final IdleWatch idle;
    private final Outbox output;
    private final PolicyCheck policyCheck;
    private final ProtocolEngine engine;
    private final FrameGuard sessions;
    private final FrameIntake frames;
    private final OpenExchange opens;
    private LinkLayer links;
    private boolean linksEnded;
    private ByteBuffer inputFrame;

    AmqpLayer(AmqpConnection connection, WireConnection wire, HandlerContext context, ConnectionLog log,
            FrameReader reader, IdleWatch idle, Outbox output, PolicyCheck policyCheck, int maxFrameSize) {
        this.connection = connection;
        this.wire = wire;
        this.log = log;
        this.idle = idle;
        this.output = output;
        this.policyCheck = policyCheck;
        this.engine = ProtocolEngine.create(maxFrameSize, context.standardPath());
        EndpointSettings settings = wire.endpoint();
        int idleSeconds = Math.max(0, Math.min(MAX_IDLE_SECONDS, settings.number("idleTimeoutSeconds", 16)));
        int channelMax = Math.max(1, Math.min(65536, settings.number("maxSessions", 32768))) - 1;
        engine.transport().setChannelMax(channelMax);
        engine.transport().setIdleTimeout(1000 * idleSeconds);
        this.sessions = new FrameGuard(channelMax, !context.standardPath());
        this.frames = new FrameIntake(connection, log, reader, sessions, engine, idle);
        this.opens = new OpenExchange(wire, context, engine.connection());
    }

    /** Takes the links into use; on a dialled connection our Open goes out first. */
    void start(LinkLayer made) {
        links = made;
        if (wire.outgoing()) {
            opens.send();
        }
    }

    ProtocolEngine engine() {
        return engine;
    }

    LinkLayer links() {
        return links;
    }

    /** Returns the peer's frame whose events are being handled, null at other times. */
    ByteBuffer inputFrame() {
        return inputFrame;
    }

    // ---- input

    /** Takes all frames of a buffer, as far as the connection wants any. */
    void read(ByteBuffer buffer) {
        frames.read(buffer);
    }

    /** Handles the events of one frame of the peer. */
    void dispatch(ByteBuffer frame) {
        inputFrame = frame;
        dispatch();
        inputFrame = null;
    }

    /** Handles the engine's events, as far as they can be handled now. */
    private void dispatch() {
        Event event = engine.collector().peek();
        while (event != null && !opens.awaitingInfo() && !connection.ending()) {
            switch (event.getType()) {
                case CONNECTION_REMOTE_OPEN:
                    policyCheck.judge(engine, connection.entity().user(), sessions);
                    opens.peerOpened();
                    opensChanged();
                    break;
                case CONNECTION_REMOTE_CLOSE:
                    connection.peerClosed(engine.connection().getRemoteCondition());
                    break;
                case TRANSPORT_ERROR:
                    ErrorCondition error = engine.transport().getCondition();
                    connection.closeWithError(error.getCondition().toString(), error.getDescription());
                    break;
                case CONNECTION_INIT:
                case CONNECTION_BOUND:
                case CONNECTION_UNBOUND:
                case CONNECTION_LOCAL_OPEN:
                case CONNECTION_LOCAL_CLOSE:
                case CONNECTION_FINAL:
                case TRANSPORT:
                case TRANSPORT_HEAD_CLOSED:
                case TRANSPORT_TAIL_CLOSED:
                case TRANSPORT_CLOSED:
                    break;
                default:
                    toLinks(event);
                    break;
            }
            engine.collector().pop();
            event = engine.collector().peek();
        }
    }

    private void toLinks(Event event) {
        if (connection.isOpen()) {
            try {
                links.handle(event);
            } catch (RuntimeException e) {
                log.engine("an event cannot be handled", e);
                connection.closeWithError("amqp:internal-error", "internal error");
            }
        }
    }

    private void opensChanged() {
        connection.hold(opens.awaitingInfo());
        if (opens.complete()) {
            connection.opensExchanged();
        }
    }

    /** There is a router, for the first time. */
    void infoArrived() {
        if (opens.awaitingInfo() && !connection.ending()) {
            guarded(() -> {
                opens.send();
                opensChanged();
                dispatch();
                connection.touch();
            });
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            log.engine("the engine failed", e);
            connection.closeWithError("amqp:internal-error", "internal error");
        }
    }

    // ---- output

    /** Puts what is due into the engine, encodes and queues it. */
    void flush() {
        guarded(this::pump);
    }

    private void pump() {
        boolean progress;
        int rounds = 0;
        do {
            if (connection.isOpen()) {
                links.beforeFlush();
            }
            progress = encode(Outbox.LIMIT_BYTES);
        } while (progress && more() && ++rounds < ROUNDS_PER_PASS);
        dispatch();
        if (progress && more() && !wire.loop().execute(connection::touch)) {
            wire.loop().schedule(connection::touch, 1);
        }
    }

    private boolean more() {
        return connection.isOpen() && output.writable() && links.hasMore();
    }

    /** Has the engine encode what it has now, without anything from the links. */
    void encodeNow() {
        encode(Outbox.LIMIT_BYTES);
    }

    private boolean encode(int limit) {
        boolean any = output.encode(engine, limit);
        if (any) {
            idle.written();
        }
        return any;
    }

    // ---- end

    /**
     * Encodes what the links still have to say, then our close.
     *
     * @param wasOpen whether the links have ever been in use
     * @param condition the error that the close tells, null for none
     */
    void close(boolean wasOpen, String condition, String description) {
        try {
            if (wasOpen && condition != null) {
                links.beforeFlush();
                encode(Outbox.LIMIT_BYTES);
            }
            endLinks();
            if (condition == null) {
                engine.connection().close();
            } else {
                engine.fail(condition, description);
            }
            encode(Integer.MAX_VALUE);
        } catch (RuntimeException e) {
            log.engine("the engine failed while closing", e);
        }
        endLinks();
    }

    /** All links end, if they have not yet. */
    void endLinks() {
        if (links != null && !linksEnded) {
            linksEnded = true;
            links.closed();
        }
    }
}

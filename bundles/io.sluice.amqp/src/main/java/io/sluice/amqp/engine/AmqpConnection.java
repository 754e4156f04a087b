// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.amqp.spi.EngineConnection;
import io.sluice.amqp.spi.LinkLayer;
import io.sluice.amqp.spi.PolicyGuard;
import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.transport.api.ConnectionLoop;
import io.sluice.transport.api.EndpointSettings;
import io.sluice.transport.api.WireConnection;
import io.sluice.transport.api.WireHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Event;

/**
 * One AMQP connection: reads frames, runs the protocol engine, writes what the engine encodes once per pass.
 *
 * <p>Owner loop only, except where said. After {@link State#CLOSING} nothing of the peer is looked at any more.
 */
final class AmqpConnection implements WireHandler, EngineConnection {

    private static final int ROUNDS_PER_PASS = 4;
    private static final int MAX_IDLE_SECONDS = Integer.MAX_VALUE / 1000;
    private static final int OWN_HANDSHAKE_SECONDS = 60;

    private enum State { LOGIN, AMQP, OPEN, CLOSING, CLOSED }

    private final WireConnection wire;
    private final HandlerContext context;
    private final LoopScope scope;
    private final ConnectionLog log;
    private final ConnectionEntity entity;
    private final FrameReader reader;
    private final LoginPhase login;
    private final IdleWatch idle;
    private final InputGate input;
    private final Outbox output;
    private final FrameTrace trace;
    private final int maxFrameSize;
    private State state = State.LOGIN;
    private ProtocolEngine engine;
    private FrameIntake frames;
    private OpenExchange opens;
    /** Written on the loop, read by any thread. */
    private volatile LinkLayer links;
    private FrameGuard sessions;
    private final PolicyCheck policyCheck;
    private boolean linksEnded;
    private boolean wasOpen;
    private boolean anyBytes;
    private boolean dirty;
    private boolean closeWritten;
    private ByteBuffer inputFrame;
    private String closeCondition;
    private String closeDescription;
    private ConnectionLoop.Timer handshakeTimer;

    AmqpConnection(WireConnection wire, HandlerContext context) {
        this.wire = wire;
        this.context = context;
        this.scope = context.acquireScope(wire.loop());
        this.log = new ConnectionLog(wire);
        this.entity = new ConnectionEntity(this, wire);
        this.maxFrameSize = Math.max(512, wire.endpoint().number("maxFrameSize", 16384));
        this.reader = new FrameReader(scope.decoder(), maxFrameSize);
        this.policyCheck = new PolicyCheck(wire, context.policies());
        this.trace = new FrameTrace(wire.id(), entity);
        this.login = new LoginPhase(this, wire, context, scope, reader, trace);
        this.input = new InputGate(wire, this::process, this::endSilently);
        this.output = new Outbox(wire);
        this.idle = new IdleWatch(wire.loop(), output::heartbeat,
                () -> closeWithError("amqp:resource-limit-exceeded", "local-idle-timeout expired"));
    }

    ConnectionEntity entity() {
        return entity;
    }

    // ---- transport

    @Override
    public void onConnected() {
        int seconds = wire.outgoing() ? 0 : wire.endpoint().number("initialHandshakeTimeoutSeconds", 0);
        handshakeTimer = wire.loop().schedule(this::handshakeExpired,
                1000L * (seconds > 0 ? seconds : OWN_HANDSHAKE_SECONDS));
        login.start();
    }

    private void handshakeExpired() {
        handshakeTimer = null;
        if (state == State.LOGIN || state == State.AMQP) {
            ConnectionLog.ERROR.error("Run Time: Timeout waiting for initial handshake");
            wire.failed("amqp:not-allowed", "Timeout waiting for initial handshake");
            endSilently();
        }
    }

    @Override
    public void onBytes(ByteBuffer buffer) {
        anyBytes = true;
        input.bytes(buffer);
    }

    void hold(boolean hold) {
        input.hold(hold);
    }

    /** Returns true while input is wanted. */
    boolean reading() {
        return input.open();
    }

    private void process(ByteBuffer buffer) {
        trace.refresh(engine);
        while (buffer.hasRemaining() && reading()) {
            if (state == State.LOGIN) {
                login.read(buffer);
            } else {
                frames.read(buffer);
            }
        }
    }

    @Override
    public void onWritable() {
        touch();
    }

    @Override
    public boolean onInputEnd() {
        trace.event("<-", "EOS");
        if (engine == null || ending()) {
            return false;
        }
        closeWithError("amqp:connection:framing-error", "connection aborted");
        return true;
    }

    @Override
    public void onClosed(Throwable cause) {
        boolean unexpected = state != State.CLOSING;
        state = State.CLOSED;
        input.shut();
        stopTimers();
        login.dispose();
        endLinks();
        if (unexpected && anyBytes && cause instanceof IOException && !(cause instanceof SSLException)) {
            log.failed("amqp:connection:framing-error", "connection aborted");
        }
        if (wasOpen) {
            log.closed();
        }
        policyCheck.closed();
        context.releaseScope(scope);
        context.entities().remove(entity);
        // Last: whoever waits for the end of all connections waits for the rest, too.
        context.connections().remove(this);
    }

    // ---- login

    void loggedIn(String mechanism, String user) {
        entity.authenticated(mechanism, user, wire.tls().orElse(null));
    }

    /** The peer's AMQP header has arrived. */
    void peerSpeaksAmqp() {
        startAmqp();
        state = State.AMQP;
    }

    /** Makes the engine; its header goes out with the next flush, on a dialled connection with our Open. */
    void startAmqp() {
        if (engine == null) {
            engine = ProtocolEngine.create(maxFrameSize, context.standardPath());
            EndpointSettings settings = wire.endpoint();
            int idleSeconds = Math.max(0, Math.min(MAX_IDLE_SECONDS, settings.number("idleTimeoutSeconds", 16)));
            int channelMax = Math.max(1, Math.min(65536, settings.number("maxSessions", 32768))) - 1;
            engine.transport().setChannelMax(channelMax);
            engine.transport().setIdleTimeout(1000 * idleSeconds);
            sessions = new FrameGuard(channelMax, !context.standardPath());
            frames = new FrameIntake(this, log, reader, sessions, engine, idle);
            opens = new OpenExchange(wire, context, engine.connection());
            trace.event("->", "AMQP");
            trace.refresh(engine);
            links = context.links().create(this);
            if (wire.outgoing()) {
                opens.send();
            }
            touch();
        }
    }

    // ---- events

    /** Handles the events of one frame of the peer. */
    void dispatch(ByteBuffer frame) {
        inputFrame = frame;
        dispatch();
        inputFrame = null;
    }

    /** Handles the engine's events, as far as they can be handled now. */
    private void dispatch() {
        Event event = engine.collector().peek();
        while (event != null && !opens.awaitingInfo() && !ending()) {
            switch (event.getType()) {
                case CONNECTION_REMOTE_OPEN:
                    policyCheck.judge(engine, entity.user(), sessions);
                    opens.peerOpened();
                    opensChanged();
                    break;
                case CONNECTION_REMOTE_CLOSE:
                    peerClosed();
                    break;
                case TRANSPORT_ERROR:
                    ErrorCondition error = engine.transport().getCondition();
                    closeWithError(error.getCondition().toString(), error.getDescription());
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
        if (state == State.OPEN) {
            try {
                links.handle(event);
            } catch (RuntimeException e) {
                log.engine("an event cannot be handled", e);
                closeWithError("amqp:internal-error", "internal error");
            }
        }
    }

    /** Tells whether a policy lets a requester close connections. Any thread. */
    boolean mayBeClosedBy(String requester) {
        return context.connections().stream().noneMatch(other -> other.policyCheck.forbidsClosing(requester));
    }

    PolicyCheck policyCheck() {
        return policyCheck;
    }

    @Override
    public PolicyGuard policy() {
        return policyCheck.guard();
    }

    private void opensChanged() {
        hold(opens.awaitingInfo());
        if (opens.complete() && state == State.AMQP) {
            if (policyCheck.refused()) {
                closeWithError("amqp:resource-limit-exceeded", "connection disallowed by local policy");
            } else {
                opened();
            }
        }
    }

    /** There is a router, for the first time. Any thread. */
    void infoArrived() {
        wire.loop().execute(() -> {
            if (opens != null && opens.awaitingInfo() && !ending()) {
                guarded(() -> {
                    opens.send();
                    opensChanged();
                    dispatch();
                    touch();
                });
            }
        });
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            log.engine("the engine failed", e);
            closeWithError("amqp:internal-error", "internal error");
        }
    }

    private void opened() {
        state = State.OPEN;
        wasOpen = true;
        Connection connection = engine.connection();
        if (handshakeTimer != null) {
            handshakeTimer.cancel();
            handshakeTimer = null;
        }
        idle.start(engine.transport().getIdleTimeout(), engine.transport().getRemoteIdleTimeout() & 0xffffffffL);
        Map<String, Object> properties = OpenFields.shown(connection);
        String container = connection.getRemoteContainer();
        EndpointSettings settings = wire.endpoint();
        String tenant = OpenFields.tenant(connection, settings, policyCheck.vhost());
        entity.opened(container, tenant, properties);
        String summary = log.opened(entity, container, properties);
        links.opened(new ConnectionDescriptor(wire.id(), settings.name(), settings.role(), wire.outgoing(), container,
                entity.user(), tenant, OpenFields.cost(connection, settings), OpenFields.linkCapacity(settings),
                OpenFields.streamingLinks(connection)));
        if (context.draining().get()) {
            links.drain();
        }
        wire.opened(summary, OpenFields.remoteFailover(connection));
    }

    private void peerClosed() {
        ErrorCondition error = engine.connection().getRemoteCondition();
        if (error != null && error.getCondition() != null) {
            wire.failed(error.getCondition().toString(), String.valueOf(error.getDescription()));
        }
        closing();
    }

    // ---- output

    @Override
    public void touch() {
        if (!dirty && state != State.CLOSED) {
            dirty = true;
            scope.touch(this);
        }
    }

    @Override
    public boolean writable() {
        return output.writable();
    }

    /** Puts what is due into the engine, encodes and queues it. Called by the loop's scope, at the end of a pass. */
    void flush() {
        dirty = false;
        if (state == State.CLOSED || engine == null) {
            return;
        }
        trace.refresh(engine);
        if (state == State.CLOSING) {
            finish();
        } else {
            guarded(this::pump);
        }
    }

    private void pump() {
        boolean progress;
        int rounds = 0;
        do {
            if (state == State.OPEN) {
                links.beforeFlush();
            }
            progress = encode(Outbox.LIMIT_BYTES);
        } while (progress && more() && ++rounds < ROUNDS_PER_PASS);
        dispatch();
        if (progress && more() && !wire.loop().execute(this::touch)) {
            wire.loop().schedule(this::touch, 1);
        }
    }

    /** Has the engine encode what it has now, without anything from the links. */
    void encodeNow() {
        if (!ending()) {
            encode(Outbox.LIMIT_BYTES);
        }
    }

    private boolean more() {
        return state == State.OPEN && writable() && links.hasMore();
    }

    private boolean encode(int limit) {
        boolean any = output.encode(engine, limit);
        if (any) {
            idle.written();
        }
        return any;
    }

    // ---- end

    @Override
    public void closeWithError(String condition, String description) {
        if (ending()) {
            return;
        }
        if (condition.equals("amqp:connection:forced")) {
            wire.failed(condition, description);
        } else {
            log.failed(condition, description);
        }
        if (engine == null) {
            endSilently();
            return;
        }
        closeCondition = condition;
        closeDescription = description;
        closing();
    }

    private void closing() {
        stop();
        touch();
    }

    private boolean ending() {
        return state == State.CLOSING || state == State.CLOSED;
    }

    /** Encodes what the links still have to say, then our close, and ends TCP once that is written. */
    private void finish() {
        if (closeWritten) {
            return;
        }
        closeWritten = true;
        try {
            if (wasOpen && closeCondition != null) {
                links.beforeFlush();
                encode(Outbox.LIMIT_BYTES);
            }
            endLinks();
            if (closeCondition == null) {
                engine.connection().close();
            } else {
                engine.fail(closeCondition, closeDescription);
            }
            encode(Integer.MAX_VALUE);
        } catch (RuntimeException e) {
            log.engine("the engine failed while closing", e);
        }
        endLinks();
        wire.close();
    }

    /** Ends TCP after what is written so far, with a reason for the log. */
    void end(String condition, String description) {
        if (!ending()) {
            log.failed(condition, description);
            endSilently();
        }
    }

    /** Ends TCP after what is written so far. */
    void endSilently() {
        if (state != State.CLOSED) {
            stop();
            closeWritten = true;
            endLinks();
            wire.close();
        }
    }

    private void stop() {
        state = State.CLOSING;
        input.shut();
        login.dispose();
        entity.closing();
        stopTimers();
    }

    private void endLinks() {
        if (links != null && !linksEnded) {
            linksEnded = true;
            links.closed();
        }
    }

    private void stopTimers() {
        idle.stop();
        if (handshakeTimer != null) {
            handshakeTimer.cancel();
            handshakeTimer = null;
        }
    }

    // ---- from other threads

    /** Ends TCP without a close frame, as management asked. Any thread. */
    void deletedByManagement(String requester) {
        wire.loop().execute(() -> {
            if (state != State.CLOSED) {
                log.forced(requester);
                endSilently();
                wire.abort();
            }
        });
    }

    /** A SASL mechanism came or went. Any thread. */
    void mechanismsChanged() {
        wire.loop().execute(() -> {
            if (state == State.LOGIN) {
                login.mechanismsChanged();
            }
        });
    }

    /** Grants no more credit, then runs a task. Any thread. */
    void drain(Runnable done) {
        boolean queued = wire.loop().execute(() -> {
            if (state == State.OPEN) {
                links.drain();
                touch();
            }
            // In the next pass the flush has happened, so that the number in flight is of after the drain.
            if (!wire.loop().execute(done)) {
                done.run();
            }
        });
        if (!queued) {
            done.run();
        }
    }

    /** Closes with {@code amqp:connection:forced}. Any thread. */
    void force(String description) {
        wire.loop().execute(() -> closeWithError("amqp:connection:forced", description));
    }

    /** Returns the deliveries without outcome. Any thread. */
    int inFlight() {
        LinkLayer current = links;
        return current == null ? 0 : current.inFlight();
    }

    /** Returns when the last delivery was, 0 if there was none. Any thread. */
    long lastDeliveryMillis() {
        LinkLayer current = links;
        return current == null ? 0 : current.lastDeliveryMillis();
    }

    // ---- for the link layer

    @Override
    public void holdInput(boolean hold) {
        idle.peerHeld(hold);
        input.pause(hold);
    }

    @Override
    public long id() {
        return wire.id();
    }

    @Override
    public ByteBuffer inputFrame() {
        return inputFrame;
    }

    @Override
    public ConnectionLoop loop() {
        return wire.loop();
    }

    @Override
    public EndpointSettings settings() {
        return wire.endpoint();
    }

    @Override
    public void active(boolean inUse) {
        entity.active(inUse);
    }

    @Override
    public Connection engine() {
        return engine.connection();
    }
}

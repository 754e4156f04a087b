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
import org.apache.qpid.proton.engine.Transport;

/**
 * One AMQP connection: reads frames, runs the protocol engine, writes what the engine encodes once per pass.
 *
 * <p>Owner loop only, except where said. After {@link State#CLOSING} nothing of the peer is looked at any more.
 */
final class AmqpConnection implements WireHandler, EngineConnection {


    private enum State { LOGIN, AMQP, OPEN, CLOSING, CLOSED }

    private final WireConnection wire;
    private final HandlerContext context;
    private final LoopScope scope;
    private final ConnectionLog log;
    private final ConnectionEntity entity;
    private final FrameReader reader;
    private final LoginPhase login;
    private final ConnectionOrders orders;
    private final HandshakeTimer handshake;
    private final IdleWatch idle;
    private final InputGate input;
    private final Outbox output;
    private final FrameTrace trace;
    private final int maxFrameSize;
    private State state = State.LOGIN;
    /** Null until AMQP begins. */
    private AmqpLayer amqp;
    /** Written on the loop, read by any thread. */
    private volatile LinkLayer links;
    private final PolicyCheck policyCheck;
    private boolean wasOpen;
    private boolean anyBytes;
    private boolean dirty;
    private boolean closeWritten;
    private String closeCondition;
    private String closeDescription;

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
        this.orders = new ConnectionOrders(this, wire.loop(), context);
        this.handshake = new HandshakeTimer(wire, this::endSilently);
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
        handshake.start(wire.loop());
        login.start();
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
        trace.refresh(engineOrNull());
        while (buffer.hasRemaining() && reading()) {
            if (state == State.LOGIN) {
                login.read(buffer);
            } else {
                amqp.read(buffer);
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
        if (amqp == null || ending()) {
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
        if (amqp == null) {
            amqp = new AmqpLayer(this, wire, context, log, reader, idle, output, policyCheck, maxFrameSize);
            trace.event("->", "AMQP");
            trace.refresh(amqp.engine());
            links = context.links().create(this);
            amqp.start(links);
            touch();
        }
    }

    private ProtocolEngine engineOrNull() {
        return amqp == null ? null : amqp.engine();
    }

    // ---- events

    /** Handles the events of one frame of the peer. */
    void dispatch(ByteBuffer frame) {
        amqp.dispatch(frame);
    }

    PolicyCheck policyCheck() {
        return policyCheck;
    }

    @Override
    public PolicyGuard policy() {
        return policyCheck.guard();
    }

    /** Both Opens are there. */
    void opensExchanged() {
        if (state == State.AMQP) {
            if (policyCheck.refused()) {
                closeWithError("amqp:resource-limit-exceeded", "connection disallowed by local policy");
            } else {
                opened();
            }
        }
    }

    private void opened() {
        state = State.OPEN;
        wasOpen = true;
        Connection connection = engine();
        Transport transport = amqp.engine().transport();
        handshake.stop();
        idle.start(transport.getIdleTimeout(), transport.getRemoteIdleTimeout() & 0xffffffffL);
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

    /** The peer has sent its close. */
    void peerClosed(ErrorCondition error) {
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
        if (state == State.CLOSED || amqp == null) {
            return;
        }
        trace.refresh(amqp.engine());
        if (state == State.CLOSING) {
            finish();
        } else {
            amqp.flush();
        }
    }

    /** Has the engine encode what it has now, without anything from the links. */
    void encodeNow() {
        if (!ending()) {
            amqp.encodeNow();
        }
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
        if (amqp == null) {
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

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean ending() {
        return state == State.CLOSING || state == State.CLOSED;
    }

    /** Encodes what the links still have to say, then our close, and ends TCP once that is written. */
    private void finish() {
        if (closeWritten) {
            return;
        }
        closeWritten = true;
        amqp.close(wasOpen, closeCondition, closeDescription);
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
        if (amqp != null) {
            amqp.endLinks();
        }
    }

    private void stopTimers() {
        idle.stop();
        handshake.stop();
    }

    // ---- for what other threads ask

    /** Returns what other threads may ask of this connection. Any thread. */
    ConnectionOrders orders() {
        return orders;
    }

    /** There is a router, for the first time. */
    void infoArrived() {
        if (amqp != null) {
            amqp.infoArrived();
        }
    }

    /** Ends TCP without a close frame. */
    void abort(String requester) {
        if (state != State.CLOSED) {
            log.forced(requester);
            endSilently();
            wire.abort();
        }
    }

    /** A SASL mechanism came or went. */
    void mechanismsChanged() {
        if (state == State.LOGIN) {
            login.mechanismsChanged();
        }
    }

    /** Grants no more credit. */
    void drain() {
        if (state == State.OPEN) {
            links.drain();
            touch();
        }
    }

    /** Returns the links, null while there are none. Any thread. */
    LinkLayer links() {
        return links;
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
        return amqp.inputFrame();
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
        return amqp.engine().connection();
    }
}

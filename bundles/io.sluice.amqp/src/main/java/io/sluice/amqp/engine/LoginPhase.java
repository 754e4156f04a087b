// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.amqp.sasl.SaslClientLayer;
import io.sluice.amqp.sasl.SaslHost;
import io.sluice.amqp.sasl.SaslLayer;
import io.sluice.amqp.sasl.SaslServerLayer;
import io.sluice.security.api.SaslContext;
import io.sluice.transport.api.EndpointSettings;
import io.sluice.transport.api.TlsInfo;
import io.sluice.transport.api.WireConnection;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.security.SaslFrameBody;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Open;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may come in and as whom: applies the endpoint's SASL and encryption rules. Owner loop only. */
final class LoginPhase implements Handshake.Host, SaslHost {

    private static final Logger LOG = LoggerFactory.getLogger("SERVER");

    private final AmqpConnection connection;
    private final WireConnection wire;
    private final HandlerContext context;
    private final LoopScope scope;
    private final FrameTrace trace;
    private final EndpointSettings settings;
    private final Handshake handshake;
    private String mechanism;
    private String user;

    LoginPhase(AmqpConnection connection, WireConnection wire, HandlerContext context, LoopScope scope,
            FrameReader reader, FrameTrace trace) {
        this.connection = connection;
        this.wire = wire;
        this.context = context;
        this.scope = scope;
        this.trace = trace;
        this.settings = wire.endpoint();
        this.handshake = new Handshake(this, reader);
    }

    void start() {
        if (wire.outgoing()) {
            writeSaslHeader();
        }
    }

    private void writeSaslHeader() {
        trace.event("->", "SASL");
        write(Handshake.header(Handshake.SASL));
    }

    void read(ByteBuffer in) {
        handshake.read(in);
    }

    void mechanismsChanged() {
        handshake.mechanismsChanged();
    }

    void dispose() {
        handshake.dispose();
    }

    @Override
    public SaslLayer saslHeader() {
        trace.event("<-", "SASL");
        if (wire.outgoing()) {
            return new SaslClientLayer(this, new SaslClientLayer.Settings(settings.words("saslMechanisms"),
                    settings.text("saslUsername", null), settings.text("saslPassword", null),
                    OpenFields.host(wire.remoteAddress()), wire.tls().isPresent()));
        }
        writeSaslHeader();
        TlsInfo tls = wire.tls().orElse(null);
        SaslContext login = new SaslContext(tls != null, settings.words("saslMechanisms"),
                tls == null ? List.of() : tls.peerCertificates(), tls == null ? null : tls.userId(),
                wire.remoteAddress(), null);
        return new SaslServerLayer(this, login, context.mechanisms(), context.saslExecutor());
    }

    @Override
    public void saslFrame(Object body) {
        trace.frame("<-", body);
    }

    @Override
    public void amqpHeader(boolean afterSasl) {
        trace.event("<-", "AMQP");
        TlsInfo tls = wire.tls().orElse(null);
        if (wire.outgoing()) {
            if (afterSasl) {
                connection.peerSpeaksAmqp();
            } else {
                connection.end("amqp:connection:framing-error", "Expected SASL protocol header: peer skipped SASL");
            }
            return;
        }
        if (!afterSasl && settings.flag("authenticatePeer", false)) {
            connection.end("amqp:connection:policy-error", "Client skipped authentication - forbidden");
        } else if (tls == null && (settings.flag("requireSsl", false) || settings.flag("requireEncryption", false))) {
            connection.end("amqp:connection:policy-error", "Client connection unencrypted - forbidden");
        } else {
            if (!afterSasl) {
                user = tls == null ? "anonymous" : tls.userId();
            }
            connection.loggedIn(mechanism, user);
            connection.peerSpeaksAmqp();
        }
    }

    @Override
    public void unknownProtocol(String description) {
        if (!wire.outgoing()) {
            write(Handshake.header(Handshake.AMQP));
            Open open = new Open();
            open.setContainerId("");
            writeFrame(open, 0);
            Close close = new Close();
            close.setError(new ErrorCondition(Symbol.valueOf("amqp:connection:framing-error"), description));
            writeFrame(close, 0);
        }
        connection.end("amqp:connection:framing-error", description);
    }

    @Override
    public void foreignTls() {
        connection.endSilently();
    }

    @Override
    public void malformed(RuntimeException cause) {
        if (cause != null) {
            LOG.debug("[C{}] a SASL frame cannot be processed", wire.id(), cause);
        }
        connection.end("amqp:connection:framing-error", "malformed frame");
    }

    @Override
    public boolean reading() {
        return connection.reading();
    }

    @Override
    public void send(SaslFrameBody frame) {
        trace.frame("->", frame);
        writeFrame(frame, 1);
    }

    @Override
    public void hold(boolean held) {
        connection.hold(held);
    }

    @Override
    public void post(Runnable task) {
        wire.loop().execute(task);
    }

    @Override
    public void authenticated(String mechanism, String user) {
        this.mechanism = mechanism;
        this.user = user;
        handshake.saslDone();
        if (wire.outgoing()) {
            connection.loggedIn(mechanism, user);
            connection.startAmqp();
        }
    }

    @Override
    public void failed(String condition, String description) {
        connection.end(condition, description);
    }

    private void write(byte[] bytes) {
        wire.write(wire.acquire().put(bytes).flip());
    }

    private void writeFrame(Object body, int type) {
        ByteBuffer buffer = wire.acquire();
        buffer.position(FrameReader.HEAD_BYTES);
        scope.encode(body, buffer);
        buffer.putInt(0, buffer.position());
        buffer.put(4, (byte) 2).put(5, (byte) type).putShort(6, (short) 0);
        wire.write(buffer.flip());
    }
}

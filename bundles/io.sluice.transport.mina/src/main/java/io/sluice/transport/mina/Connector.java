// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;

import javax.net.ssl.SSLEngine;

import org.apache.mina.core.future.ConnectFuture;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.security.api.TlsProfile;
import io.sluice.transport.api.EndpointSettings;
import io.sluice.transport.api.WireHandler;

/** One configured connector. Its own steps run on the transport's control thread, connections on their loops. */
final class Connector extends IoHandlerAdapter implements Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger("SERVER");
    private static final AttributeKey ATTEMPT = new AttributeKey(Connector.class, "attempt");
    private static final long CONNECT_TIMEOUT_MILLIS = 30_000;

    private final MinaTransport transport;
    private final String pid;
    private final EndpointSettings settings;
    private final HostPort configured;
    private final String family;
    private final String profileName;
    private final RetryTimings retry;
    private final ConnectionTimings timings;
    private final NioSocketConnector dialer;
    private final EndpointEntity entity;
    private final FailoverList places;
    private final Runnable watcher = this::somethingChanged;
    private volatile String status = "INITIALIZING";
    private volatile String message = "";
    private volatile boolean stopped;
    private volatile HostPort target;
    private volatile MinaConnection connection;
    private Attempt attempt;
    private ConnectFuture dialing;
    private ScheduledFuture<?> timer;
    private boolean waiting;

    /** One number and one place, over all addresses of the place. */
    private static final class Attempt {
        private final long id;
        private final HostPort place;
        private boolean opened;

        Attempt(long id, HostPort place) {
            this.id = id;
            this.place = place;
        }
    }

    Connector(MinaTransport transport, String pid, Map<String, Object> attributes, RetryTimings retry,
            ConnectionTimings timings) {
        this.transport = transport;
        this.pid = pid;
        this.retry = retry;
        this.timings = timings;
        configured = new HostPort(Settings.text(attributes, "host", "127.0.0.1"),
                Settings.text(attributes, "port", "amqp"));
        family = Settings.text(attributes, "protocolFamily");
        profileName = Settings.text(attributes, "sslProfile");
        places = new FailoverList(configured);
        target = configured;
        entity = new EndpointEntity("connector", attributes, Map.of("connectionStatus", () -> status,
                "connectionMsg", () -> message, "failoverUrls", places::urls));
        settings = new EndpointSettings(EndpointSettings.Kind.CONNECTOR, entity.name(), attributes);
        dialer = new NioSocketConnector(transport.helpers(), new Placement(transport.loops()));
        dialer.setHandler(this);
        dialer.setConnectTimeoutMillis(CONNECT_TIMEOUT_MILLIS);
        dialer.getSessionConfig().setTcpNoDelay(true);
    }

    // ---- life

    void start() {
        LoggerFactory.getLogger("CONN_MGR").info("Configured Connector: {} proto=any, role={}{}", configured,
                settings.role(), profileName == null ? "" : ", sslProfile=" + profileName);
        transport.connectors().add(entity);
        try {
            Ports.number(configured.port());
        } catch (IllegalArgumentException e) {
            message = e.getMessage();
            status = "FAILED";
            LOG.error("Connector {} is of no use: {}", configured, e.getMessage());
            transport.reports().rejected(pid, "port", e.getMessage());
            return;
        }
        transport.onChange(watcher);
        transport.run(this::dial);
        transport.reports().applied(pid, null);
    }

    void stop() {
        stopped = true;
        status = "CLOSING";
        transport.noChange(watcher);
        transport.connectors().remove(entity);
        transport.reports().forget(pid);
        transport.run(() -> {
            if (timer != null) {
                timer.cancel(false);
            }
            if (dialing != null) {
                dialing.cancel();
            }
            dialer.dispose(false);
        });
        MinaConnection live = connection;
        if (live != null) {
            live.loop().execute(live::close);
        }
    }

    private void somethingChanged() {
        transport.run(() -> {
            if (waiting) {
                dial();
            }
        });
    }

    // ---- dialling, on the control thread

    private void dial() {
        if (stopped) {
            return;
        }
        waiting = !transport.hasFactory() || profileName != null && transport.profile(profileName) == null;
        if (waiting) {
            // A bundle of ours is being replaced, or has not started yet: that is no failure of the peer.
            status = "INITIALIZING";
            return;
        }
        status = "CONNECTING";
        HostPort place = places.current();
        target = place;
        Attempt now = new Attempt(transport.nextId(), place);
        attempt = now;
        transport.helpers().execute(() -> {
            try {
                int port = Ports.number(place.port());
                List<InetSocketAddress> found = Addresses.of(place.host(), family).stream()
                    .map(address -> new InetSocketAddress(address, port)).toList();
                transport.run(() -> connect(now, found, 0));
            } catch (UnknownHostException | IllegalArgumentException e) {
                transport.run(() -> ended(now, "proton:io Name or service not known - disconnected " + place));
            }
        });
    }

    private void connect(Attempt now, List<InetSocketAddress> addresses, int index) {
        if (stopped) {
            return;
        }
        dialing = dialer.connect(addresses.get(index),
                (session, future) -> session.setAttribute(ATTEMPT, now));
        dialing.addListener(done -> {
            Throwable failure = ((ConnectFuture) done).getException();
            if (failure == null) {
                return;
            }
            if (index + 1 < addresses.size()) {
                transport.run(() -> connect(now, addresses, index + 1));
            } else {
                transport.run(() -> ended(now, "proton:io " + text(failure) + " - disconnected " + now.place));
            }
        });
    }

    private static String text(Throwable failure) {
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return failure instanceof ConnectException && text.startsWith("Connection timed out") ? "Connection timed out"
            : text;
    }

    private void ended(Attempt which, String failure) {
        if (stopped || attempt != which) {
            return;
        }
        attempt = null;
        places.failed();
        String text = "[C" + which.id + "] Connection to " + which.place + " failed"
            + (failure == null ? "" : ": " + failure);
        message = text;
        status = "FAILED";
        LOG.info("{}", text);
        timer = transport.schedule(this::dial, retry.delay(which.opened, places.size()));
    }

    // ---- sessions, on their loop

    @Override
    public void sessionOpened(IoSession session) {
        Attempt mine = (Attempt) session.getAttribute(ATTEMPT);
        MinaConnection made = new MinaConnection(mine.id, (NioSession) session, this, true, mine.place.toString(),
                timings);
        connection = made;
        transport.add(made);
        made.start();
        if (stopped) {
            made.close();
        }
    }

    @Override
    public void sessionClosed(IoSession session) {
        Placement.loopOf((NioSession) session).connections().decrementAndGet();
        if (session.getAttribute(MinaConnection.KEY) instanceof MinaConnection made) {
            made.sessionClosed();
        } else {
            Attempt mine = (Attempt) session.getAttribute(ATTEMPT);
            transport.run(() -> ended(mine, null));
        }
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        LOG.error("Connection to {} closed after an unexpected failure", target, cause);
        session.closeNow();
    }

    // ---- Endpoint

    @Override
    public EndpointSettings settings() {
        return settings;
    }

    @Override
    public WireHandler newHandler(MinaConnection made) {
        return transport.newHandler(made);
    }

    @Override
    public TlsProfile tlsProfile() {
        return transport.profile(profileName);
    }

    @Override
    public SSLEngine newEngine(TlsProfile profile) {
        HostPort place = target;
        return profile.newClientEngine(place.host(), Ports.number(place.port()),
                settings.flag("verifyHostname", true));
    }

    @Override
    public Executor tlsTasks() {
        return transport.tlsTasks();
    }

    @Override
    public void established(MinaConnection made) {
        LOG.debug("[C{}] TCP connection to {} is up", made.id(), made.remoteAddress());
    }

    @Override
    public void opened(MinaConnection made, String summary, List<String> failover) {
        transport.run(() -> {
            if (attempt != null && attempt.id == made.id()) {
                attempt.opened = true;
                places.opened(failover);
                message = "[C" + made.id() + "] " + summary;
                status = stopped ? "CLOSING" : "SUCCESS";
            }
        });
    }

    @Override
    public void closed(MinaConnection made, String failure, Throwable cause) {
        transport.remove(made);
        connection = null;
        String text = failure != null || cause == null ? failure
            : cause instanceof EOFException ? "amqp:connection:framing-error connection aborted"
            : "proton:io " + cause.getMessage() + " - disconnected " + made.remoteAddress();
        transport.run(() -> {
            if (attempt != null && attempt.id == made.id()) {
                ended(attempt, text);
            }
        });
    }
}

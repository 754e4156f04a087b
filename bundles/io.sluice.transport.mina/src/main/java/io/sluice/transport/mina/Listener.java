// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

import javax.net.ssl.SSLEngine;

import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

import io.sluice.security.api.TlsProfile;
import io.sluice.transport.api.EndpointSettings;
import io.sluice.transport.api.WireHandler;

/** One configured listener. Its own steps run on the transport's control thread, connections on their loops. */
final class Listener extends IoHandlerAdapter implements Endpoint, GatedAcceptor.Admission {

    private static final Logger LOG = LoggerFactory.getLogger("SERVER");
    private static final Logger POLICY = LoggerFactory.getLogger("POLICY");
    private static final Marker NOTICE = MarkerFactory.getMarker("NOTICE");

    private final MinaTransport transport;
    private final String pid;
    private final EndpointSettings settings;
    private final HostPort configured;
    private final String family;
    private final String profileName;
    private final boolean clientCertificate;
    private final String trustedCertsFile;
    private final long retryMillis;
    private final ConnectionTimings timings;
    private final GatedAcceptor acceptor;
    private final EndpointEntity entity;
    private final Set<MinaConnection> open = ConcurrentHashMap.newKeySet();
    private final Runnable gateKeeper = this::updateGate;
    private volatile String boundAddress;
    private volatile boolean stopped;
    private String lastError;

    Listener(MinaTransport transport, String pid, Map<String, Object> attributes, long retryMillis,
            ConnectionTimings timings) {
        this.transport = transport;
        this.pid = pid;
        this.retryMillis = retryMillis;
        this.timings = timings;
        configured = new HostPort(Settings.text(attributes, "host", ""), Settings.text(attributes, "port", "amqp"));
        family = Settings.text(attributes, "socketAddressFamily");
        profileName = Settings.text(attributes, "sslProfile");
        clientCertificate = Settings.text(attributes, "saslMechanisms", "").contains("EXTERNAL");
        trustedCertsFile = Settings.text(attributes, "trustedCertsFile");
        entity = new EndpointEntity("listener", attributes, Map.of("boundAddress", this::boundAddress));
        settings = new EndpointSettings(EndpointSettings.Kind.LISTENER, entity.name(), attributes);
        acceptor = new GatedAcceptor(transport.helpers(), transport.loops(), this);
        acceptor.setHandler(this);
    }

    // ---- life

    void start() {
        LoggerFactory.getLogger("CONN_MGR").info("Configured Listener: {} proto=any, role={}{}", configured,
                settings.role(), profileName == null ? "" : ", sslProfile=" + profileName);
        transport.listeners().add(entity);
        transport.onChange(gateKeeper);
        updateGate();
        transport.run(this::bind);
    }

    private void updateGate() {
        acceptor.open(transport.hasFactory() && !stopped);
    }

    private void bind() {
        if (stopped) {
            return;
        }
        String trust = trustProblem();
        if (trust != null) {
            unusable("trustedCertsFile", trust);
            return;
        }
        int port;
        try {
            port = Ports.number(configured.port());
        } catch (IllegalArgumentException e) {
            unusable("port", e.getMessage());
            return;
        }
        try {
            bindAll(Addresses.toListen(configured.host(), family), port);
        } catch (UnknownHostException e) {
            standBy("host", "cannot resolve host: " + e.getMessage());
            return;
        } catch (IOException e) {
            Throwable reason = e.getCause() instanceof IOException inner ? inner : e;
            standBy("port", "cannot listen on " + configured + ": " + reason.getMessage());
            return;
        }
        boundAddress = acceptor.getLocalAddresses().stream().map(HostPort::of).sorted()
            .collect(Collectors.joining(", "));
        boolean named = !entity.name().equals(entity.identity());
        LOG.info(NOTICE, "Listening on {}{}", port == 0 ? boundAddress : configured,
                port == 0 && named ? " (" + entity.name() + ")" : "");
        transport.reports().applied(pid, (profileName == null ? "amqp://" : "amqps://")
                + (port == 0 ? boundAddress : new HostPort(configured.host(), Integer.toString(port)))
                + " (" + settings.role() + ")");
    }

    /** Reads the file here already, where it may take its time, and where it can be refused. */
    private String trustProblem() {
        TlsProfile profile = trustedCertsFile == null || !clientCertificate ? null : tlsProfile();
        try {
            if (profile != null) {
                profile.newServerEngine(true, trustedCertsFile);
            }
            return null;
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    private void bindAll(List<InetAddress> addresses, int port) throws IOException {
        if (addresses == null) {
            acceptor.bind(new GatedAcceptor.AnyFamily(port));
            return;
        }
        int actual = port;
        IOException failure = null;
        for (InetAddress address : addresses) {
            try {
                acceptor.bind(new InetSocketAddress(address, actual));
                actual = acceptor.getLocalAddress().getPort();
            } catch (IOException e) {
                failure = e;
                LOG.debug("Address {} of {} is not available: {}", address, configured, e.toString());
            }
        }
        // A name may have an address whose family this machine lacks; one that can be bound is enough.
        if (acceptor.getLocalAddresses().isEmpty() && failure != null) {
            throw failure;
        }
    }

    private void standBy(String attribute, String reason) {
        unusable(attribute, reason);
        transport.schedule(this::bind, retryMillis);
    }

    private void unusable(String attribute, String reason) {
        if (!reason.equals(lastError)) {
            lastError = reason;
            LOG.error("Listener error on {}: {} (proton:io)", configured, reason);
            transport.reports().rejected(pid, attribute, reason);
        }
    }

    /** Stops accepting, then closes what was accepted, each connection within its bound. */
    void stop() {
        stopped = true;
        transport.noChange(gateKeeper);
        transport.listeners().remove(entity);
        transport.reports().forget(pid);
        acceptor.dispose(false);
        for (MinaConnection connection : open) {
            connection.loop().execute(connection::close);
        }
    }

    String boundAddress() {
        return boundAddress;
    }

    EndpointEntity entity() {
        return entity;
    }

    // ---- accepting

    @Override
    public boolean hasRoom() {
        return transport.loops().connections() < transport.maxConnections();
    }

    @Override
    public void denied(SocketAddress peer) {
        transport.policy().denied();
        POLICY.info("DENY Connection '{}' based on global connection count. nConnections= {}",
                peer instanceof InetSocketAddress inet ? HostPort.numeric(inet.getAddress()) : "?",
                transport.loops().connections());
    }

    @Override
    public void sessionOpened(IoSession session) {
        NioSession nio = (NioSession) session;
        MinaConnection connection = new MinaConnection(transport.nextId(), nio, this, false,
                HostPort.of(session.getRemoteAddress()), timings);
        open.add(connection);
        transport.policy().accepted();
        if (POLICY.isTraceEnabled() && nio.getRemoteAddress() instanceof InetSocketAddress inet) {
            POLICY.trace("ALLOW Connection '{}' based on global connection count. nConnections= {}",
                    HostPort.numeric(inet.getAddress()), transport.loops().connections());
        }
        transport.add(connection);
        connection.start();
        if (stopped) {
            connection.close();
        }
    }

    @Override
    public void sessionClosed(IoSession session) {
        Placement.loopOf((NioSession) session).connections().decrementAndGet();
        if (session.getAttribute(MinaConnection.KEY) instanceof MinaConnection connection) {
            transport.policy().ended();
            connection.sessionClosed();
        }
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        LOG.error("Connection from {} (to {}) closed after an unexpected failure", session.getRemoteAddress(),
                configured, cause);
        session.closeNow();
    }

    // ---- Endpoint

    @Override
    public EndpointSettings settings() {
        return settings;
    }

    @Override
    public WireHandler newHandler(MinaConnection connection) {
        return transport.newHandler(connection);
    }

    @Override
    public TlsProfile tlsProfile() {
        return transport.profile(profileName);
    }

    @Override
    public SSLEngine newEngine(TlsProfile profile) {
        return profile.newServerEngine(clientCertificate, trustedCertsFile);
    }

    @Override
    public Executor tlsTasks() {
        return transport.tlsTasks();
    }

    @Override
    public void established(MinaConnection connection) {
        LOG.info("[C{}] Accepted connection to {} from {}", connection.id(), listen(connection),
                connection.remoteAddress());
    }

    @Override
    public void opened(MinaConnection connection, String summary, List<String> failover) {
        // Only a connector has somebody who waits for it.
    }

    @Override
    public void closed(MinaConnection connection, String failure, Throwable cause) {
        open.remove(connection);
        transport.remove(connection);
        // What the protocol found wrong it has logged itself.
        if (failure != null && connection.failedByTransport()) {
            LOG.info("[C{}] Connection from {} (to {}) failed: {}", connection.id(), connection.remoteAddress(),
                    listen(connection), failure);
        }
    }

    private String listen(MinaConnection connection) {
        return configured.port().equals("0") ? connection.localAddress() : configured.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.rmi.NoSuchObjectException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import javax.management.MBeanServer;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.management.remote.rmi.RMIJRMPServerImpl;
import javax.rmi.ssl.SslRMIClientSocketFactory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.security.api.TlsProfile;

/** One running remote connector: registry and JMX server on one port. Started and stopped by one thread at a time. */
final class RmiConnector {

    private static final Logger LOG = LoggerFactory.getLogger("AGENT");
    private static final String HOSTNAME_PROPERTY = "java.rmi.server.hostname";
    private static final long BIND_RETRY_MS = 1_000;
    private static final long BIND_PAUSE_MS = 50;
    /** What a login may be made of. */
    private static final String CREDENTIALS_FILTER = "java.lang.String;!*";
    /** What parameters of calls may be made of: JDK values and JMX types, never the classes of a library. */
    private static final String CALLS_FILTER = "maxdepth=32;maxrefs=100000;maxbytes=4194304;maxarray=100000;"
        + "java.lang.*;java.util.*;java.math.*;java.time.*;java.rmi.*;java.rmi.server.*;javax.management.**;"
        + "javax.security.auth.*;!*";

    private final JmxSettings settings;
    private final AtomicReference<ServerSocket> holder = new AtomicReference<>();
    private Registry registry;
    private JMXConnectorServer server;
    private boolean hostnameSet;
    private String url;

    RmiConnector(JmxSettings settings) {
        this.settings = settings;
    }

    /**
     * Binds and serves.
     *
     * @param authenticator null for none
     * @param profile the TLS profile as it is now; null for no TLS at all
     * @throws IOException if the address cannot be bound or RMI fails; nothing is left behind
     */
    void start(MBeanServer beans, JMXAuthenticator authenticator, Supplier<TlsProfile> profile) throws IOException {
        try {
            ServerSocket socket = bind(profile);
            holder.set(socket);
            serve(beans, authenticator, profile != null, socket.getLocalPort());
        } catch (IOException e) {
            stop();
            throw e;
        } catch (ReflectiveOperationException e) {
            stop();
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Tries again for a moment if the port is taken: after a restart the kernel may free it a little later. */
    private ServerSocket bind(Supplier<TlsProfile> profile) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BIND_RETRY_MS);
        while (true) {
            ServerSocket socket = new ConnectorSocket(profile, settings.requireClientCertificate());
            try {
                socket.setReuseAddress(true);
                socket.bind(address());
                return socket;
            } catch (BindException e) {
                socket.close();
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(BIND_PAUSE_MS);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }
    }

    private InetSocketAddress address() throws IOException {
        return settings.host().isEmpty() ? new InetSocketAddress(settings.port())
            : new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port());
    }

    private void serve(MBeanServer beans, JMXAuthenticator authenticator, boolean tls, int port)
            throws IOException, ReflectiveOperationException {
        announceHost();
        RMIClientSocketFactory clients = tls ? new SslRMIClientSocketFactory() : null;
        RMIServerSocketFactory servers = SocketFactories.handingOut(holder);
        Map<String, Object> environment = new HashMap<>();
        environment.put(RMIConnectorServer.CREDENTIALS_FILTER_PATTERN, CREDENTIALS_FILTER);
        environment.put(RMIConnectorServer.SERIAL_FILTER_PATTERN, CALLS_FILTER);
        environment.put("jmx.remote.x.daemon", "true");
        if (authenticator != null) {
            environment.put(JMXConnectorServer.AUTHENTICATOR, authenticator);
        }
        // The same factories and port make RMI use one socket for both.
        registry = LocateRegistry.createRegistry(port, clients, servers);
        RMIJRMPServerImpl remote = new RMIJRMPServerImpl(port, clients, servers, environment);
        String host = hostInUrl();
        server = new RMIConnectorServer(new JMXServiceURL("rmi", host, port), environment, remote, beans);
        if (authenticator != null && settings.adminUsers() != null) {
            server.setMBeanServerForwarder(AccessGate.of(settings::mayChange));
        }
        server.start();
        registry.rebind("jmxrmi", remote.toStub());
        url = "service:jmx:rmi:///jndi/rmi://" + host + ":" + port + "/jmxrmi";
    }

    /**
     * RMI tells clients which host to connect to, by default whatever the machine's name resolves to. With a host
     * configured it must be that one, and a property of the JVM is the only way to say so.
     */
    private void announceHost() {
        if (!wildcard() && System.getProperty(HOSTNAME_PROPERTY) == null) {
            System.setProperty(HOSTNAME_PROPERTY, settings.host());
            hostnameSet = true;
        }
    }

    private boolean wildcard() {
        return settings.host().isEmpty() || settings.host().equals("0.0.0.0") || settings.host().equals("::");
    }

    private String hostInUrl() throws IOException {
        String host = wildcard() ? InetAddress.getLocalHost().getHostName() : settings.host();
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** Returns the service URL; null unless started. */
    String url() {
        return url;
    }

    /** Returns the port that was bound. */
    int port() {
        ServerSocket socket = holder.get();
        return socket == null ? 0 : socket.getLocalPort();
    }

    /** Closes all clients' connections and the port. Without effect if not started. */
    void stop() {
        try {
            if (server != null) {
                server.stop();
            }
            if (registry != null) {
                UnicastRemoteObject.unexportObject(registry, true);
            }
        } catch (NoSuchObjectException e) {
            LOG.debug("JMX registry was unexported already");
        } catch (IOException e) {
            LOG.warn("JMX connector did not stop cleanly: {}", e.toString());
        }
        server = null;
        registry = null;
        ServerSocket socket = holder.getAndSet(null);
        if (socket != null) {
            try {
                socket.close();
                ((ConnectorSocket) socket).closeAccepted();
            } catch (IOException e) {
                LOG.debug("JMX port did not close cleanly: {}", e.toString());
            }
        }
        if (hostnameSet) {
            System.clearProperty(HOSTNAME_PROPERTY);
            hostnameSet = false;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.security.api.TlsProfile;

/**
 * The listening socket of the connector. It puts TLS on each accepted socket with the profile as it is then, so that a
 * changed or swapped profile needs no new listening socket; while there is no profile, clients are turned away. When it
 * closes, its clients' sockets close too: RMI would keep serving them, as a connector that no longer exists.
 */
final class ConnectorSocket extends ServerSocket {

    private static final Logger LOG = LoggerFactory.getLogger("AGENT");

    private final Supplier<TlsProfile> profile;
    private final boolean requireClientCertificate;
    private final Set<Socket> accepted = ConcurrentHashMap.newKeySet();

    /**
     * Makes an unbound socket.
     *
     * @param profile the TLS profile as it is now; null for no TLS at all
     */
    ConnectorSocket(Supplier<TlsProfile> profile, boolean requireClientCertificate) throws IOException {
        this.profile = profile;
        this.requireClientCertificate = requireClientCertificate;
    }

    @Override
    public Socket accept() throws IOException {
        while (true) {
            Socket plain = super.accept();
            try {
                Socket socket = profile == null ? plain : secure(plain);
                if (socket != null) {
                    track(socket);
                    return socket;
                }
                LOG.warn("JMX client {} turned away: the sslProfile is not there", plain.getRemoteSocketAddress());
            } catch (IOException | IllegalStateException e) {
                LOG.warn("JMX client {} turned away: {}", plain.getRemoteSocketAddress(), e.toString());
            }
            plain.close();
        }
    }

    private void track(Socket socket) {
        accepted.removeIf(Socket::isClosed);
        accepted.add(socket);
        if (isClosed()) {
            closeAccepted();
        }
    }

    private SSLSocket secure(Socket plain) throws IOException {
        TlsProfile current = profile.get();
        if (current == null) {
            return null;
        }
        SSLSocket socket = (SSLSocket) current.context().getSocketFactory().createSocket(plain, null, true);
        // The engine carries the profile's protocols and ciphers; RMI needs a socket, so they are copied.
        SSLEngine engine = current.newServerEngine(requireClientCertificate);
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(engine.getEnabledProtocols());
        socket.setEnabledCipherSuites(engine.getEnabledCipherSuites());
        socket.setNeedClientAuth(requireClientCertificate);
        return socket;
    }

    /** Closes the clients' sockets. */
    void closeAccepted() {
        List<Socket> open = new ArrayList<>(accepted);
        accepted.clear();
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("Socket of a JMX client did not close cleanly: {}", e.toString());
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Connects sockets, and says in plain words what is wrong when that fails. */
final class Sockets {

    private Sockets() {
    }

    static Socket connect(BusUrl url, TlsFiles files, int timeoutMillis) throws ClientException {
        Socket plain = plain(url, timeoutMillis);
        if (!url.tls()) {
            return plain;
        }
        try {
            return secure(plain, url, files, timeoutMillis);
        } catch (IOException | ClientException e) {
            try {
                plain.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            if (e instanceof ClientException own) {
                throw own;
            }
            throw new ClientException("TLS with " + url + " failed: " + reason((IOException) e, url), e);
        }
    }

    private static Socket plain(BusUrl url, int timeoutMillis) throws ClientException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(url.host());
        } catch (UnknownHostException e) {
            throw new ClientException("Cannot connect to " + url + ": there is no host of this name", e);
        }
        IOException failure = null;
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, url.port()), timeoutMillis);
                return socket;
            } catch (IOException e) {
                failure = e;
                close(socket, e);
            }
        }
        String reason = failure instanceof SocketTimeoutException ? "no answer within " + timeoutMillis / 1000.0 + " s"
                : failure.getMessage();
        throw new ClientException("Cannot connect to " + url + ": " + reason + ". Is a router listening there?"
                + " -b names another address; without -b a router of this machine is asked", failure);
    }

    private static Socket secure(Socket plain, BusUrl url, TlsFiles files, int timeoutMillis)
            throws IOException, ClientException {
        SSLSocket socket = (SSLSocket) TlsContext.of(files).getSocketFactory()
                .createSocket(plain, url.host(), url.port(), true);
        if (!files.anyName()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.setSoTimeout(timeoutMillis);
        socket.startHandshake();
        return socket;
    }

    private static String reason(IOException failure, BusUrl url) {
        String text = String.valueOf(failure.getMessage());
        if (failure instanceof SocketTimeoutException) {
            return "no answer; does the port expect TLS? amqp:// connects without";
        } else if (text.contains("plaintext connection") || text.contains("terminated the handshake")) {
            return "the port does not talk TLS; amqp:// connects without";
        } else if (text.contains("PKIX path") || text.contains("unable to find valid certification path")) {
            return "the router's certificate is not signed by a CA that is trusted; --ssl-trustfile names a file with"
                    + " the CA's certificate";
        } else if (cause(failure) instanceof CertificateException mismatch) {
            return mismatch.getMessage() + "; if " + url.host() + " is right, --ssl-disable-peer-name-verify accepts"
                    + " the certificate (insecure)";
        } else if (text.contains("certificate_required") || text.contains("bad_certificate")) {
            return "the router wants a certificate it trusts: --ssl-certificate and --ssl-key (" + text + ")";
        } else if (failure instanceof SSLException) {
            return text;
        }
        return "the router has ended the connection (" + text + "); does the port expect TLS?";
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static void close(Socket socket, IOException cause) {
        try {
            socket.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}

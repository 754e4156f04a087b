// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A host and a port as text.
 *
 * @param host name or address, may be empty
 * @param port number or service name
 */
record HostPort(String host, String port) {

    private static final String DEFAULT_PORT = "5672";

    /** Reads {@code [scheme://][user@]host[:port][/...]}; null if there is no host. */
    static HostPort parse(String url) {
        String text = url.trim();
        int scheme = text.indexOf("://");
        boolean tls = scheme >= 0 && text.substring(0, scheme).equals("amqps");
        if (scheme >= 0) {
            text = text.substring(scheme + 3);
        }
        int slash = text.indexOf('/');
        if (slash >= 0) {
            text = text.substring(0, slash);
        }
        text = text.substring(text.lastIndexOf('@') + 1);
        String port = tls ? "5671" : DEFAULT_PORT;
        int bracket = text.lastIndexOf(']');
        int colon = text.lastIndexOf(':');
        boolean bareV6 = bracket < 0 && colon != text.indexOf(':');
        if (colon > bracket && !bareV6) {
            port = text.substring(colon + 1);
            text = text.substring(0, colon);
        }
        String host = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        return host.isEmpty() || port.isEmpty() ? null : new HostPort(host, port);
    }

    /** Returns {@code address:port} with a numeric address. */
    static String of(SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            return numeric(inet.getAddress()) + ":" + inet.getPort();
        }
        return String.valueOf(address);
    }

    /** Returns the numeric address without scope; a wildcard of both families is shown as the one of IPv4. */
    static String numeric(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        String plain = scope < 0 ? text : text.substring(0, scope);
        return plain.equals("0:0:0:0:0:0:0:0") ? "::" : plain.equals("0:0:0:0:0:0:0:1") ? "::1" : plain;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}

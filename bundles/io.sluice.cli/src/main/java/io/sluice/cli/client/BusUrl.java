// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where to connect to.
 *
 * @param tls whether with TLS
 * @param user user name, null if not given
 * @param password password, null if not given
 * @param host host name or address
 * @param port port
 */
public record BusUrl(boolean tls, String user, String password, String host, int port) {

    private static final int AMQP = 5672;
    private static final int AMQPS = 5671;
    private static final int MAX_PORT = 65_535;

    /**
     * Reads {@code [amqp[s]://][user[:password]@][host][:port][/...]}.
     *
     * @throws IllegalArgumentException it is none; the message says why
     */
    public static BusUrl parse(String text) {
        String rest = text.strip();
        boolean tls = false;
        int scheme = rest.indexOf("://");
        if (scheme >= 0) {
            tls = tls(rest.substring(0, scheme), text);
            rest = rest.substring(scheme + 3);
        }
        int slash = rest.indexOf('/');
        if (slash >= 0) {
            rest = rest.substring(0, slash);
        }
        String user = null;
        String password = null;
        int at = rest.lastIndexOf('@');
        if (at >= 0) {
            String login = rest.substring(0, at);
            rest = rest.substring(at + 1);
            int colon = login.indexOf(':');
            user = decode(colon < 0 ? login : login.substring(0, colon));
            password = colon < 0 ? null : decode(login.substring(colon + 1));
        }
        String host = rest;
        String port = "";
        if (rest.startsWith("[")) {
            int end = rest.indexOf(']');
            if (end < 0) {
                throw new IllegalArgumentException("'" + text + "': there is no ] after the IPv6 address");
            }
            host = rest.substring(1, end);
            port = rest.substring(end + 1);
            if (!port.isEmpty() && !port.startsWith(":")) {
                throw new IllegalArgumentException("'" + text + "': expected :PORT after the ]");
            }
            port = port.isEmpty() ? "" : port.substring(1);
        } else if (rest.indexOf(':') == rest.lastIndexOf(':') && rest.indexOf(':') >= 0) {
            host = rest.substring(0, rest.indexOf(':'));
            port = rest.substring(rest.indexOf(':') + 1);
        }
        return new BusUrl(tls, user, password, host.isEmpty() || host.equals("0.0.0.0") ? "127.0.0.1" : host,
                port.isEmpty() ? tls ? AMQPS : AMQP : port(port, text));
    }

    private static boolean tls(String scheme, String text) {
        return switch (scheme) {
            case "amqp" -> false;
            case "amqps" -> true;
            default -> throw new IllegalArgumentException(
                    "'" + text + "': the scheme is amqp or amqps, not " + scheme);
        };
    }

    private static int port(String text, String all) {
        if (text.equals("amqp")) {
            return AMQP;
        } else if (text.equals("amqps")) {
            return AMQPS;
        }
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + all + "': " + text + " is no port number", e);
        }
        throw new IllegalArgumentException("'" + all + "': " + text + " is no port number");
    }

    private static String decode(String text) {
        return text.indexOf('%') < 0 ? text : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Returns the same place, reached with TLS; the port stays. */
    public BusUrl withTls() {
        return new BusUrl(true, user, password, host, port);
    }

    /** Returns the URL without the password. */
    @Override
    public String toString() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return (tls ? "amqps://" : "amqp://") + shown + ":" + port;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.transport.api.EndpointSettings;
import io.sluice.transport.api.WireConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.engine.Connection;

/** The fields of the Open performative: what we send, and what we read of the peer's. */
final class OpenFields {

    private static final Symbol COST = Symbol.valueOf("qd.inter-router-cost");
    private static final Symbol FAILOVER = Symbol.valueOf("failover-server-list");
    private static final Symbol NETWORK_HOST = Symbol.valueOf("network-host");
    private static final Symbol PORT = Symbol.valueOf("port");
    private static final Symbol SCHEME = Symbol.valueOf("scheme");

    private static final Symbol STREAMING_LINKS = Symbol.valueOf("qd.streaming-links");

    private OpenFields() {}

    /** Fills our Open in; the transport's own limits are set elsewhere. */
    static void fill(Connection connection, WireConnection wire, HandlerContext context, String containerId) {
        EndpointSettings settings = wire.endpoint();
        connection.setContainer(containerId);
        if (wire.outgoing()) {
            connection.setHostname(host(wire.remoteAddress()));
        }
        connection.setOfferedCapabilities(capabilities());
        connection.setDesiredCapabilities(capabilities());
        Map<Symbol, Object> properties = new LinkedHashMap<>();
        properties.put(Symbol.valueOf("product"), context.product());
        properties.put(Symbol.valueOf("version"), context.version());
        properties.put(Symbol.valueOf("qd.conn-id"), (int) wire.id());
        if (settings.role().equals("inter-router") && settings.number("cost", 1) > 1) {
            properties.put(COST, settings.number("cost", 1));
        }
        if (betweenRouters(settings)) {
            properties.put(Symbol.valueOf("qd.annotations-version"), 1);
        }
        if (!settings.words("failoverUrls").isEmpty() && !wire.outgoing()) {
            properties.put(FAILOVER, failover(settings.words("failoverUrls")));
        }
        if (!betweenRouters(settings)) {
            own(settings).forEach((key, value) -> properties.putIfAbsent(Symbol.valueOf(key), value));
        }
        connection.setProperties(properties);
    }

    private static Symbol[] capabilities() {
        return new Symbol[] {Symbol.valueOf("ANONYMOUS-RELAY"), STREAMING_LINKS};
    }

    static boolean betweenRouters(EndpointSettings settings) {
        return settings.role().equals("inter-router") || settings.role().equals("edge");
    }

    private static Map<String, Object> own(EndpointSettings settings) {
        Object value = settings.attributes().get("openProperties");
        if (value instanceof Map) {
            return settings.map("openProperties");
        }
        return value == null || value.toString().isBlank() ? Map.of() : JsonText.object(value.toString());
    }

    private static List<Map<Symbol, Object>> failover(List<String> urls) {
        List<Map<Symbol, Object>> result = new ArrayList<>();
        for (String url : urls) {
            Map<Symbol, Object> entry = new LinkedHashMap<>();
            int schemeEnd = url.indexOf("://");
            String address = schemeEnd < 0 ? url : url.substring(schemeEnd + 3);
            entry.put(NETWORK_HOST, host(address));
            entry.put(PORT, port(address));
            if (schemeEnd > 0) {
                entry.put(SCHEME, url.substring(0, schemeEnd));
            }
            result.add(entry);
        }
        return result;
    }

    static String host(String address) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 || address.endsWith("]") ? address : address.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String port(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 || address.endsWith("]") ? "5672" : address.substring(colon + 1);
    }

    /** Returns the cost of a connection: the higher one of both ends' between routers, else 1. */
    static int cost(Connection connection, EndpointSettings settings) {
        if (!betweenRouters(settings)) {
            return 1;
        }
        Map<Symbol, Object> properties = connection.getRemoteProperties();
        int remote = properties != null && properties.get(COST) instanceof Integer cost ? cost : 1;
        return Math.max(1, Math.max(remote, settings.number("cost", 1)));
    }

    /** Returns true if the peer takes streaming links. */
    static boolean streamingLinks(Connection connection) {
        Symbol[] offered = connection.getRemoteOfferedCapabilities();
        return offered != null && List.of(offered).contains(STREAMING_LINKS);
    }

    /**
     * Returns the tenant space of a connection, which goes in front of its addresses: the virtual host that the peer
     * names, or that of its policy, and a slash. Null if its listener is not multi-tenant, or the peer names none.
     */
    static String tenant(Connection connection, EndpointSettings settings, String policyVhost) {
        String host = policyVhost == null ? connection.getRemoteHostname() : policyVhost;
        return settings.flag("multiTenant", false) && host != null && !host.isEmpty() ? host + "/" : null;
    }

    /** Returns how much credit links of a connection have. */
    static int linkCapacity(EndpointSettings settings) {
        int configured = settings.number("linkCapacity", 0);
        return configured > 0 ? configured : ConnectionDescriptor.DEFAULT_LINK_CAPACITY;
    }

    /** Returns the peer's fail-over list as {@code scheme://host:port} texts, null if it sent none. */
    static List<String> remoteFailover(Connection connection) {
        Map<Symbol, Object> properties = connection.getRemoteProperties();
        if (properties == null || !(properties.get(FAILOVER) instanceof List<?> list)) {
            return null;
        }
        List<String> result = new ArrayList<>();
        for (Object entry : list) {
            if (entry instanceof Map<?, ?> map && text(map, NETWORK_HOST, null) != null) {
                String host = text(map, NETWORK_HOST, null);
                result.add(text(map, SCHEME, "amqp") + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                        + text(map, PORT, "5672"));
            }
        }
        return result;
    }

    private static String text(Map<?, ?> map, Symbol key, String fallback) {
        Object value = map.get(key);
        return value == null || value.toString().isEmpty() ? fallback : value.toString();
    }

    /** Returns the peer's Open properties that management shows: texts and integers other than 0. */
    static Map<String, Object> shown(Connection connection) {
        Map<String, Object> result = new LinkedHashMap<>();
        if (connection.getRemoteProperties() != null) {
            connection.getRemoteProperties().forEach((key, value) -> {
                if (value instanceof String || value instanceof Integer number && number != 0) {
                    result.put(key.toString(), value);
                }
            });
        }
        return result;
    }
}

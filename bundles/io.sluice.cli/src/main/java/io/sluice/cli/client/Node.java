// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The management node of one router. */
public final class Node {

    /** What full type names begin with. */
    public static final String PREFIX = "org.apache.qpid.dispatch.";

    private static final String MANAGEMENT = "org.amqp.management";
    private static final String ADDRESS = "$management";
    private static final int PAGE = 500;
    private static final int OK = 200;
    private static final int REFUSED = 300;

    /** Names of types in configuration files and in speech. */
    private static final Map<String, String> ALIASES = Map.of("address", "router.config.address",
            "linkRoute", "router.config.linkRoute", "autoLink", "router.config.autoLink",
            "exchange", "router.config.exchange", "binding", "router.config.binding",
            "link", "router.link", "node", "router.node");

    private final Exchange exchange;
    private final String address;

    private Node(Exchange exchange, String address) {
        this.exchange = exchange;
        this.address = address;
    }

    /** Returns the node of the router that is connected. */
    public static Node local(Exchange exchange) {
        return new Node(exchange, ADDRESS);
    }

    /** Returns the node of an interior router. */
    public static Node router(Exchange exchange, String id) {
        return new Node(exchange, "_topo/0/" + id + "/" + ADDRESS);
    }

    /** Returns the node of an edge router. */
    public static Node edge(Exchange exchange, String id) {
        return new Node(exchange, "_edge/" + id + "/" + ADDRESS);
    }

    /** Returns the node at an address as GET-MGMT-NODES lists it. */
    public static Node at(Exchange exchange, String address) {
        String plain = address.startsWith("amqp:/") ? address.substring("amqp:/".length()) : address;
        return new Node(exchange, plain);
    }

    /** Returns the address of the node. */
    public String address() {
        return address;
    }

    /** Returns the full name of a type that may be given short. */
    public static String fullType(String type) {
        if (type == null || type.isEmpty() || type.startsWith(PREFIX) || type.startsWith("org.amqp.")) {
            return type;
        }
        return PREFIX + ALIASES.getOrDefault(type, type);
    }

    /** Returns a type without what all types begin with. */
    public static String shortType(String type) {
        return type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type;
    }

    /**
     * Asks for the entities of a type, page by page.
     *
     * @param type short or full name; null for all types
     * @param attributes attributes to ask for; empty for all
     * @param limit at most so many; 0 for all
     */
    public Rows query(String type, List<String> attributes, int limit) throws ClientException {
        List<List<Object>> rows = new ArrayList<>();
        List<String> names = attributes;
        while (true) {
            int count = limit == 0 ? PAGE : Math.min(PAGE, limit - rows.size());
            Map<String, Object> properties = self("QUERY");
            if (type != null) {
                properties.put("entityType", fullType(type));
            }
            properties.put("offset", (long) rows.size());
            properties.put("count", (long) count);
            Map<?, ?> body = map(ask(properties, Map.of("attributeNames", attributes)));
            names = texts(body.get("attributeNames"));
            List<?> page = body.get("results") instanceof List<?> list ? list : List.of();
            if (!rows.isEmpty() && !page.isEmpty() && page.get(0).equals(rows.get(0))) {
                // This router knows no pages: it has sent all rows again.
                break;
            }
            for (Object row : page) {
                rows.add(row instanceof List<?> values ? new ArrayList<>(values) : List.of());
            }
            if (page.size() != count || limit != 0 && rows.size() >= limit || type == null) {
                break;
            }
        }
        List<List<Object>> shown = limit == 0 || rows.size() <= limit ? rows : rows.subList(0, limit);
        return new Rows(names, shown);
    }

    /** Performs an operation on the management node itself. */
    public Object call(String operation, Map<String, Object> properties, Object body) throws ClientException {
        Map<String, Object> all = self(operation);
        all.putAll(properties);
        return ask(all, body);
    }

    /** Performs an operation on an entity; null for what is not given. */
    public Object entity(String operation, String type, String name, String identity, Map<String, Object> body)
            throws ClientException {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("operation", operation);
        if (type != null) {
            properties.put("type", fullType(type));
        }
        if (name != null) {
            properties.put("name", name);
        }
        if (identity != null) {
            properties.put("identity", identity);
        }
        return ask(properties, body);
    }

    private static Map<String, Object> self(String operation) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("name", "self");
        properties.put("type", MANAGEMENT);
        properties.put("operation", operation.toUpperCase(Locale.ROOT));
        return properties;
    }

    private Object ask(Map<String, Object> properties, Object body) throws ClientException {
        Exchange.Answer answer = exchange.ask(address, properties, body);
        if (answer.status() < OK || answer.status() >= REFUSED) {
            throw new RefusedException(answer.status(), answer.description());
        }
        return answer.body();
    }

    private static Map<?, ?> map(Object body) {
        return body instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<String> texts(Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(element -> texts.add(String.valueOf(element)));
        }
        return texts;
    }
}

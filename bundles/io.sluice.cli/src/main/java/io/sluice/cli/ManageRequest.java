// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.grack.nanojson.JsonParserException;
import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.Node;
import io.sluice.cli.text.Json;

/** What {@code manage} is to do, checked before anything is connected. */
final class ManageRequest {

    /** Does it and returns what to print; null for nothing. */
    @FunctionalInterface
    private interface Work {
        Object perform(Node node) throws ClientException;
    }

    /**
     * Text that is printed as it is.
     *
     * @param text the text
     */
    record Raw(String text) {}

    private final Work work;

    private ManageRequest(Work work) {
        this.work = work;
    }

    Object perform(Node node) throws ClientException {
        return work.perform(node);
    }

    /**
     * Makes a request of the command line; null for what was not given.
     *
     * @throws IllegalArgumentException the command line is wrong; the message says how
     */
    static ManageRequest of(String operation, List<String> arguments, List<String> attributes, String type,
            String name, String identity, int limit, int indent, Object input, Object body, Object properties) {
        String word = operation.toUpperCase(Locale.ROOT).replace('_', '-');
        boolean standard = ManageOperations.ALL.contains(word.toLowerCase(Locale.ROOT));
        if (standard && (body != null || properties != null)) {
            throw new IllegalArgumentException("--body and --properties are for other operations than " + operation);
        } else if (properties != null && !(properties instanceof Map)) {
            throw new IllegalArgumentException("--properties must be a JSON object");
        } else if (input != null && !List.of("CREATE", "UPDATE", "DELETE").contains(word)) {
            throw new IllegalArgumentException("--stdin is for create, update and delete");
        }
        Work work = switch (word) {
            case "QUERY" -> query(arguments, attributes, type, limit);
            case "CREATE", "UPDATE", "DELETE" -> change(word, arguments, type, name, identity, input);
            case "READ" -> read(arguments, type, name, identity);
            case "GET-JSON-SCHEMA" -> node -> new Raw(String.valueOf(
                node.call(word, Map.of("indent", (long) Math.max(0, indent)), null)));
            default -> node -> node.call(word, call(standard, arguments, type, name, identity, properties), body);
        };
        return new ManageRequest(work);
    }

    private static Work query(List<String> arguments, List<String> attributes, String type, int limit) {
        List<String> names = new ArrayList<>(attributes);
        for (String argument : arguments) {
            if (argument.indexOf('=') >= 0) {
                throw new IllegalArgumentException("query takes names of attributes, not '" + argument + "'");
            }
            names.add(argument);
        }
        return node -> node.query(type, names, Math.max(0, limit)).maps();
    }

    private static Work read(List<String> arguments, String type, String name, String identity) {
        if (!arguments.isEmpty()) {
            throw new IllegalArgumentException("read takes no attributes: '" + arguments.get(0)
                + "'; 'query' shows some of them");
        }
        needsTarget("read", name, identity);
        return node -> node.entity("READ", type, name, identity, Map.of());
    }

    private static void needsTarget(String operation, String name, String identity) {
        if (name == null && identity == null) {
            throw new IllegalArgumentException(operation + " needs --name or --identity");
        }
    }

    private static Work change(String word, List<String> arguments, String type, String name, String identity,
            Object input) {
        if (input == null) {
            return one(word, pairs(arguments), type, name, identity);
        } else if (!arguments.isEmpty()) {
            throw new IllegalArgumentException("attributes come from --stdin or from the command line, not from both");
        } else if (input instanceof Map<?, ?> map) {
            return one(word, copy(map), type, name, identity);
        } else if (input instanceof List<?> list) {
            List<Work> works = new ArrayList<>();
            for (Object element : list) {
                if (!(element instanceof Map<?, ?> map)) {
                    throw new IllegalArgumentException("--stdin: the list must contain nothing but objects");
                }
                works.add(one(word, copy(map), type, name, identity));
            }
            return node -> {
                List<Object> results = new ArrayList<>();
                for (Work work : works) {
                    Object result = work.perform(node);
                    if (result != null) {
                        results.add(result);
                    }
                }
                return word.equals("DELETE") ? null : results;
            };
        }
        throw new IllegalArgumentException("--stdin must be a JSON object or a list of them");
    }

    /** The type and what the entity is called may also stand among the attributes. */
    private static Work one(String word, Map<String, Object> attributes, String type, String name, String identity) {
        String ofType = type != null ? type : text(attributes, "type");
        attributes.remove("type");
        if (word.equals("CREATE")) {
            if (ofType == null) {
                throw new IllegalArgumentException("create needs --type");
            }
            String called = name != null ? name : text(attributes, "name");
            return node -> node.entity(word, ofType, called, null, attributes);
        }
        boolean given = name != null || identity != null;
        String called = given ? name : text(attributes, "name");
        String known = given ? identity : text(attributes, "identity");
        String operation = word.toLowerCase(Locale.ROOT);
        needsTarget(operation, called, known);
        if (!given) {
            attributes.remove("name");
            attributes.remove("identity");
        }
        if (word.equals("DELETE")) {
            return node -> {
                node.entity(word, ofType, called, known, Map.of());
                return null;
            };
        } else if (attributes.isEmpty()) {
            throw new IllegalArgumentException("update needs an ATTRIBUTE=VALUE");
        }
        return node -> node.entity(word, ofType, called, known, attributes);
    }

    private static String text(Map<String, Object> attributes, String key) {
        return attributes.get(key) == null ? null : attributes.get(key).toString();
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(key.toString(), value));
        return copy;
    }

    private static Map<String, Object> pairs(List<String> arguments) {
        Map<String, Object> pairs = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + argument + "': expected ATTRIBUTE=VALUE");
            }
            pairs.put(argument.substring(0, equals), value(argument.substring(equals + 1)));
        }
        return pairs;
    }

    /** Values are text, which the router converts; but a map can be given as JSON. */
    private static Object value(String text) {
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                return Json.read(text);
            } catch (JsonParserException e) {
                // It only looks like JSON: an address may begin so.
                return text;
            }
        }
        return text;
    }

    private static Map<String, Object> call(boolean standard, List<String> arguments, String type, String name,
            String identity, Object properties) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (properties instanceof Map<?, ?> map) {
            map.forEach((key, value) -> all.put(key.toString(), value));
        }
        for (Map.Entry<String, Object> pair : pairs(arguments).entrySet()) {
            all.put(pair.getKey(), number(pair.getValue()));
        }
        if (standard) {
            if (type != null) {
                all.put("entityType", Node.fullType(type));
            }
            return all;
        }
        if (type != null) {
            all.put("type", Node.fullType(type));
        }
        if (name != null || identity != null) {
            // Not the management node: what the operation is for. An empty name takes away that of the node.
            all.put("name", name == null ? "" : name);
        }
        if (identity != null) {
            all.put("identity", identity);
        }
        return all;
    }

    private static Object number(Object value) {
        try {
            return Long.valueOf(value.toString());
        } catch (NumberFormatException e) {
            return value;
        }
    }
}

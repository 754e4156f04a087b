// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.policy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.AttributeType;
import io.sluice.management.api.EntitySchema;
import io.sluice.management.api.EntityType;
import io.sluice.management.api.SchemaException;

/** From the attributes of a {@code vhost} to its rules. Stateless. */
final class VhostReader {

    static final String GROUPS = "groups";

    private static final String USERS = "users";
    private static final String HOSTS = "remoteHosts";
    private static final long MANY = 65535;
    private static final Logger LOG = LoggerFactory.getLogger("POLICY");

    private VhostReader() {
    }

    /** Reads the rules and says what is wrong with them. */
    static Vhost read(Map<String, ?> attributes) throws PolicyException {
        String hostname = text(attributes, "hostname");
        if (hostname.isEmpty()) {
            throw new PolicyException(hostname, "hostname", "it has no hostname");
        }
        Map<String, Object> written = groups(hostname, attributes.get(GROUPS));
        boolean unknown = Boolean.TRUE.equals(attributes.get("allowUnknownUser"));
        if (unknown && !written.containsKey(Vhost.DEFAULT_GROUP)) {
            throw new PolicyException(hostname, "allowUnknownUser", "Policy vhost '" + hostname
                + "' allows connections by default but default settings are not defined");
        }
        Map<String, Group> groups = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : written.entrySet()) {
            groups.put(entry.getKey(), group(hostname, entry.getKey(), entry.getValue()));
        }
        oneGroupEach(hostname, groups);
        return new Vhost(hostname, words(text(attributes, "aliases")), number(attributes, "maxConnections", MANY),
            attributes.get("maxMessageSize") instanceof Number size ? size.longValue() : null,
            number(attributes, "maxConnectionsPerUser", MANY), number(attributes, "maxConnectionsPerHost", MANY),
            unknown, Map.copyOf(groups), written);
    }

    private static String text(Map<String, ?> attributes, String name) {
        Object value = attributes.get(name);
        return value == null ? "" : value.toString().strip();
    }

    private static long number(Map<String, ?> attributes, String name, long otherwise) {
        return attributes.get(name) instanceof Number number ? number.longValue() : otherwise;
    }

    static List<String> words(String text) {
        return Arrays.stream(text.split("[,\\s]+")).filter(word -> !word.isEmpty()).toList();
    }

    /** Configuration Admin holds maps as JSON texts. */
    private static Map<String, Object> groups(String vhost, Object given) throws PolicyException {
        Object value = given;
        if (given instanceof String json && !json.isBlank()) {
            try {
                value = JsonParser.any().from(json);
            } catch (JsonParserException e) {
                throw new PolicyException(vhost, GROUPS, e.getMessage());
            }
        }
        Map<String, Object> groups = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, settings) -> groups.put(key.toString(), settings));
        } else if (value != null && !value.equals("")) {
            throw mustBe(vhost, GROUPS, "dict", value);
        }
        return groups;
    }

    private static PolicyException mustBe(String vhost, String option, String type, Object value) {
        return new PolicyException(vhost, GROUPS, "Policy vhost '" + vhost + "' option '" + option
            + "' must be of type '" + type + "' but is '" + value.getClass().getSimpleName() + "'");
    }

    private static Group group(String vhost, String name, Object given) throws PolicyException {
        if (!(given instanceof Map<?, ?> map)) {
            throw mustBe(vhost, name, "dict", given == null ? "" : given);
        }
        EntityType type = EntitySchema.standard().type("vhostUserGroupSettings");
        Map<String, Object> values = new HashMap<>();
        for (AttributeType attribute : type.attributes().values()) {
            if (attribute.defaultValue() != null) {
                values.put(attribute.name(), attribute.defaultValue());
            }
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String option = entry.getKey().toString();
            AttributeType attribute = type.attribute(option);
            if (attribute == null || entry.getValue() == null) {
                LOG.warn("Policy vhost '{}' option '{}' is ignored.", vhost, option);
                continue;
            }
            values.put(option, converted(vhost, name, attribute, entry.getValue()));
        }
        for (String kind : List.of("source", "target")) {
            if (values.containsKey(kind + "s") && values.containsKey(kind + "Pattern")) {
                throw new PolicyException(vhost, GROUPS, "Policy vhost '" + vhost + "' user group '" + name
                    + "' specifies conflicting '" + kind + "s' and '" + kind
                    + "Pattern' attributes. Use only one or the other.");
            }
        }
        Set<String> users = new LinkedHashSet<>(words(text(values, USERS)));
        boolean special = name.equals(Vhost.DEFAULT_GROUP) || name.equals(Vhost.CONNECTOR_GROUP);
        if (users.isEmpty() && !special) {
            LOG.warn("Policy vhost '{}' user group '{}' has no defined users. This policy has no effect", vhost, name);
        }
        try {
            // For a connector it is this router that dials.
            String hosts = name.equals(Vhost.CONNECTOR_GROUP) ? "*" : text(values, HOSTS);
            return new Group(name, users, RemoteHosts.parse(hosts), Map.copyOf(values));
        } catch (IllegalArgumentException e) {
            throw error(vhost, name, HOSTS, e.getMessage());
        }
    }

    private static PolicyException error(String vhost, String group, String option, String what) {
        return new PolicyException(vhost, GROUPS, "Policy vhost '" + vhost + "' user group '" + group + "' option '"
            + option + "' has error '" + what + "'.");
    }

    private static Object converted(String vhost, String group, AttributeType attribute, Object value)
            throws PolicyException {
        if (attribute.kind() == AttributeType.Kind.BOOLEAN && !(value instanceof Boolean)
                && !(value instanceof String)) {
            throw mustBe(vhost, attribute.name(), "bool", value);
        }
        try {
            Object converted = attribute.convert(value);
            if (converted instanceof Number number && number.longValue() < 0) {
                throw error(vhost, group, attribute.name(), "Value '" + value + "' is below minimum '0'.");
            }
            if (attribute.name().equals("maxSessions") && ((Number) converted).longValue() > MANY) {
                throw error(vhost, group, attribute.name(), "Value '" + value + "' is above maximum '" + MANY + "'.");
            }
            return converted;
        } catch (SchemaException e) {
            if (attribute.kind() == AttributeType.Kind.BOOLEAN) {
                throw mustBe(vhost, attribute.name(), "bool", value);
            }
            throw error(vhost, group, attribute.name(), attribute.kind() == AttributeType.Kind.INTEGER
                ? "Value '" + value + "' does not resolve to an integer." : e.getMessage());
        }
    }

    private static void oneGroupEach(String vhost, Map<String, Group> groups) throws PolicyException {
        Map<String, String> seen = new HashMap<>();
        for (Group group : groups.values()) {
            for (String user : new TreeSet<>(group.users())) {
                String other = seen.putIfAbsent(user, group.name());
                if (other != null) {
                    throw new PolicyException(vhost, GROUPS, "Policy vhost '" + vhost + "' user '" + user
                        + "' is in multiple user groups '" + other + "' and '" + group.name() + "'");
                }
            }
        }
    }
}

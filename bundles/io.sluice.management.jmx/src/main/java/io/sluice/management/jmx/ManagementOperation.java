// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.management.AttributeChangeNotification;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.Notification;
import javax.management.openmbean.TabularData;

/**
 * The operations of {@link ManagementMBean} as data. Each kind that can be created often has its own operation with
 * plain text parameters, since JConsole offers a form for nothing else.
 */
enum ManagementOperation {

    /** Creates a listener. */
    CREATE_LISTENER("createListener", "listener", "name", "host", "port", "role", "sslProfile", "saslMechanisms"),
    /** Creates a connector. */
    CREATE_CONNECTOR("createConnector", "connector", "name", "host", "port", "role", "sslProfile"),
    /** Creates an address configuration. */
    CREATE_ADDRESS("createAddress", "router.config.address", "name", "prefix", "pattern", "distribution"),
    /** Creates a TLS profile. */
    CREATE_SSL_PROFILE("createSslProfile", "sslProfile", "name", "certFile", "privateKeyFile", "caCertFile",
        "password"),
    /** Creates anything, for programs. */
    CREATE("create", null, "type", "name", "attributes[]"),
    /** Creates anything, for JConsole, which has no form for arrays. */
    CREATE_TEXT("create", null, "type", "name", "attributes"),
    /** Deletes anything. */
    DELETE("delete", null, "type", "identityOrName"),
    /** All attributes of all entities of a type. */
    QUERY("query", null, "type"),
    /** Some attributes of all entities of a type. */
    QUERY_ATTRIBUTES("query", null, "type", "attributes[]"),
    /** Some attributes of the entities that a filter lets through, for programs. */
    QUERY_FILTER("query", null, "type", "attributes[]", "filter"),
    /** The same, for JConsole. */
    QUERY_TEXT("query", null, "type", "attributes", "filter");

    private static final Set<ManagementOperation> QUERIES = EnumSet.of(QUERY, QUERY_ATTRIBUTES, QUERY_FILTER,
        QUERY_TEXT);

    private static final Map<String, String> DESCRIPTIONS = Map.of(
        "attributes[]", "attribute=value, each an element",
        "attributes", "attribute=value, separated by semicolons",
        "filter", "for instance linkDir=in or (&(linkDir=in)(deliveryCount>=1000)(linkName=a*)); empty for all",
        "type", "short or full name of an entity type",
        "name", "name of the new entity; empty for none");

    private final String operation;
    private final String createdType;
    private final List<String> parameters;

    ManagementOperation(String operation, String createdType, String... parameters) {
        this.operation = operation;
        this.createdType = createdType;
        this.parameters = List.of(parameters);
    }

    /** Finds the operation for a name and actual parameters, or null. */
    static ManagementOperation find(String name, Object[] values) {
        for (ManagementOperation candidate : values()) {
            if (candidate.operation.equals(name) && candidate.takes(values)) {
                return candidate;
            }
        }
        return null;
    }

    private boolean takes(Object[] values) {
        if (values.length != parameters.size()) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            Class<?> type = parameters.get(i).endsWith("[]") ? String[].class : String.class;
            if (values[i] != null && !type.isInstance(values[i])) {
                return false;
            }
        }
        return true;
    }

    String createdType() {
        return createdType;
    }

    /** Returns the attributes given to an operation that creates one kind of entity; empty ones were left out. */
    Map<String, Object> attributes(Object[] values) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (int i = 1; i < values.length; i++) {
            if (values[i] != null && !values[i].toString().isEmpty()) {
                attributes.put(parameters.get(i), values[i]);
            }
        }
        return attributes;
    }

    private String description() {
        if (isQuery()) {
            return "Returns the entities of a type as a table";
        }
        return this == DELETE ? "Deletes an entity"
            : "Creates " + (createdType == null ? "an entity" : "a " + createdType)
                + "; returns its identity. Empty parameters take the default";
    }

    boolean isQuery() {
        return QUERIES.contains(this);
    }

    /** Returns the description of a parameter. */
    private String explain(String parameter) {
        return isQuery() && parameter.startsWith("attributes")
            ? "names of the attributes to show" + (parameter.endsWith("]") ? "" : ", separated by commas")
                + "; none: all"
            : DESCRIPTIONS.getOrDefault(parameter, parameter);
    }

    private MBeanOperationInfo operationInfo() {
        MBeanParameterInfo[] infos = parameters.stream().map(parameter -> {
            boolean array = parameter.endsWith("[]");
            String plain = array ? parameter.substring(0, parameter.length() - 2) : parameter;
            return new MBeanParameterInfo(plain, (array ? String[].class : String.class).getName(),
                explain(parameter));
        }).toArray(MBeanParameterInfo[]::new);
        boolean query = isQuery();
        String result = query ? TabularData.class.getName() : this == DELETE ? "void" : String.class.getName();
        return new MBeanOperationInfo(operation, description(), infos, result,
            query ? MBeanOperationInfo.INFO : MBeanOperationInfo.ACTION);
    }

    static MBeanNotificationInfo[] notifications() {
        return new MBeanNotificationInfo[] {
            new MBeanNotificationInfo(EntityEvents.types(), Notification.class.getName(),
                "Something came or went; the user data is a map of its attributes"),
            new MBeanNotificationInfo(new String[] {AttributeChangeNotification.ATTRIBUTE_CHANGE},
                AttributeChangeNotification.class.getName(),
                "The state of a listener, connector, route, link or log module changed; the user data says whose")};
    }

    static MBeanInfo info() {
        MBeanAttributeInfo[] attributes = {
            attribute("entityTypes", String[].class, "Types of the entities that are there"),
            attribute("registeredEntities", Integer.class, "Entities that have an MBean"),
            attribute("queueOverflows", Long.class,
                "Times that entities came and went faster than they could be announced; notifications are missing then")
        };
        List<MBeanOperationInfo> operations = new ArrayList<>();
        for (ManagementOperation operation : values()) {
            operations.add(operation.operationInfo());
        }
        return new MBeanInfo(ManagementMBean.class.getName(), "Management of this router", attributes, null,
            operations.toArray(new MBeanOperationInfo[0]), notifications());
    }

    private static MBeanAttributeInfo attribute(String name, Class<?> type, String description) {
        return new MBeanAttributeInfo(name, type.getName(), description, true, false, false);
    }
}

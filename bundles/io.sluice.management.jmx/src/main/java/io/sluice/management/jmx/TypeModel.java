// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.OpenMBeanAttributeInfoSupport;
import javax.management.openmbean.OpenMBeanInfoSupport;
import javax.management.openmbean.OpenMBeanOperationInfo;
import javax.management.openmbean.OpenMBeanOperationInfoSupport;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularType;

/** One entity type as JMX sees it; shared by all MBeans of the type. Immutable. */
final class TypeModel {

    /** Name of the operation that ends or removes an entity. */
    static final String DELETE = "delete";

    private final String name;
    private final boolean singleton;
    private final Map<String, AttributeModel> attributes;
    private final boolean deletableByConfiguration;
    private final MBeanInfo info;

    TypeModel(String name, String description, boolean singleton, List<AttributeModel> attributes,
            boolean deletableByConfiguration) {
        this.name = name;
        this.singleton = singleton;
        this.attributes = new LinkedHashMap<>();
        for (AttributeModel attribute : attributes) {
            this.attributes.put(attribute.name(), attribute);
        }
        this.deletableByConfiguration = deletableByConfiguration;
        this.info = makeInfo(description);
    }

    String name() {
        return name;
    }

    boolean singleton() {
        return singleton;
    }

    AttributeModel attribute(String attribute) {
        return attributes.get(attribute);
    }

    List<AttributeModel> attributes() {
        return List.copyOf(attributes.values());
    }

    /** The configuration bundle deletes entities of this type. */
    boolean deletableByConfiguration() {
        return deletableByConfiguration;
    }

    /** An entity of this type is ended by setting its {@code adminStatus}, as the schema has it for connections. */
    boolean deletableByStatus() {
        AttributeModel status = attributes.get("adminStatus");
        return status != null && status.updatable() && status.words().contains("deleted");
    }

    MBeanInfo info() {
        return info;
    }

    /** Returns the table type of a query for some attributes; the identity is always among them. */
    TabularType tableOf(List<AttributeModel> columns) throws OpenDataException {
        List<String> items = new ArrayList<>(List.of("identity"));
        List<String> descriptions = new ArrayList<>(List.of("identity"));
        List<OpenType<?>> types = new ArrayList<>(List.of(SimpleType.STRING));
        for (AttributeModel column : columns) {
            if (!items.contains(column.name())) {
                items.add(column.name());
                descriptions.add(column.description());
                types.add(column.openType());
            }
        }
        String[] names = items.toArray(new String[0]);
        CompositeType row = new CompositeType(name, "An entity of type " + name, names,
            descriptions.toArray(new String[0]), types.toArray(new OpenType<?>[0]));
        return new TabularType(name, "Entities of type " + name, row, new String[] {"identity"});
    }

    private MBeanInfo makeInfo(String description) {
        OpenMBeanAttributeInfo[] infos = attributes.values().stream()
            .map(a -> new OpenMBeanAttributeInfoSupport(a.name(), a.description(), a.openType(), true,
                a.updatable(), false))
            .toArray(OpenMBeanAttributeInfo[]::new);
        OpenMBeanOperationInfo[] operations = {};
        if (deletableByStatus() || deletableByConfiguration) {
            operations = new OpenMBeanOperationInfo[] {
                new OpenMBeanOperationInfoSupport(DELETE, "Deletes this " + name, null, SimpleType.VOID,
                    MBeanOperationInfo.ACTION)};
        }
        return new OpenMBeanInfoSupport(EntityMBean.class.getName(), description, infos, null, operations, null);
    }
}

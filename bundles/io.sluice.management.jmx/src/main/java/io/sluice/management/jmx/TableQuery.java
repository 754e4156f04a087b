// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.management.MBeanException;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

import io.sluice.management.api.EntitySource;
import io.sluice.management.api.ManagedEntity;

/** Entities of a type as a table. Reads the entities themselves, no MBeans. Any thread. */
final class TableQuery {

    private static final long LEAST_VALUES = 50_000;
    /** A value takes about 64 bytes in a table, and as much again on its way to the client: an eighth, a quarter. */
    private static final long HEAP_PER_VALUE = 512;

    private final Function<String, TypeModel> models;
    private final Supplier<? extends List<EntitySource>> sources;
    private final long mostValues;

    TableQuery(Function<String, TypeModel> models, Supplier<? extends List<EntitySource>> sources) {
        this(models, sources, Math.max(LEAST_VALUES, Runtime.getRuntime().maxMemory() / HEAP_PER_VALUE));
    }

    TableQuery(Function<String, TypeModel> models, Supplier<? extends List<EntitySource>> sources, long mostValues) {
        this.models = models;
        this.sources = sources;
        this.mostValues = mostValues;
    }

    /** The attributes of an entity, each read when it is asked for. */
    private static final class Values extends AbstractMap<String, Object> {
        private final TypeModel type;
        private final ManagedEntity entity;

        Values(TypeModel type, ManagedEntity entity) {
            this.type = type;
            this.entity = entity;
        }

        @Override
        public Object get(Object name) {
            AttributeModel attribute = type.attribute(String.valueOf(name));
            return attribute == null ? null : EntityMBean.value(type, entity, attribute);
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            throw new UnsupportedOperationException();
        }
    }

    /**
     * Returns a table.
     *
     * @param names the columns, none for all
     * @param filter an LDAP filter, with or without its brackets; null or blank for none
     */
    TabularData table(String typeName, String[] names, String filter) throws MBeanException {
        TypeModel type = models.apply(typeName);
        if (type == null) {
            throw Refusals.badRequest("No such entity type '" + typeName + "'");
        }
        List<AttributeModel> columns = new ArrayList<>();
        for (String name : names == null ? new String[0] : names) {
            AttributeModel column = type.attribute(name);
            if (column == null) {
                throw Refusals.badRequest("Unknown attribute '" + name + "' for type '" + type.name() + "'");
            }
            columns.add(column);
        }
        try {
            return table(type, columns.isEmpty() ? type.attributes() : columns, filter(filter));
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Filter filter(String text) throws MBeanException {
        if (text == null || text.isBlank()) {
            return null;
        }
        String stripped = text.strip();
        try {
            return FrameworkUtil.createFilter(stripped.startsWith("(") ? stripped : "(" + stripped + ")");
        } catch (InvalidSyntaxException e) {
            throw Refusals.badRequest("Filter '" + stripped + "': expected for instance linkDir=in or"
                + " (&(linkDir=in)(deliveryCount>=1000))");
        }
    }

    private TabularData table(TypeModel type, List<AttributeModel> columns, Filter filter)
            throws OpenDataException, MBeanException {
        TabularType tableType = type.tableOf(columns);
        TabularDataSupport table = new TabularDataSupport(tableType);
        for (EntitySource source : sources.get()) {
            if (!source.entityType().equals(type.name())) {
                continue;
            }
            for (ManagedEntity entity : source.entities()) {
                if (filter != null && !filter.matches(new Values(type, entity))) {
                    continue;
                }
                if ((table.size() + 1L) * columns.size() > mostValues) {
                    throw Refusals.badRequest("The table has more than " + mostValues
                        + " values; ask for fewer attributes, or with a filter");
                }
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("identity", entity.identity());
                for (AttributeModel column : columns) {
                    row.put(column.name(), EntityMBean.value(type, entity, column));
                }
                // Two sources of one type may both know an identity during a swap; the first one wins.
                CompositeDataSupport data = new CompositeDataSupport(tableType.getRowType(), row);
                if (!table.containsKey(new Object[] {entity.identity()})) {
                    table.put(data);
                }
            }
        }
        return table;
    }
}

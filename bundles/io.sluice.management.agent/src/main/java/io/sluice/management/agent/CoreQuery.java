// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.ArrayList;
import java.util.List;

import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;

/** Queries for the core's types. Stateless. */
final class CoreQuery {

    private static final int NAME_LIMIT = 64;
    private static final int DROPPED = -1;

    private CoreQuery() {}

    /** Returns the rows that a request asks for. */
    static Reply answer(CoreType core, List<ManagedEntity> entities, Request request) throws ManagementException {
        List<String> names = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        if (request.map() != null && request.map().get("attributeNames") instanceof List<?> wanted
                && !wanted.isEmpty() && wanted.size() < NAME_LIMIT) {
            for (Object name : wanted) {
                // What is no text has no name in the answer, but its place in the rows.
                int column = name instanceof String text ? core.column(text) : DROPPED;
                columns.add(column);
                if (column != DROPPED) {
                    names.add(core.names().get(column));
                }
            }
        } else {
            for (int i = 0; i < core.names().size(); i++) {
                columns.add(i);
            }
            names.addAll(core.names());
        }
        Rows rows = new Rows();
        for (ManagedEntity entity : page(entities, request)) {
            rows.add(columns.size(), writer -> {
                for (int column : columns) {
                    if (column == DROPPED) {
                        writer.nil();
                    } else {
                        core.write(writer, entity, column);
                    }
                }
            });
        }
        return rows.reply(true, names);
    }

    /** Returns the part of a list that a request asks for by {@code offset} and {@code count}. */
    static <T> List<T> page(List<T> all, Request request) {
        int from = (int) Math.max(0, Math.min(request.number("offset", 0), all.size()));
        long count = request.number("count", 0);
        int to = count <= 0 ? all.size() : (int) Math.min(all.size(), from + Math.min(count, Integer.MAX_VALUE));
        return all.subList(from, to);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/** A map whose keys the schema knows and whose values are numbers: a composite that consoles show as one. Stateless. */
final class Figures {

    private Figures() { }

    static CompositeType type(List<String> words) {
        String[] items = words.toArray(new String[0]);
        OpenType<?>[] types = Collections.nCopies(items.length, SimpleType.LONG).toArray(new OpenType<?>[0]);
        try {
            return new CompositeType("figures " + String.join(" ", words), "Figures", items, items, types);
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }

    static Object of(List<String> words, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return null;
        }
        Object[] values = words.stream()
            .map(word -> map.get(word) instanceof Number number ? (Object) number.longValue() : null).toArray();
        try {
            return new CompositeDataSupport(type(words), words.toArray(new String[0]), values);
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }
}

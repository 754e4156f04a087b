// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.List;

import javax.management.openmbean.OpenType;

/**
 * What JMX needs to know of one schema attribute. Immutable.
 *
 * @param name the name in the schema, which is the JMX attribute's too
 * @param kind how it is typed
 * @param description for people
 * @param words the words of an enumeration, or the items of a map of figures
 * @param updatable may be set on a live entity
 * @param hidden its value must not be shown
 */
record AttributeModel(String name, AttributeKind kind, String description, List<String> words,
        boolean updatable, boolean hidden) {

    OpenType<?> openType() {
        return words.isEmpty() || kind != AttributeKind.MAP ? kind.openType() : Figures.type(words);
    }

    Object toJmx(Object value) {
        return words.isEmpty() || kind != AttributeKind.MAP ? kind.toJmx(value) : Figures.of(words, value);
    }
}

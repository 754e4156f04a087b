// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.watch;

import java.util.function.Function;
import java.util.function.ToLongFunction;

import io.sluice.cli.client.Rows;

/**
 * A column of the live view.
 *
 * @param name what stands above it
 * @param kind what it shows
 * @param text makes the text; null for numbers
 * @param number makes the number; null for text
 */
record Figure(String name, Kind kind, Function<Rows.Row, String> text, ToLongFunction<Rows.Row> number) {

    /** What a column shows. */
    enum Kind {
        /** Text, the same all the time. */
        TEXT,
        /** How fast a counter grows, per second. */
        RATE,
        /** A number as it is now. */
        LEVEL
    }

    static Figure text(String name, Function<Rows.Row, String> text) {
        return new Figure(name, Kind.TEXT, text, null);
    }

    static Figure text(String name, String attribute) {
        return text(name, row -> row.text(attribute));
    }

    static Figure rate(String name, String attribute) {
        return new Figure(name, Kind.RATE, null, row -> row.number(attribute));
    }

    static Figure level(String name, String attribute) {
        return new Figure(name, Kind.LEVEL, null, row -> row.number(attribute));
    }
}

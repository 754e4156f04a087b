// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.text;

/**
 * A column of a table.
 *
 * @param name what stands above it
 * @param kind how its values are written
 */
public record Column(String name, Kind kind) {

    /** How values are written for people. JSON has them as they are. */
    public enum Kind {
        /** As it is. */
        PLAIN,
        /** Seconds as days and time of day. */
        DURATION,
        /** A number of bytes with a fitting unit. */
        BYTES,
        /** In brackets where it stands in a line of text. */
        BRACKETED
    }

    /** Makes a column whose values are written as they are. */
    public static Column of(String name) {
        return new Column(name, Kind.PLAIN);
    }

    /** Returns the text of a value. */
    String text(Object value) {
        if (value instanceof Number number && kind == Kind.DURATION) {
            return Format.duration(number.longValue());
        } else if (value instanceof Number number && kind == Kind.BYTES) {
            return Format.bytes(number.longValue());
        }
        return Format.plain(value);
    }
}

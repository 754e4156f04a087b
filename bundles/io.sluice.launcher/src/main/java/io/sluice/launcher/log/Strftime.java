// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;

/** A time format in the C library's notation, with the conversions that make sense for a log. */
final class Strftime {

    private static final Map<Character, String> PATTERNS = Map.ofEntries(
            Map.entry('Y', "yyyy"), Map.entry('y', "yy"), Map.entry('m', "MM"), Map.entry('d', "dd"),
            Map.entry('H', "HH"), Map.entry('I', "hh"), Map.entry('M', "mm"), Map.entry('S', "ss"),
            Map.entry('p', "a"), Map.entry('b', "MMM"), Map.entry('h', "MMM"), Map.entry('B', "MMMM"),
            Map.entry('a', "EEE"), Map.entry('A', "EEEE"), Map.entry('j', "DDD"), Map.entry('z', "xx"),
            Map.entry('Z', "xx"), Map.entry('F', "yyyy-MM-dd"), Map.entry('T', "HH:mm:ss"), Map.entry('R', "HH:mm"),
            Map.entry('D', "MM/dd/yy"), Map.entry('x', "MM/dd/yy"), Map.entry('X', "HH:mm:ss"),
            Map.entry('c', "EEE MMM ppd HH:mm:ss yyyy"), Map.entry('e', "ppd"), Map.entry('V', "ww"));

    private final DateTimeFormatter formatter;

    Strftime(String format) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                builder.appendLiteral(c);
            } else {
                i++;
                append(builder, format.charAt(i));
            }
        }
        formatter = builder.toFormatter(Locale.ENGLISH);
    }

    private static void append(DateTimeFormatterBuilder builder, char conversion) {
        switch (conversion) {
            case '%' -> builder.appendLiteral('%');
            case 'n' -> builder.appendLiteral('\n');
            case 't' -> builder.appendLiteral('\t');
            case 's' -> builder.appendValue(ChronoField.INSTANT_SECONDS);
            case 'f' -> builder.appendFraction(ChronoField.MICRO_OF_SECOND, 6, 6, false);
            default -> {
                String pattern = PATTERNS.get(conversion);
                if (pattern == null) {
                    builder.appendLiteral("%" + conversion);
                } else {
                    builder.appendPattern(pattern);
                }
            }
        }
    }

    String text(OffsetDateTime time) {
        return formatter.format(time);
    }
}

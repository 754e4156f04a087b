// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of a router's log.
 *
 * @param module what writes
 * @param level how much it matters
 * @param text what it says
 * @param file source file, null if not known
 * @param line line of the source file
 * @param seconds when, in seconds since 1970
 */
public record LogLine(String module, String level, String text, String file, long line, long seconds) {

    private static final int MODULE = 0;
    private static final int LEVEL = 1;
    private static final int TEXT = 2;
    private static final int FILE = 3;
    private static final int LINE = 4;
    private static final int SECONDS = 5;

    /** Reads the answer to GET-LOG. */
    public static List<LogLine> read(Object body) {
        List<LogLine> lines = new ArrayList<>();
        if (body instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof List<?> fields && fields.size() > SECONDS) {
                    lines.add(new LogLine(text(fields.get(MODULE)), text(fields.get(LEVEL)), text(fields.get(TEXT)),
                        fields.get(FILE) == null ? null : text(fields.get(FILE)), number(fields.get(LINE)),
                        number(fields.get(SECONDS))));
                }
            }
        }
        return lines;
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    private static long number(Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** Returns the time of day and the date where this program runs. */
    public String time() {
        ZonedDateTime time = Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault());
        return time.toLocalDate() + " " + two(time.getHour()) + ":" + two(time.getMinute()) + ":"
            + two(time.getSecond());
    }

    private static String two(int value) {
        return value < 10 ? "0" + value : Integer.toString(value);
    }

    /** Returns the line by its parts. */
    public Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("time", Instant.ofEpochSecond(seconds).toString());
        map.put("module", module);
        map.put("level", level);
        map.put("text", text);
        if (file != null) {
            map.put("file", file);
            map.put("line", line);
        }
        return map;
    }

    /** Returns the line as a log file has it. */
    @Override
    public String toString() {
        return time() + " " + module + " (" + level + ") " + text
            + (file == null ? "" : " (" + file + ":" + line + ")");
    }
}

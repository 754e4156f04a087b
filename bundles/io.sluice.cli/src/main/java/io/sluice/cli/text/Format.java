// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.text;

import java.util.List;
import java.util.Map;

/** Values as people read them. */
public final class Format {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final String[] THOUSANDS = {"", "k", "M", "G", "T"};
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    private static final int DAY = 86_400;

    private Format() {
    }

    /** Writes a value; nothing as an empty text. */
    public static String plain(Object value) {
        if (value == null) {
            return "";
        } else if (value instanceof List<?> list) {
            StringBuilder text = new StringBuilder();
            for (Object element : list) {
                text.append(text.length() == 0 ? "" : ", ").append(plain(element));
            }
            return text.toString();
        } else if (value instanceof Map<?, ?> map) {
            StringBuilder text = new StringBuilder();
            map.forEach((key, element) -> text.append(text.length() == 0 ? "" : ", ").append(key).append('=')
                    .append(plain(element)));
            return text.toString();
        }
        return clean(value.toString());
    }

    /** Takes out what a terminal would obey: names come from strangers. */
    static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                StringBuilder clean = new StringBuilder(text);
                for (int j = i; j < clean.length(); j++) {
                    if (Character.isISOControl(clean.charAt(j))) {
                        clean.setCharAt(j, '?');
                    }
                }
                return clean.toString();
            }
        }
        return text;
    }

    /** Writes seconds as {@code days:hours:minutes:seconds}. */
    public static String duration(long seconds) {
        return padded(seconds / DAY, 3) + ':' + padded(seconds % DAY / HOUR, 2) + ':'
                + padded(seconds % HOUR / MINUTE, 2) + ':' + padded(seconds % MINUTE, 2);
    }

    /** Writes a number of bytes with three digits and a unit. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return threeDigits(value, unit == 0) + ' ' + UNITS[unit];
    }

    /** Writes a rate with three digits, and a letter for thousands. */
    public static String rate(double perSecond) {
        double value = perSecond;
        int unit = 0;
        while (value >= 9_999.5 && unit < THOUSANDS.length - 1) {
            value /= 1000;
            unit++;
        }
        boolean whole = unit == 0 && value == Math.rint(value);
        return (unit == 0 && value >= 100 ? Long.toString(Math.round(value)) : threeDigits(value, whole))
                + THOUSANDS[unit];
    }

    private static String threeDigits(double value, boolean whole) {
        if (whole || value >= 99.95) {
            return Long.toString(Math.round(value));
        }
        boolean two = value < 9.995;
        long digits = Math.round(value * (two ? 100 : 10));
        return two ? digits / 100 + "." + padded(digits % 100, 2) : digits / 10 + "." + digits % 10;
    }

    private static String padded(long value, int width) {
        String text = Long.toString(value);
        return text.length() >= width ? text : "0".repeat(width - text.length()) + text;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Connections as a proxy between a router and its peers saw them.
 *
 * @param entries what happened, in order
 */
record Recording(List<Entry> entries) {

    private static final Pattern LINE = Pattern.compile("\\{\"t\": ([0-9.]+)(?:, \"dir\": \"(...)\")?"
            + "(?:, \"conn\": (\\d+))?, \"(hex|event|note)\": \"(.*)\"\\}");

    /**
     * Something that happened.
     *
     * @param millis when
     * @param dialler the side that dialled did it
     * @param connection the number of the connection, 0 for a note
     * @param bytes what was sent, null for another event
     * @param event {@code connect}, {@code eof}, {@code reset}, or the note
     */
    record Entry(long millis, boolean dialler, int connection, byte[] bytes, String event) {}

    static Recording read(String name) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Recording.class.getResourceAsStream(name + ".jsonl"), StandardCharsets.UTF_8))) {
            return new Recording(lines.lines().map(Recording::entry).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry entry(String line) {
        Matcher match = LINE.matcher(line);
        if (!match.matches()) {
            throw new IllegalArgumentException(line);
        }
        boolean data = match.group(4).equals("hex");
        return new Entry(
                Math.round(Double.parseDouble(match.group(1)) * 1000),
                "c2s".equals(match.group(2)),
                match.group(3) == null ? 0 : Integer.parseInt(match.group(3)),
                data ? HexFormat.of().parseHex(match.group(5)) : null,
                data ? null : match.group(5));
    }
}

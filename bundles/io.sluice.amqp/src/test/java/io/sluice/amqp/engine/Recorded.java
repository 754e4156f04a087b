// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One frame, or protocol header, of a connection between two routers as a proxy saw it.
 *
 * @param dialler the side that dialled sent it
 * @param bytes all of it; where the recording leaves the end of a long transfer out, it is zeros
 */
record Recorded(boolean dialler, byte[] bytes) {

    private static final Pattern LINE = Pattern.compile("\\{\"t\": [0-9.]+, \"dir\": \"(c2s|s2c)\", \"conn\": (\\d+),"
        + " \"hex\": \"([0-9a-f]*)\"(?:, \"elided\": (\\d+))?\\}");

    /** Returns all frames of a connection, in the order in which they were complete. */
    static List<Recorded> read(String name, int connection) throws IOException {
        List<Recorded> frames = new ArrayList<>();
        ByteArrayOutputStream[] rests = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Recorded.class.getResourceAsStream(name + ".jsonl"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher match = LINE.matcher(line);
                if (match.matches() && Integer.parseInt(match.group(2)) == connection) {
                    boolean dialler = match.group(1).equals("c2s");
                    ByteArrayOutputStream rest = rests[dialler ? 0 : 1];
                    rest.writeBytes(HexFormat.of().parseHex(match.group(3)));
                    int elided = match.group(4) == null ? 0 : Integer.parseInt(match.group(4));
                    split(rest, elided, dialler, frames);
                }
            }
        }
        return frames;
    }

    private static void split(ByteArrayOutputStream rest, int elided, boolean dialler, List<Recorded> frames) {
        byte[] all = rest.toByteArray();
        int at = 0;
        while (all.length - at >= 8) {
            int size = all[at] == 'A' ? 8 : ByteBuffer.wrap(all).getInt(at);
            if (size > all.length - at + elided) {
                break;
            }
            int end = Math.min(all.length, at + size);
            frames.add(new Recorded(dialler, Arrays.copyOfRange(all, at, at + size)));
            at = end;
        }
        rest.reset();
        rest.write(all, at, all.length - at);
    }

    /** Returns the frame as text. */
    String text() {
        return bytes[0] == 'A' ? "header " + HexFormat.of().formatHex(bytes) : RecordedText.of(bytes);
    }
}

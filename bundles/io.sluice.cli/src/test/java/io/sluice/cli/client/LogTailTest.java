// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Which lines of a log are new. */
class LogTailTest {

    private final LogTail tail = new LogTail();

    private static List<LogLine> lines(String... texts) {
        return Stream.of(texts).map(text -> new LogLine("ROUTER", "info", text, null, 0, 1)).toList();
    }

    @Test
    void shouldReturnAllLinesAtFirst() {
        assertEquals(lines("a", "b"), tail.next(lines("a", "b")));
    }

    @Test
    void shouldReturnWhatWasAdded() {
        tail.next(lines("a", "b"));
        assertEquals(lines("c"), tail.next(lines("a", "b", "c")));
        assertEquals(lines(), tail.next(lines("a", "b", "c")));
    }

    @Test
    void shouldFollowWhenOldLinesFallOut() {
        tail.next(lines("a", "b", "c"));
        assertEquals(lines("d", "e"), tail.next(lines("b", "c", "d", "e")));
    }

    @Test
    void shouldReturnAllIfEverythingIsNew() {
        tail.next(lines("a", "b"));
        assertEquals(lines("x", "y"), tail.next(lines("x", "y")));
    }

    @Test
    void shouldReadTheAnswerOfARouter() {
        Object answer = List.of(List.of("SERVER", "notice", "hello", "File.java", 12L, 0L), List.of("too short"));
        LogLine line = LogLine.read(answer).get(0);
        assertEquals(1, LogLine.read(answer).size());
        assertEquals("SERVER (notice) hello (File.java:12)",
            line.toString().substring("yyyy-mm-dd hh:mm:ss ".length()));
        assertEquals("1970-01-01T00:00:00Z", line.map().get("time"));
    }
}

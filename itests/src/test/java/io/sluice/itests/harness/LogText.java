// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

/** A log file that is still being written. */
public final class LogText {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path file;

    LogText(Path file) {
        this.file = file;
    }

    /** Returns all that was written so far. */
    public String text() {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns every match of a regular expression so far. */
    public List<MatchResult> find(String regex) {
        return Pattern.compile(regex, Pattern.MULTILINE).matcher(text()).results().toList();
    }

    /** Waits until something matches; returns the first match. */
    public MatchResult await(String regex) {
        return await(regex, 1).get(0);
    }

    /** Waits until a number of places match. */
    public List<MatchResult> await(String regex, int count) {
        return Awaitility.await("log has " + regex).atMost(LIMIT).pollInterval(Duration.ofMillis(20))
            .until(() -> find(regex), found -> found.size() >= count);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.util.List;

/** Tells which lines of a log that is read again and again are new. Lines have no numbers, so it compares. */
public final class LogTail {

    private List<LogLine> last = List.of();

    /** Returns the lines that were not there at the last call. */
    public List<LogLine> next(List<LogLine> lines) {
        List<LogLine> before = last;
        last = lines;
        for (int gone = 0; gone < before.size(); gone++) {
            List<LogLine> kept = before.subList(gone, before.size());
            if (kept.size() <= lines.size() && kept.equals(lines.subList(0, kept.size()))) {
                return lines.subList(kept.size(), lines.size());
            }
        }
        return lines;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/** The latest lines of the log, kept in memory. An OSGi service. Any thread. */
@ProviderType
public interface LogHistory {

    /**
     * One line.
     *
     * @param module the log module
     * @param level the level's word
     * @param text what was logged
     * @param file the source file, null if it is not known
     * @param line the line in it, null if it is not known
     * @param epochSecond when
     */
    record Entry(String module, String level, String text, String file, Integer line, long epochSecond) {}

    /** Returns the newest lines, oldest first, no more than a limit. */
    List<Entry> latest(int limit);
}

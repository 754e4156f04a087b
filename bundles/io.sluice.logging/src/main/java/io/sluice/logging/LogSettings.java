// SPDX-License-Identifier: Apache-2.0
package io.sluice.logging;

import java.util.HashMap;
import java.util.Map;

/**
 * What is configured for one module; null where nothing is, which means: as for module DEFAULT.
 *
 * @param enable the text of the levels
 * @param timestamp lines begin with the time
 * @param source lines end with file and line number
 * @param output stderr, stdout, syslog or a path
 */
record LogSettings(String enable, Boolean timestamp, Boolean source, String output) {

    static final String ENABLE = "enable";
    static final String TIMESTAMP = "includeTimestamp";
    static final String SOURCE = "includeSource";
    static final String OUTPUT = "outputFile";

    static final LogSettings NONE = new LogSettings(null, null, null, null);

    static LogSettings of(Map<String, ?> values) {
        return new LogSettings((String) values.get(ENABLE), (Boolean) values.get(TIMESTAMP),
                (Boolean) values.get(SOURCE), (String) values.get(OUTPUT));
    }

    /** Returns these settings with some values changed. */
    LogSettings with(Map<String, ?> changes) {
        Map<String, Object> values = new HashMap<>();
        values.put(ENABLE, enable);
        values.put(TIMESTAMP, timestamp);
        values.put(SOURCE, source);
        values.put(OUTPUT, output);
        values.putAll(changes);
        return of(values);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

/** The one form that all messages about a configuration have. */
final class Problem {

    private Problem() {
    }

    /**
     * Returns {@code file:line: section: attribute: what}, without the parts that are not known.
     *
     * @param line 0 if unknown
     * @param section null if unknown
     * @param attribute null if none in particular
     */
    static String line(String file, int line, String section, String attribute, String what) {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        text.append(": ");
        if (section != null) {
            text.append(section).append(": ");
        }
        if (attribute != null) {
            text.append(attribute).append(": ");
        }
        return text.append(what.replaceAll("\\s*[\\r\\n]+\\s*", " ")).toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts environment variables into configuration text, as the start script of the peer's container image does. */
final class Environment {

    private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\w+)|\\{([^}\\n]*)\\})");

    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** Returns a variable, or null if it is not set. */
    String get(String name) {
        return variables.get(name);
    }

    /**
     * Replaces {@code $NAME} and {@code ${NAME}} of variables that are set, on every line that does not begin with
     * {@code #}. Others stay as they are: policies have {@code ${user}} and {@code $default} of their own.
     */
    String expand(String text) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        StringBuilder all = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            all.append(line.startsWith("#") ? line : expandLine(line)).append('\n');
        }
        all.setLength(all.length() - 1);
        return all.toString();
    }

    private String expandLine(String line) {
        return REFERENCE.matcher(line).replaceAll(match -> {
            String name = match.group(1) != null ? match.group(1) : match.group(2);
            return Matcher.quoteReplacement(variables.getOrDefault(name, match.group()));
        });
    }
}

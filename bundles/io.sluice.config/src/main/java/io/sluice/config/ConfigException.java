// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.List;

/** The configuration cannot be used. The message has one line per problem. */
class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String kind;

    /** Makes an exception of the error class that logs name, for instance {@code Configuration}. */
    ConfigException(String kind, List<String> problems) {
        super(String.join("\n", problems));
        this.kind = kind;
    }

    ConfigException(String problem) {
        this("Configuration", List.of(problem));
    }

    List<String> problems() {
        return List.of(getMessage().split("\n"));
    }

    /** Returns the problems as they are shown: those that are about no line of a file with their kind in front. */
    List<String> shown() {
        return problems().stream()
            .map(problem -> problem.startsWith("Configuration ") ? kind + ": " + problem : problem).toList();
    }

    String kind() {
        return kind;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.sluice.management.api.SchemaException;

/** The forms in which a password may be written. */
final class Passwords {

    private static final int FILE_LIMIT_BYTES = 199;
    private static final String UNSAFE = "It is unsafe to provide plain text passwords in the config file";

    private final Environment environment;

    Passwords(Environment environment) {
        this.environment = environment;
    }

    /** Returns the attribute of a section that holds a password, null if it has none. */
    static String attribute(Section section) {
        return switch (section.type().sectionName()) {
            case "sslProfile" -> "password";
            case "connector" -> "saslPassword";
            default -> null;
        };
    }

    /**
     * Returns the section with its password instead of where it is to be found.
     *
     * @param warnings takes a warning if the password stands in the file itself
     * @throws SchemaException if its source cannot be read
     */
    Section resolve(Section section, List<String> warnings) throws SchemaException {
        String attribute = attribute(section);
        String text = attribute == null ? null : section.text(attribute);
        return text == null ? section
            : section.with(attribute, resolve(text, attribute.equals("password"), warnings));
    }

    /**
     * Returns the password that a text stands for.
     *
     * @param text as written
     * @param literal whether {@code literal:} is a prefix; otherwise it is part of the password
     * @param warnings takes a warning if the password stands in the file itself
     * @throws SchemaException if its source cannot be read
     */
    String resolve(String text, boolean literal, List<String> warnings) throws SchemaException {
        if (text.startsWith("env:")) {
            String name = text.substring("env:".length()).stripLeading();
            String value = environment.get(name);
            if (value == null) {
                throw new SchemaException("Failed to find a password in the environment variable '" + name + "'",
                    "the name of a variable that is set", null);
            }
            return value;
        }
        if (text.startsWith("file:")) {
            return firstLine(text.substring("file:".length()).trim());
        }
        if (!warnings.contains(UNSAFE)) {
            warnings.add(UNSAFE);
        }
        if (text.startsWith("pass:")) {
            return text.substring("pass:".length());
        }
        return literal && text.startsWith("literal:") ? text.substring("literal:".length()) : text;
    }

    private static String firstLine(String name) throws SchemaException {
        try (BufferedReader reader = Files.newBufferedReader(Path.of(name), StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            byte[] bytes = (line == null ? "" : line).getBytes(StandardCharsets.UTF_8);
            return bytes.length <= FILE_LIMIT_BYTES ? new String(bytes, StandardCharsets.UTF_8)
                : new String(Arrays.copyOf(bytes, FILE_LIMIT_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SchemaException("Unable to open password file " + name + ", error: " + Failures.reason(e),
                "a readable file", null);
        }
    }
}

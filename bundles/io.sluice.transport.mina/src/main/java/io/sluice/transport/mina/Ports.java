// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Port numbers by number or service name. */
final class Ports {

    private static final int MAX = 65_535;

    private Ports() {
    }

    /**
     * Returns the number.
     *
     * @throws IllegalArgumentException if it is neither a port number nor a known TCP service; the message is fit for
     *     the user
     */
    static int number(String port) {
        return number(port, Path.of("/etc/services"));
    }

    static int number(String port, Path services) {
        String text = port.trim();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            if (text.length() <= 5 && Integer.parseInt(text) <= MAX) {
                return Integer.parseInt(text);
            }
            throw new IllegalArgumentException("'" + port + "' is not a port, expected 0 to " + MAX);
        }
        return switch (text) {
            case "amqp" -> 5672;
            case "amqps" -> 5671;
            default -> service(text, services);
        };
    }

    private static int service(String name, Path services) {
        try (BufferedReader reader = Files.newBufferedReader(services, StandardCharsets.ISO_8859_1)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int found = inLine(line, name);
                if (found >= 0) {
                    return found;
                }
            }
        } catch (IOException e) {
            // A machine without the file knows no further names.
        }
        throw new IllegalArgumentException("'" + name + "' is neither a port number nor a known service name");
    }

    /** Reads one line: name, number/protocol, aliases, comment. */
    private static int inLine(String line, String name) {
        int comment = line.indexOf('#');
        String[] words = (comment < 0 ? line : line.substring(0, comment)).trim().split("\\s+");
        if (words.length < 2 || !words[1].matches("\\d{1,5}/tcp")) {
            return -1;
        }
        for (int i = 0; i < words.length; i++) {
            if (i != 1 && words[i].equals(name)) {
                return Integer.parseInt(words[1].substring(0, words[1].indexOf('/')));
            }
        }
        return -1;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The SASL configuration file that {@code saslConfigDir} and {@code saslConfigName} of the router name. Of its lines
 * {@code key: value} two matter here.
 *
 * @param sasldbPath {@code sasldb_path}, null without one
 * @param mechanisms {@code mech_list}, null without one
 * @param problem why the file could not be read, null if it could or there is none
 */
record SaslConfFile(String sasldbPath, List<String> mechanisms, String problem) {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final String DEFAULT_NAME = "qdrouterd";

    /** Reads the file that the router's configuration names, if it names one. */
    static SaslConfFile of(Map<String, ?> router) {
        Object folder = router.get("saslConfigDir");
        if (folder == null || folder.toString().isEmpty()) {
            return new SaslConfFile(null, null, null);
        }
        Object name = router.get("saslConfigName");
        try {
            Path file = Path.of(folder.toString(),
                    (name == null || name.toString().isEmpty() ? DEFAULT_NAME : name) + ".conf");
            Map<String, String> values = read(file);
            String list = values.get("mech_list");
            return new SaslConfFile(values.get("sasldb_path"),
                    list == null ? null : List.of(list.toUpperCase(Locale.ROOT).split("[\\s,]+")), null);
        } catch (IOException | InvalidPathException e) {
            return new SaslConfFile(null, null, e.getMessage());
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> values = new HashMap<>();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("SASL configuration file " + file + " is larger than " + MAX_BYTES + " bytes");
            }
            for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
                int colon = line.indexOf(':');
                if (colon > 0 && !line.strip().startsWith("#") && !line.substring(colon + 1).isBlank()) {
                    values.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
                }
            }
            return values;
        } catch (NoSuchFileException e) {
            throw new IOException("no SASL configuration file " + file, e);
        }
    }

    /** Returns true if the file does not forbid a mechanism by listing others. */
    boolean lists(String mechanism) {
        return mechanisms == null || mechanisms.contains(mechanism);
    }
}

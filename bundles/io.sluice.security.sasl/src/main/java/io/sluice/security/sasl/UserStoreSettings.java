// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

import io.sluice.security.sasl.store.UserName;

/**
 * Where the users are, from three places in this order: the {@code userStore} entity; the {@code sasldb_path} of the
 * file that the router's {@code saslConfigDir} and {@code saslConfigName} name; {@code etc/} of the installation.
 *
 * @param pid the {@code service.pid} of the {@code userStore} entity, null if none is configured
 * @param path the users file
 * @param realm the realm of bare user names
 * @param problem what was wrong with the SASL configuration file, null if nothing
 */
record UserStoreSettings(String pid, Path path, String realm, String problem) {

    static final String PID = "io.sluice.userStore";

    private static final String DEFAULT_FILE = "etc/sluice.sasldb";

    /**
     * Reads the settings.
     *
     * @param configuration of PIDs {@code io.sluice.router} and {@code io.sluice.userStore}, merged
     * @param home the installation folder, null if unknown
     */
    static UserStoreSettings of(Map<String, ?> configuration, String home) {
        String pid = pid(configuration.get("service.pid"));
        String realm = pid == null ? null : text(configuration, "realm");
        String path = pid == null ? null : text(configuration, "path");
        SaslConfFile file = SaslConfFile.of(configuration);
        if (path == null) {
            path = file.sasldbPath();
        }
        Path fallback = home == null ? Path.of(DEFAULT_FILE) : Path.of(home).resolve(DEFAULT_FILE);
        return new UserStoreSettings(pid, path == null ? fallback : Path.of(path),
                realm == null ? UserName.DEFAULT_REALM : realm, file.problem());
    }

    private static String pid(Object value) {
        Collection<?> pids = value instanceof Collection<?> several ? several
                : value instanceof String[] array ? java.util.List.of(array)
                : value == null ? java.util.List.of() : java.util.List.of(value);
        return pids.stream().map(String::valueOf)
                .filter(pid -> pid.equals(PID) || pid.startsWith(PID + '~') || pid.startsWith(PID + '.'))
                .findFirst().orElse(null);
    }

    private static String text(Map<String, ?> configuration, String key) {
        Object value = configuration.get(key);
        return value == null || value.toString().isEmpty() ? null : value.toString();
    }
}

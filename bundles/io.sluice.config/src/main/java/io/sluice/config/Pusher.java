// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Writes sections to Configuration Admin. What is there already and equal is left alone, so that a restart of this
 * bundle bounces nothing.
 */
final class Pusher {

    /** Property that tells which of our configurations come from the file and which from management. */
    static final String ORIGIN = "sluice.origin";

    private static final String PREFIX = "io.sluice.";

    private final ConfigurationAdmin admin;
    private final ReportBoard board;
    private final String process;

    /**
     * Makes a pusher.
     *
     * @param process distinguishes this process from an earlier one that left its configurations behind
     */
    Pusher(ConfigurationAdmin admin, ReportBoard board, String process) {
        this.admin = admin;
        this.board = board;
        this.process = process;
    }

    String fileOrigin() {
        return "file " + process;
    }

    String managementOrigin() {
        return "management " + process;
    }

    static String factoryPid(String sectionName) {
        return PREFIX + sectionName;
    }

    /** Returns the pid under which a section is configured. */
    static String pid(Section section) {
        String base = factoryPid(section.type().sectionName());
        return section.type().singleton() ? base : base + "~" + instance(section);
    }

    /** Returns a part of a pid that stays the same as long as the user means the same thing. */
    private static String instance(Section section) {
        String key = section.name();
        if (key == null) {
            key = section.text("prefix") != null ? "prefix " + section.text("prefix")
                : "pattern " + section.text("pattern");
        }
        StringBuilder safe = new StringBuilder();
        for (char c : key.toCharArray()) {
            if (Character.isLetterOrDigit(c) && c < 128 || c == '-' || c == '.') {
                safe.append(c);
            } else {
                safe.append('_').append(Integer.toHexString(c)).append('_');
            }
        }
        return safe.toString();
    }

    /**
     * Writes a section. What management has changed in this process is not turned back by the file.
     *
     * @param origin value of {@link #ORIGIN}
     * @return true if that changed anything, so that a report will come
     */
    boolean push(Section section, String origin) throws IOException {
        String pid = pid(section);
        Configuration configuration = section.type().singleton()
            ? admin.getConfiguration(pid, "?")
            : admin.getFactoryConfiguration(factoryPid(section.type().sectionName()), instance(section), "?");
        Dictionary<String, Object> properties = properties(section, origin);
        if (madeHere(configuration) && !origin.equals(managementOrigin())) {
            return false;
        }
        if (same(configuration.getProperties(), properties)) {
            return false;
        }
        board.forget(pid);
        configuration.update(properties);
        return true;
    }

    private static Dictionary<String, Object> properties(Section section, String origin) {
        Dictionary<String, Object> properties = new Hashtable<>();
        section.values().forEach((key, value) -> properties.put(key, stored(value)));
        properties.put(ORIGIN, origin);
        return properties;
    }

    private static Object stored(Object value) {
        return value instanceof Map<?, ?> || value instanceof List<?> ? JsonText.write(value) : value;
    }

    /** Returns properties with changes that management makes; null takes a value away. */
    Dictionary<String, Object> changed(Dictionary<String, Object> present, Map<String, ?> changes) {
        Hashtable<String, Object> properties = new Hashtable<>();
        Collections.list(present.keys()).forEach(key -> properties.put(key, present.get(key)));
        changes.forEach((key, value) -> {
            if (value == null) {
                properties.remove(key);
            } else {
                properties.put(key, stored(value));
            }
        });
        properties.put(ORIGIN, managementOrigin());
        return properties;
    }

    private boolean madeHere(Configuration configuration) {
        Dictionary<String, Object> properties = configuration.getProperties();
        return properties != null && managementOrigin().equals(properties.get(ORIGIN));
    }

    private static boolean same(Dictionary<String, Object> old, Dictionary<String, Object> wanted) {
        if (old == null) {
            return false;
        }
        Hashtable<String, Object> present = new Hashtable<>();
        for (String key : Collections.list(old.keys())) {
            if (!key.startsWith("service.")) {
                present.put(key, old.get(key));
            }
        }
        return present.equals(wanted);
    }

    /** Returns our configurations whose origin begins with a word, {@code file} or {@code management} or nothing. */
    List<Configuration> ours(String originStart) throws IOException {
        try {
            Configuration[] found =
                admin.listConfigurations("(&(service.pid=" + PREFIX + "*)(" + ORIGIN + "=" + originStart + "*))");
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the router id that was generated before in this process, or null. */
    String lastRouterId() throws IOException {
        return router(fileOrigin(), "id", null);
    }

    /** Returns the mode of the router. */
    String mode() throws IOException {
        return router("", "mode", "standalone");
    }

    private String router(String originStart, String attribute, String absent) throws IOException {
        for (Configuration configuration : ours(originStart)) {
            if (configuration.getPid().equals(factoryPid("router"))) {
                return String.valueOf(configuration.getProperties().get(attribute));
            }
        }
        return absent;
    }

    /**
     * Deletes what came from the file, in this process or an earlier one, and is no longer in it. What management
     * made or changed lives as long as the process, as a user of the peer expects.
     */
    void deleteStale(Set<String> pids) throws IOException {
        for (Configuration configuration : ours("")) {
            if (!madeHere(configuration) && !pids.contains(configuration.getPid())) {
                board.forget(configuration.getPid());
                configuration.delete();
            }
        }
    }
}

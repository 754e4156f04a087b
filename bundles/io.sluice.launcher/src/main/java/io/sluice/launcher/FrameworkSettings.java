// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.osgi.framework.Constants;

/** The framework properties. Each can be overridden by a system property of the same name. */
final class FrameworkSettings {

    /** The level at which everything that is needed to route messages is up. */
    static final int READY_LEVEL = 50;
    /** The level at which the extras are up as well. */
    static final int FULL_LEVEL = 100;
    /** Longest time for which a stop waits for messages in flight. */
    static final String DRAIN_MILLIS = "sluice.drain.millis";
    /** Longest time that start-up may take. */
    static final String STARTUP_MILLIS = "sluice.startup.millis";

    /**
     * The log is on the class path so that it works before, and while, bundles come and go. The older version of the
     * API's package is for bundles that were built against it; it is the same code.
     */
    private static final String LOG_PACKAGES = String.join(",",
            "org.slf4j;version=1.7.36", "org.slf4j;version=2.0.0", "org.slf4j.event;version=2.0.0",
            "org.slf4j.helpers;version=2.0.0", "org.slf4j.spi;version=2.0.0",
            "io.sluice.launcher.log;version=1.0.0");
    private static final String[] LOGBACK_PACKAGES = {
        "ch.qos.logback.classic", "ch.qos.logback.classic.encoder", "ch.qos.logback.classic.filter",
        "ch.qos.logback.classic.layout", "ch.qos.logback.classic.spi", "ch.qos.logback.classic.turbo",
        "ch.qos.logback.classic.util", "ch.qos.logback.core", "ch.qos.logback.core.encoder",
        "ch.qos.logback.core.filter", "ch.qos.logback.core.spi", "ch.qos.logback.core.status",
        "ch.qos.logback.core.util"};

    private FrameworkSettings() {
    }

    static Map<String, Object> of(Installation installation, Options options, Path config, DataFolder data)
            throws IOException {
        Map<String, Object> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, data.cache().toString());
        settings.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        settings.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(READY_LEVEL));
        settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, systemPackages());
        settings.put("felix.bootdelegation.implicit", "false");
        settings.put("felix.service.urlhandlers", "false");
        settings.put("felix.log.level", "2");
        settings.put("felix.log.logger", new FrameworkLog());
        settings.put("org.apache.felix.log.maxSize", "0");
        settings.put("org.osgi.service.log.admin.loglevel", "WARN");
        settings.put("felix.startlevel.bundle", Integer.toString(FULL_LEVEL));

        settings.put("felix.fileinstall.dir", installation.home().resolve("deploy").toString());
        settings.put("felix.fileinstall.tmpdir", data.path().resolve("deploy").toString());
        settings.put("felix.fileinstall.filter", ".*\\.jar");
        settings.put("felix.fileinstall.poll", "1000");
        settings.put("felix.fileinstall.noInitialDelay", "true");
        settings.put("felix.fileinstall.enableConfigSave", "false");
        settings.put("felix.fileinstall.disableNio2", "true");
        settings.put("felix.fileinstall.log.level", "2");
        settings.put("felix.fileinstall.log.default", "none");

        settings.put("sluice.home", installation.home().toString());
        settings.put("sluice.data", data.path().toString());
        settings.put("sluice.version", installation.version());
        if (config != null) {
            settings.put("sluice.config", config.toString());
        }
        settings.put("sluice.testHooks", Boolean.toString(options.testHooks()));
        System.getProperties().forEach((key, value) -> {
            String name = key.toString();
            if (name.matches("(felix|org\\.osgi|ds|sluice)\\..*")) {
                settings.put(name, value.toString());
            }
        });
        return settings;
    }

    private static String systemPackages() {
        StringBuilder packages = new StringBuilder(LOG_PACKAGES);
        String version = ch.qos.logback.classic.LoggerContext.class.getPackage().getImplementationVersion();
        for (String name : LOGBACK_PACKAGES) {
            packages.append(',').append(name).append(";version=").append(version == null ? "1.6.0" : version);
        }
        return packages.toString();
    }
}

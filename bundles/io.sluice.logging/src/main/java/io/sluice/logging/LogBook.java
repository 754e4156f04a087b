// SPDX-License-Identifier: Apache-2.0
package io.sluice.logging;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.LoggerContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.launcher.log.LogClock;
import io.sluice.launcher.log.LogLevel;
import io.sluice.launcher.log.LogLine;
import io.sluice.launcher.log.LogOutput;
import io.sluice.launcher.log.LogRule;
import io.sluice.launcher.log.RouterLog;
import io.sluice.launcher.log.SyslogOutput;

/**
 * The settings of all modules, turned into the rules of the log. Rules that were in force when this bundle came, set by
 * an earlier run of it, hold until their module is configured again. Any thread.
 */
@Component(service = LogBook.class)
public final class LogBook {

    /** The modules that can be configured. */
    static final List<String> MODULES = List.of("ROUTER", "ROUTER_CORE", "ROUTER_HELLO", "ROUTER_LS", "ROUTER_MA",
            "MESSAGE", "SERVER", "AGENT", "AUTHSERVICE", "CONTAINER", "ERROR", "POLICY", "HTTP", "CONN_MGR", "PYTHON",
            "PROTOCOL", RouterLog.DEFAULT);

    private final RouterLog log;
    private final Map<String, LogSettings> settings = new HashMap<>();
    private final Map<String, LogRule> inherited;

    /** Finds the log that the launcher has set up. */
    @Activate
    public LogBook() {
        this((RouterLog) ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME)
                .getAppender(RouterLog.NAME));
    }

    LogBook(RouterLog log) {
        this.log = log;
        this.inherited = new HashMap<>(log.rules());
    }

    /** Sets what is configured for a module; leaves everything as it was if that is not possible. */
    synchronized void put(String module, LogSettings newSettings) throws InvalidSettingsException {
        Map<String, LogSettings> changed = new HashMap<>(settings);
        changed.put(module, newSettings);
        log.rules(rules(changed));
        settings.put(module, newSettings);
        inherited.remove(module);
    }

    /** A module is not configured any more. */
    synchronized void remove(String module) {
        settings.remove(module);
        inherited.remove(module);
        try {
            log.rules(rules(settings));
        } catch (InvalidSettingsException e) {
            LoggerFactory.getLogger("ERROR").error("Log settings cannot be taken back", e);
        }
    }

    /** Returns what is configured for a module. */
    synchronized LogSettings settings(String module) {
        return settings.getOrDefault(module, LogSettings.NONE);
    }

    /** Returns what is in force for a module. */
    LogRule rule(String module) {
        Map<String, LogRule> rules = log.rules();
        return rules.getOrDefault(module, rules.get(RouterLog.DEFAULT));
    }

    /** Returns how many lines of a module had a level. */
    long count(String module, LogLevel level) {
        return log.count(module, level);
    }

    /** Returns the newest lines, oldest first. */
    List<LogLine> latest(int limit) {
        return log.latest(limit);
    }

    void clock(LogClock clock) {
        log.clock(clock);
    }

    private Map<String, LogRule> rules(Map<String, LogSettings> all) throws InvalidSettingsException {
        Map<String, LogOutput> outputs = new HashMap<>();
        outputs.put(LogOutput.STDERR.name(), LogOutput.STDERR);
        outputs.put(LogOutput.STDOUT.name(), LogOutput.STDOUT);
        log.rules().values().forEach(rule -> outputs.put(rule.output().name(), rule.output()));
        Map<String, LogRule> rules = new HashMap<>(inherited);
        LogSettings ofDefault = all.get(RouterLog.DEFAULT);
        LogRule fallback = ofDefault == null ? inherited.getOrDefault(RouterLog.DEFAULT, LogRule.INITIAL)
                : rule(ofDefault, LogRule.INITIAL, outputs);
        rules.put(RouterLog.DEFAULT, fallback);
        for (Map.Entry<String, LogSettings> entry : all.entrySet()) {
            if (!entry.getKey().equals(RouterLog.DEFAULT)) {
                rules.put(entry.getKey(), rule(entry.getValue(), fallback, outputs));
            }
        }
        return rules;
    }

    private static LogRule rule(LogSettings settings, LogRule fallback, Map<String, LogOutput> outputs)
            throws InvalidSettingsException {
        int mask = fallback.mask();
        if (settings.enable() != null) {
            try {
                mask = EnableText.parse(settings.enable()).mask(fallback.mask());
            } catch (IllegalArgumentException e) {
                throw new InvalidSettingsException(LogSettings.ENABLE, e.getMessage(), e);
            }
        }
        LogOutput output = fallback.output();
        if (settings.output() != null) {
            output = outputs.get(settings.output());
            if (output == null) {
                output = open(settings.output());
                outputs.put(settings.output(), output);
            }
        }
        return new LogRule(mask, settings.timestamp() == null ? fallback.timestamp() : settings.timestamp(),
                settings.source() == null ? fallback.source() : settings.source(), output);
    }

    private static LogOutput open(String name) throws InvalidSettingsException {
        try {
            return name.equals("syslog") ? new SyslogOutput() : LogOutput.file(name);
        } catch (IOException e) {
            throw new InvalidSettingsException(
                    LogSettings.OUTPUT, "Failed to open log file '" + name + "'", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/**
 * The one appender of the process: it decides by module and exact level, writes the line and counts it. Loggers are
 * only set so low that the enabled levels get here.
 */
public final class RouterLog extends UnsynchronizedAppenderBase<ILoggingEvent> {

    /** The module that others inherit from. */
    public static final String DEFAULT = "DEFAULT";

    /** The appender's name at the root logger, by which the logging bundle finds it. */
    public static final String NAME = "sluice";

    /** Loggers of other people's code and the module that they are shown as. */
    private static final Map<String, String> FOREIGN = Map.of("org.apache.mina", "SERVER");
    private static final String FOREIGN_MODULE = "CONTAINER";
    private static final List<String> FOREIGN_ROOTS = List.of("org", "com", "io", "java", "javax", "sun", "jdk");

    private final LoggerContext loggers;
    private final Map<String, AtomicLongArray> counts = new ConcurrentHashMap<>();
    private volatile Map<String, LogRule> rules = Map.of(DEFAULT, LogRule.INITIAL);
    private final LogRing ring = new LogRing();
    private final Repeats repeats = new Repeats(Integer.getInteger("sluice.log.repeats", Repeats.SHOWN),
            Repeats.WINDOW_MILLIS, System::currentTimeMillis, this::writeRepeated);
    private volatile LogClock clock = LogClock.LOCAL;

    /** Makes the appender and hangs it on the root logger. */
    RouterLog(LoggerContext loggers) {
        this.loggers = loggers;
        setContext(loggers);
        setName(NAME);
        start();
        loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(this);
        rules(rules);
    }

    /**
     * Replaces all rules and closes the outputs that none of them names any more. A module without a rule follows
     * {@link #DEFAULT}, which must have one.
     */
    public synchronized void rules(Map<String, LogRule> newRules) {
        Map<String, LogRule> old = rules;
        rules = Map.copyOf(newRules);
        LogRule fallback = rules.get(DEFAULT);
        for (String module : old.keySet()) {
            logger(module).setLevel(module.equals(DEFAULT) ? Level.INFO : null);
        }
        rules.forEach((module, rule) -> logger(module).setLevel(LogLevel.loggerLevel(rule.mask())));
        FOREIGN.forEach((prefix, module) -> loggers.getLogger(prefix)
                .setLevel(foreignLevel(rules.getOrDefault(module, fallback))));
        for (String prefix : FOREIGN_ROOTS) {
            loggers.getLogger(prefix).setLevel(foreignLevel(rules.getOrDefault(FOREIGN_MODULE, fallback)));
        }
        Set<LogOutput> used = rules.values().stream().map(LogRule::output).collect(Collectors.toSet());
        old.values().stream().map(LogRule::output).filter(output -> !used.contains(output)).forEach(LogOutput::close);
    }

    /** Returns the rules in force. Immutable. */
    public Map<String, LogRule> rules() {
        return rules;
    }

    /** Sets the form of the time in lines. */
    public void clock(LogClock newClock) {
        clock = newClock;
    }

    /** Returns how many lines of a module had a level. */
    public long count(String module, LogLevel level) {
        AtomicLongArray array = counts.get(module);
        return array == null ? 0 : array.get(level.ordinal());
    }

    /** Returns the newest lines, oldest first, no more than a limit; the ring holds a thousand. */
    public List<LogLine> latest(int limit) {
        return ring.latest(limit);
    }

    @Override
    protected void append(ILoggingEvent event) {
        String module = module(event.getLoggerName());
        Map<String, LogRule> current = rules;
        LogRule rule = current.get(module);
        if (rule == null) {
            rule = current.get(DEFAULT);
        }
        LogLevel level = LogLevel.of(event);
        if ((rule.mask() & level.bit()) == 0) {
            return;
        }
        counts.computeIfAbsent(module, name -> new AtomicLongArray(LogLevel.values().length))
                .incrementAndGet(level.ordinal());
        IThrowableProxy throwable = event.getThrowableProxy();
        boolean stack = throwable != null && (rule.mask() & LogLevel.DEBUG.bit()) != 0;
        String text = text(event, stack ? null : throwable);
        if (!repeats.pass(module, level, text)) {
            return;
        }
        StackTraceElement source = source(event, rule);
        LogLine line = new LogLine(module, level, text, source == null ? null : source.getFileName(),
                source == null ? -1 : source.getLineNumber(), event.getInstant().getEpochSecond());
        write(line, event.getInstant(), rule, stack ? ThrowableProxyUtil.asString(throwable) : "");
    }

    private void writeRepeated(String module, LogLevel level, String text) {
        Map<String, LogRule> current = rules;
        LogRule rule = current.getOrDefault(module, current.get(DEFAULT));
        Instant now = Instant.now();
        write(new LogLine(module, level, text, null, -1, now.getEpochSecond()), now, rule, "");
    }

    private void write(LogLine line, Instant when, LogRule rule, String stack) {
        ring.add(line);
        StringBuilder text = new StringBuilder(160);
        if (rule.timestamp() && !rule.output().tellsTime()) {
            text.append(clock.text(when)).append(' ');
        }
        text.append(line.module()).append(" (").append(line.level().text()).append(") ").append(line.text());
        if (line.file() != null) {
            text.append(" (").append(line.file()).append(':').append(line.line()).append(')');
        }
        rule.output().write(line.level(), text.append('\n').append(stack).toString());
    }

    /** To find the source takes long, so only for those who want to see it. */
    private static StackTraceElement source(ILoggingEvent event, LogRule rule) {
        StackTraceElement[] caller = rule.source() ? event.getCallerData() : null;
        return caller == null || caller.length == 0 ? null : caller[0];
    }

    private static String text(ILoggingEvent event, IThrowableProxy throwable) {
        StringBuilder text = new StringBuilder(120);
        appendLine(text, event.getFormattedMessage());
        if (throwable != null) {
            text.append(": ").append(simpleName(throwable.getClassName()));
            if (throwable.getMessage() != null) {
                appendLine(text.append(": "), throwable.getMessage());
            }
        }
        return text.toString();
    }

    /** Appends a text without its control characters: what a peer sends must not look like a line of its own. */
    private static void appendLine(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != 0x7f || c == '\t') {
                line.append(c);
            } else {
                line.append(String.format("\\x%02x", (int) c));
            }
        }
    }

    private Logger logger(String module) {
        return loggers.getLogger(module.equals(DEFAULT) ? org.slf4j.Logger.ROOT_LOGGER_NAME : module);
    }

    /** Other people's information is noise to the operator unless debugging is on. */
    private static Level foreignLevel(LogRule rule) {
        Level level = LogLevel.loggerLevel(rule.mask());
        return level.levelInt == Level.INFO_INT ? Level.WARN : level;
    }

    static String module(String loggerName) {
        if (loggerName.indexOf('.') < 0) {
            return loggerName;
        }
        for (Map.Entry<String, String> entry : FOREIGN.entrySet()) {
            if (loggerName.startsWith(entry.getKey())) {
                return entry.getValue();
            }
        }
        return FOREIGN_MODULE;
    }

    private static String simpleName(String className) {
        return className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
    }
}

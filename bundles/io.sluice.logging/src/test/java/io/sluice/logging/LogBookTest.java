// SPDX-License-Identifier: Apache-2.0
package io.sluice.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

import io.sluice.launcher.log.LogLevel;
import io.sluice.launcher.log.LogRule;
import io.sluice.launcher.log.LogSetup;
import io.sluice.launcher.log.RouterLog;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;

class LogBookTest {

    @TempDir
    Path folder;

    private final LoggerContext loggers = new LoggerContext();
    private RouterLog log;
    private LogBook book;
    private String file;

    @BeforeEach
    void makeBook() {
        new LogSetup().configure(loggers);
        log = (RouterLog) loggers.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(RouterLog.NAME);
        book = new LogBook(log);
        file = folder.resolve("log").toString();
    }

    private LogSettings settings(Object... pairs) {
        Map<String, Object> values = new java.util.HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put((String) pairs[i], pairs[i + 1]);
        }
        return LogSettings.of(values);
    }

    private static ManagedEntity entity(List<ManagedEntity> entities, String identity) {
        return entities.stream().filter(entity -> entity.identity().equals(identity)).findFirst().orElseThrow();
    }

    @Test
    void shouldStartWithInfoAndAboveOnStandardError() {
        LogRule rule = book.rule("SERVER");
        assertEquals(LogRule.INITIAL, rule);
        assertEquals("stderr", rule.output().name());
    }

    @Test
    void shouldInheritWhatIsNotSetFromDefault() throws Exception {
        book.put("DEFAULT", settings("enable", "error", "includeTimestamp", false, "outputFile", file));
        book.put("SERVER", settings("enable", "default,trace", "includeSource", true));
        assertEquals(new LogRule(LogLevel.ERROR.bit() | LogLevel.TRACE.bit(), false, true,
                book.rule("DEFAULT").output()), book.rule("SERVER"));
        loggers.getLogger("SERVER").debug("no");
        loggers.getLogger("POLICY").error("yes");
        assertEquals(List.of("POLICY (error) yes"), Files.readAllLines(folder.resolve("log")));
    }

    @Test
    void shouldShareAFileBetweenModules() throws Exception {
        book.put("SERVER", settings("outputFile", file));
        book.put("ROUTER", settings("outputFile", file));
        assertSame(book.rule("SERVER").output(), book.rule("ROUTER").output());
    }

    @Test
    void shouldChangeNothingIfTheFileCannotBeOpened() {
        InvalidSettingsException refused = assertThrows(InvalidSettingsException.class,
                () -> book.put("SERVER", settings("outputFile", folder + "/no/log")));
        assertEquals("outputFile", refused.attribute());
        assertEquals("Failed to open log file '" + folder + "/no/log'", refused.getMessage());
        assertEquals(LogRule.INITIAL, book.rule("SERVER"));
    }

    @Test
    void shouldGoBackToDefaultWhenASectionIsDeleted() throws Exception {
        book.put("SERVER", settings("enable", "none"));
        book.remove("SERVER");
        assertEquals(LogRule.INITIAL, book.rule("SERVER"));
    }

    @Test
    void shouldGoOnWithTheRulesInForceAfterARestartOfTheBundle() throws Exception {
        book.put("DEFAULT", settings("outputFile", file));
        LogBook next = new LogBook(log);
        next.put("SERVER", settings("enable", "debug+"));
        assertEquals(file, next.rule("DEFAULT").output().name());
        assertEquals(file, next.rule("SERVER").output().name());
    }

    @Test
    void shouldShowAndUpdateModules() throws Exception {
        ManagedEntity server = entity((List<ManagedEntity>) new LogEntities(book).entities(), "log/SERVER");
        assertNull(server.attribute("enable"));
        server.update(Map.of("enable", "warning+", "outputFile", file));
        assertEquals("warning+", server.attribute("enable"));
        assertEquals(file, server.attribute("outputFile"));
        assertNull(server.attribute("includeTimestamp"));
        assertEquals("SERVER", server.attribute("module"));
        ManagedEntity fallback = entity((List<ManagedEntity>) new LogEntities(book).entities(), "log/DEFAULT");
        assertEquals("info+", fallback.attribute("enable"));
        assertEquals(true, fallback.attribute("includeTimestamp"));
        assertEquals(false, fallback.attribute("includeSource"));
        assertEquals("stderr", fallback.attribute("outputFile"));
    }

    @Test
    void shouldRefuseAWrongUpdate() {
        ManagedEntity server = entity((List<ManagedEntity>) new LogEntities(book).entities(), "log/SERVER");
        ManagementException refused =
                assertThrows(ManagementException.class, () -> server.update(Map.of("enable", "loud")));
        assertEquals(ManagementException.BAD_REQUEST, refused.status());
        assertThrows(ManagementException.class, () -> server.update(Map.of("module", "X")));
        assertNull(server.attribute("enable"));
    }

    @Test
    void shouldShowCounts() throws Exception {
        book.put("DEFAULT", settings("outputFile", file));
        ManagedEntity stats =
                entity((List<ManagedEntity>) new LogStatsEntities(book).entities(), "logStats/SERVER");
        loggers.getLogger("SERVER").warn("w");
        assertEquals(1L, stats.attribute("warningCount"));
        assertEquals(0L, stats.attribute("criticalCount"));
    }
}

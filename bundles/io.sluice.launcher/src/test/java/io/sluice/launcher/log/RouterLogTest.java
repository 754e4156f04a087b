// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MarkerFactory;

class RouterLogTest {

    @TempDir
    Path folder;

    private final LoggerContext loggers = new LoggerContext();
    private RouterLog log;
    private LogOutput output;

    @BeforeEach
    void makeLog() throws IOException {
        new LogSetup().configure(loggers);
        log = (RouterLog) loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(RouterLog.NAME);
        output = LogOutput.file(folder.resolve("log").toString());
        rules(LogLevel.INFO.andAbove());
    }

    private void rules(int mask) {
        log.rules(Map.of(RouterLog.DEFAULT, new LogRule(mask, false, false, output)));
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve("log"));
    }

    @Test
    void shouldWriteTimeModuleLevelAndText() throws IOException {
        log.rules(Map.of(RouterLog.DEFAULT, new LogRule(LogLevel.ALL, true, false, output)));
        loggers.getLogger("SERVER").info("[C{}] Accepted", 1);
        String line = lines().get(0);
        assertTrue(line.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6} [+-]\\d{4} "
                + "SERVER \\(info\\) \\[C1\\] Accepted"), line);
    }

    @Test
    void shouldTellNoticeAndCriticalByTheirMarkers() throws IOException {
        loggers.getLogger("SERVER").info(MarkerFactory.getMarker("NOTICE"), "n");
        loggers.getLogger("MAIN").error(MarkerFactory.getMarker("CRITICAL"), "c");
        loggers.getLogger("MAIN").warn("w");
        assertEquals(List.of("SERVER (notice) n", "MAIN (critical) c", "MAIN (warning) w"), lines());
    }

    @Test
    void shouldWriteExactlyTheEnabledLevels() throws IOException {
        rules(LogLevel.DEBUG.bit() | LogLevel.NOTICE.bit());
        loggers.getLogger("ROUTER").trace("t");
        loggers.getLogger("ROUTER").debug("d");
        loggers.getLogger("ROUTER").info("i");
        loggers.getLogger("ROUTER").info(MarkerFactory.getMarker("NOTICE"), "n");
        loggers.getLogger("ROUTER").error("e");
        assertEquals(List.of("ROUTER (debug) d", "ROUTER (notice) n"), lines());
    }

    @Test
    void shouldGoBackToTheDefaultWhenAModuleLosesItsRule() throws IOException {
        LogRule off = new LogRule(0, false, false, output);
        log.rules(Map.of(RouterLog.DEFAULT, new LogRule(LogLevel.ALL, false, false, output), "POLICY", off));
        loggers.getLogger("POLICY").error("off");
        assertFalse(loggers.getLogger("POLICY").isErrorEnabled());
        rules(LogLevel.ALL);
        loggers.getLogger("POLICY").trace("on");
        assertEquals(List.of("POLICY (trace) on"), lines());
    }

    @Test
    void shouldNameTheExceptionAndShowItsStackOnlyWhenDebugging() throws IOException {
        Exception error = new IOException("Broken pipe");
        loggers.getLogger("SERVER").warn("Failed", error);
        assertEquals(List.of("SERVER (warning) Failed: IOException: Broken pipe"), lines());
        rules(LogLevel.ALL);
        loggers.getLogger("SERVER").warn("Failed", error);
        assertTrue(lines().get(2).startsWith("java.io.IOException: Broken pipe"), lines().toString());
    }

    @Test
    void shouldKeepForeignInformationOut() throws IOException {
        loggers.getLogger("org.apache.mina.core.Filter").info("noise");
        loggers.getLogger("org.apache.mina.core.Filter").warn("mina");
        loggers.getLogger("org.apache.felix.framework").warn("felix");
        assertEquals(List.of("SERVER (warning) mina", "CONTAINER (warning) felix"), lines());
    }

    @Test
    void shouldNotLetATextLookLikeALineOfItsOwn() throws IOException {
        loggers.getLogger("ROUTER_CORE").info("user={}", "x\r\nSERVER (info) fake");
        assertEquals(List.of("ROUTER_CORE (info) user=x\\x0d\\x0aSERVER (info) fake"), lines());
    }

    @Test
    void shouldAppendTheSourceIfWanted() throws IOException {
        log.rules(Map.of(RouterLog.DEFAULT, new LogRule(LogLevel.ALL, false, true, output)));
        loggers.getLogger("SERVER").info("here");
        assertTrue(lines().get(0).matches("SERVER \\(info\\) here \\(RouterLogTest\\.java:\\d+\\)"), lines().get(0));
    }

    @Test
    void shouldCountWhatItWrites() {
        loggers.getLogger("AGENT").info("a");
        loggers.getLogger("AGENT").info("b");
        loggers.getLogger("AGENT").debug("not enabled");
        assertEquals(2, log.count("AGENT", LogLevel.INFO));
        assertEquals(0, log.count("AGENT", LogLevel.DEBUG));
        assertEquals(0, log.count("HTTP", LogLevel.INFO));
    }
}

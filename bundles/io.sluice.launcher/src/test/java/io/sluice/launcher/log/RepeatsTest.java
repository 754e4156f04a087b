// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class RepeatsTest {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final AtomicLong now = new AtomicLong();
    private final Repeats repeats = new Repeats(2, 100, now::get,
            (module, level, text) -> told.add(module + " (" + level.text() + ") " + text));

    private boolean pass(LogLevel level, String text) {
        return repeats.pass("SERVER", level, text);
    }

    @Test
    void shouldCountWhatComesAgainAndTellOnce() throws InterruptedException {
        assertTrue(pass(LogLevel.ERROR, "[C1][L2] broken"));
        assertTrue(pass(LogLevel.ERROR, "[C2] broken"));
        assertFalse(pass(LogLevel.ERROR, "[C3] broken"));
        assertFalse(pass(LogLevel.ERROR, "broken"));
        assertEquals("SERVER (error) broken ... repeated 2 times", told.poll(10, TimeUnit.SECONDS));
        assertTrue(pass(LogLevel.ERROR, "broken"));
        assertNull(told.poll());
    }

    @Test
    void shouldKeepKindsApart() {
        assertTrue(pass(LogLevel.ERROR, "a"));
        assertTrue(pass(LogLevel.ERROR, "a"));
        assertTrue(pass(LogLevel.WARNING, "a"));
        assertTrue(pass(LogLevel.ERROR, "b"));
        assertTrue(repeats.pass("ROUTER", LogLevel.ERROR, "a"));
        assertFalse(pass(LogLevel.ERROR, "a"));
    }

    @Test
    void shouldLetInformationPassExceptThatAConnectorTriesInVain() {
        for (int i = 0; i < 10; i++) {
            assertTrue(pass(LogLevel.INFO, "Accepted connection"));
            assertTrue(pass(LogLevel.INFO, "Connection from h:1 (to l:2) failed: x y"));
        }
        assertTrue(pass(LogLevel.INFO, "[C1] Connection to h:1 failed: x y"));
        assertTrue(pass(LogLevel.INFO, "[C2] Connection to h:1 failed: x y"));
        assertFalse(pass(LogLevel.INFO, "[C3] Connection to h:1 failed: x y"));
    }

    @Test
    void shouldStartAgainAfterAQuietWindow() {
        assertTrue(pass(LogLevel.ERROR, "a"));
        assertTrue(pass(LogLevel.ERROR, "a"));
        now.set(100);
        assertTrue(pass(LogLevel.ERROR, "a"));
        assertTrue(pass(LogLevel.ERROR, "a"));
        assertFalse(pass(LogLevel.ERROR, "a"));
    }

    @Test
    void shouldBoundWhatItKeepsInMind() {
        for (int i = 0; i < 10_000; i++) {
            assertTrue(pass(LogLevel.ERROR, "kind " + i));
        }
        now.set(1_000);
        assertTrue(pass(LogLevel.ERROR, "new"));
        assertTrue(pass(LogLevel.ERROR, "new"));
        assertFalse(pass(LogLevel.ERROR, "new"));
    }

    @Test
    void shouldWriteAllIfSwitchedOff() {
        Repeats off = new Repeats(0, 100, now::get, (module, level, text) -> told.add(text));
        for (int i = 0; i < 100; i++) {
            assertTrue(off.pass("SERVER", LogLevel.ERROR, "a"));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class ReportBoardTest {

    private final ReportBoard board = new ReportBoard();

    @Test
    void shouldWakeWaiterWhenAllHaveReported() throws InterruptedException {
        board.applied("a", "x");
        Thread reporter = new Thread(() -> board.rejected("b", "port", "in use"));
        reporter.start();
        assertTrue(board.await(List.of("a", "b"), 5000));
        reporter.join();
        assertEquals(new ReportBoard.Result(true, null, "x"), board.result("a"));
        assertEquals(new ReportBoard.Result(false, "port", "in use"), board.result("b"));
    }

    @Test
    void shouldGiveUpInTime() throws InterruptedException {
        board.applied("a", null);
        board.forget("a");
        assertFalse(board.await(List.of("a"), 10));
        assertNull(board.result("a"));
    }
}

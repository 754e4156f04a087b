// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.time.Duration;
import java.time.Instant;

/** What is known about this process. */
final class ProcessMark {

    private ProcessMark() {
    }

    static long pid() {
        return ProcessHandle.current().pid();
    }

    /** Returns a text that no other process has. */
    static String text() {
        return pid() + "@" + started().toEpochMilli();
    }

    static long ageMillis() {
        return Duration.between(started(), Instant.now()).toMillis();
    }

    private static Instant started() {
        return ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
    }

    /** Returns how many threads run. */
    static int threads() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group.activeCount();
    }
}

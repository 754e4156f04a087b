// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.osgi.service.component.annotations.Component;

import io.sluice.management.api.ConfigurationReport;

/** Keeps what resources say about their configurations, and lets others wait for it. */
@Component(service = {ConfigurationReport.class, ReportBoard.class})
public final class ReportBoard implements ConfigurationReport {

    /**
     * The last word about one configuration.
     *
     * @param applied whether it took effect
     * @param attribute the attribute at fault, or null
     * @param text summary or reason, or null
     */
    record Result(boolean applied, String attribute, String text) {
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Result> results = new HashMap<>();

    @Override
    public void applied(String pid, String summary) {
        put(pid, new Result(true, null, summary));
    }

    @Override
    public void rejected(String pid, String attribute, String reason) {
        put(pid, new Result(false, attribute, reason == null ? "refused" : reason));
    }

    private void put(String pid, Result result) {
        lock.lock();
        try {
            results.put(pid, result);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what was said about a configuration, because it is about to change or has gone. */
    void forget(String pid) {
        lock.lock();
        try {
            results.remove(pid);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the last word about a configuration, or null if there is none. */
    Result result(String pid) {
        lock.lock();
        try {
            return results.get(pid);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is a word about each of some configurations.
     *
     * @return false if the time was over first
     */
    boolean await(Collection<String> pids, long timeoutMillis) throws InterruptedException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lockInterruptibly();
        try {
            while (!results.keySet().containsAll(pids)) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}

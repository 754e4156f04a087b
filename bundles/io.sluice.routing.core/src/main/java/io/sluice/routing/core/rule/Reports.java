// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.rule;

import java.util.LinkedHashMap;
import java.util.Map;

import io.sluice.management.api.ConfigurationReport;

/** Passes results of configurations on, and repeats them to a receiver that comes later. Any thread. */
public final class Reports {

    private record Result(boolean applied, String attribute, String text) {

        void tell(ConfigurationReport report, String pid) {
            if (applied) {
                report.applied(pid, text);
            } else {
                report.rejected(pid, attribute, text);
            }
        }
    }

    private final Map<String, Result> results = new LinkedHashMap<>();
    private ConfigurationReport receiver;

    public void applied(String pid, String summary) {
        put(pid, new Result(true, null, summary));
    }

    public void rejected(String pid, String attribute, String reason) {
        put(pid, new Result(false, attribute, reason));
    }

    synchronized void forget(String pid) {
        results.remove(pid);
    }

    public void bind(ConfigurationReport report) {
        Map<String, Result> copy;
        synchronized (this) {
            receiver = report;
            copy = new LinkedHashMap<>(results);
        }
        copy.forEach((pid, result) -> result.tell(report, pid));
    }

    /** Another receiver may be there already: only this one is let go. */
    public synchronized void unbind(ConfigurationReport report) {
        if (receiver == report) {
            receiver = null;
        }
    }

    private void put(String pid, Result result) {
        ConfigurationReport now;
        synchronized (this) {
            results.put(pid, result);
            now = receiver;
        }
        if (now != null) {
            result.tell(now, pid);
        }
    }
}

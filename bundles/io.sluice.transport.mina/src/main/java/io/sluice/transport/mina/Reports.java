// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.sluice.management.api.ConfigurationReport;

/** The latest report of each configuration, told to whoever collects them now and to who comes later. Any thread. */
final class Reports {

    private final Map<String, Consumer<ConfigurationReport>> latest = new LinkedHashMap<>();
    private ConfigurationReport target;

    void bind(ConfigurationReport report) {
        ArrayList<Consumer<ConfigurationReport>> all;
        synchronized (this) {
            target = report;
            all = new ArrayList<>(latest.values());
        }
        all.forEach(one -> one.accept(report));
    }

    synchronized void unbind(ConfigurationReport report) {
        if (target == report) {
            target = null;
        }
    }

    void applied(String pid, String summary) {
        tell(pid, report -> report.applied(pid, summary));
    }

    void rejected(String pid, String attribute, String reason) {
        tell(pid, report -> report.rejected(pid, attribute, reason));
    }

    synchronized void forget(String pid) {
        latest.remove(pid);
    }

    private void tell(String pid, Consumer<ConfigurationReport> what) {
        ConfigurationReport now;
        synchronized (this) {
            latest.put(pid, what);
            now = target;
        }
        if (now != null) {
            what.accept(now);
        }
    }
}

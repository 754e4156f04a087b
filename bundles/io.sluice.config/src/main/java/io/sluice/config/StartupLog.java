// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** The log lines of a start, in the words that tools look for. */
final class StartupLog {

    private static final Marker NOTICE = MarkerFactory.getMarker("NOTICE");
    private static final Marker CRITICAL = MarkerFactory.getMarker("CRITICAL");

    private StartupLog() {
    }

    /** Says what the configuration is about; what it makes is logged by those who make it. */
    static void begin(Plan plan) {
        Logger agent = LoggerFactory.getLogger("AGENT");
        plan.warnings().forEach(agent::warn);
        LoggerFactory.getLogger("SERVER").info("Container Name: {}", plan.router().text("id"));
    }

    static void operational() {
        LoggerFactory.getLogger("SERVER").info(NOTICE, "Operational, {} Threads Running (process ID {})",
            ProcessMark.threads(), ProcessMark.pid());
    }

    static void ready(String line) {
        LoggerFactory.getLogger("ROUTER").info(line);
    }

    static void refused(Section section) {
        if (section.type().sectionName().equals("listener")) {
            Logger connections = LoggerFactory.getLogger("CONN_MGR");
            String place = section.text("host") + ":" + section.text("port");
            connections.error(CRITICAL, "Listen on {} failed during initial config", place);
            connections.error(CRITICAL, "Shutting down, required listener failed {}", place);
        }
    }

    static void failed(String kind, List<String> problems) {
        Logger main = LoggerFactory.getLogger("MAIN");
        problems.forEach(problem -> main.error(CRITICAL, "Router start-up failed: {}: {}", kind, problem));
    }

    static void notReread(List<String> problems) {
        Logger main = LoggerFactory.getLogger("MAIN");
        problems.forEach(problem -> main.error("Configuration not read again, the old one stays: {}", problem));
    }
}

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

    static void begin(Plan plan, String version) {
        Logger agent = LoggerFactory.getLogger("AGENT");
        plan.warnings().forEach(agent::warn);
        Logger router = LoggerFactory.getLogger("ROUTER");
        LoggerFactory.getLogger("SERVER").info("Container Name: {}", plan.router().text("id"));
        router.info("Version: {}", version);
        router.info("Router started in Standalone mode");
        Logger connections = LoggerFactory.getLogger("CONN_MGR");
        for (Section section : plan.sections()) {
            String profile = section.text("sslProfile");
            String end = profile == null ? "" : ", sslProfile=" + profile;
            String place = section.text("host") + ":" + section.text("port");
            switch (section.type().sectionName()) {
                case "sslProfile" -> connections.info("Created SSL Profile with name {} ", section.name());
                case "listener" -> connections.info("Configured Listener: {} proto=any, role={}{}", place,
                    section.text("role"), end);
                case "connector" -> connections.info("Configured Connector: {} proto=any, role={}{}", place,
                    section.text("role"), end);
                default -> {
                }
            }
        }
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

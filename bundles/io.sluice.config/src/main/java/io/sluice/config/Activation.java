// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sluice.management.api.AttributeType;

/** Brings a plan into effect, stage by stage, and waits for what becomes of it. One instance per plan. */
final class Activation {

    /** Nothing needs to say that it has taken these. */
    private static final Set<String> UNREPORTED = Set.of("policy");
    private static final Set<String> LAST = Set.of("connector", "listener");

    private final Pusher pusher;
    private final ReportBoard board;
    private final long timeoutMillis;
    private final boolean first;
    private final List<String> summaries = new ArrayList<>();
    private boolean changed;

    /**
     * Makes an activation.
     *
     * @param timeoutMillis the longest wait per stage
     * @param first whether the process starts with it, so that a refused listener ends the process
     */
    Activation(Pusher pusher, ReportBoard board, long timeoutMillis, boolean first) {
        this.first = first;
        this.pusher = pusher;
        this.board = board;
        this.timeoutMillis = timeoutMillis;
    }

    /** Returns what listeners said about themselves. */
    List<String> summaries() {
        return summaries;
    }

    /** Returns whether anything was different from what was in effect before. */
    boolean changed() {
        return changed;
    }

    /**
     * Applies a plan. Logging comes first, so that the rest is logged as configured; connections come last, so that
     * none is accepted by a half configured router.
     *
     * @param logging runs when logging is configured
     * @throws ConfigException with all refusals of the stage that failed
     */
    void apply(Plan plan, Runnable logging) throws ConfigException, IOException, InterruptedException {
        Set<String> pids = new LinkedHashSet<>();
        plan.sections().forEach(section -> pids.add(Pusher.pid(section)));
        pusher.deleteStale(pids);
        stage(plan.sections().stream().filter(s -> s.type().sectionName().equals("log")).toList());
        logging.run();
        stage(plan.sections().stream()
            .filter(s -> !s.type().sectionName().equals("log") && !LAST.contains(s.type().sectionName())).toList());
        stage(plan.sections().stream().filter(s -> LAST.contains(s.type().sectionName())).toList());
        plan.sections().stream().filter(s -> s.type().sectionName().equals("listener"))
            .forEach(section -> summaries.add(summary(section)));
    }

    /** No connection may come before rules that are to be enforced are in effect. */
    private static boolean enforced(Section section) {
        return Boolean.TRUE.equals(section.values().get("enableVhostPolicy"));
    }

    private void stage(List<Section> sections) throws ConfigException, IOException, InterruptedException {
        Map<String, Section> awaited = new LinkedHashMap<>();
        for (Section section : sections) {
            if (pusher.push(section, pusher.fileOrigin())) {
                changed = true;
                if (!UNREPORTED.contains(section.type().sectionName()) || enforced(section)) {
                    awaited.put(Pusher.pid(section), section);
                }
            }
        }
        board.await(awaited.keySet(), timeoutMillis);
        List<String> problems = new ArrayList<>();
        awaited.forEach((pid, section) -> {
            ReportBoard.Result result = board.result(pid);
            if (result == null) {
                problems.add(section.problem(null, unclaimed(section.type().sectionName(), timeoutMillis)));
            } else if (!result.applied()) {
                problems.add(section.problem(result.attribute(), withExpectation(section, result)));
                if (first) {
                    StartupLog.refused(section);
                }
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigException("Configuration", problems);
        }
    }

    /** Resources say what is wrong; where they leave it at that, this says what would be right. */
    private static String withExpectation(Section section, ReportBoard.Result result) {
        AttributeType attribute = result.attribute() == null ? null : section.type().attribute(result.attribute());
        if (attribute == null || result.text().contains("expected")) {
            return result.text();
        }
        if (Set.of("host", "port").contains(attribute.name())) {
            return result.text() + "; expected an address of this machine and a free port";
        }
        return result.text()
            + (attribute.kind() == AttributeType.Kind.PATH ? "; expected a file that can be read" : "");
    }

    static String unclaimed(String section, long timeoutMillis) {
        return "nothing took this configuration within " + timeoutMillis
            + " ms; expected the bundle that serves " + section + " to be installed and started";
    }

    private String summary(Section section) {
        ReportBoard.Result result = board.result(Pusher.pid(section));
        return result != null && result.text() != null ? result.text()
            : "amqp://" + section.text("host") + ":" + section.text("port") + " (" + section.text("role") + ")";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one run, or the medians of several, gave. Immutable.
 *
 * @param messagesPerSecond messages received per second
 * @param cpuMicros CPU microseconds of the router per message received
 * @param p50Micros latency from the time at which a message was due
 * @param p99Micros the same
 * @param pauseMillis the longest time between two messages received
 * @param residentMegabytes memory of the router after the run
 * @param sent messages sent
 * @param lost messages sent but not received
 * @param wrong messages out of order, cut, or not accepted
 */
record Result(double messagesPerSecond, double cpuMicros, double p50Micros, double p99Micros,
        double pauseMillis, double residentMegabytes, double sent, double lost, double wrong) {

    /** Returns the median of each figure by itself; of what went wrong, the most. */
    static Result median(List<Result> runs) {
        return new Result(middle(runs, Result::messagesPerSecond), middle(runs, Result::cpuMicros),
            middle(runs, Result::p50Micros), middle(runs, Result::p99Micros),
            middle(runs, Result::pauseMillis), middle(runs, Result::residentMegabytes), middle(runs, Result::sent),
            runs.stream().mapToDouble(Result::lost).max().orElse(0),
            runs.stream().mapToDouble(Result::wrong).max().orElse(0));
    }

    private static double middle(List<Result> runs, ToDoubleFunction<Result> figure) {
        double[] values = runs.stream().mapToDouble(figure).sorted().toArray();
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    String json() {
        return String.format(java.util.Locale.ROOT,
            "{\"messagesPerSecond\": %.0f, \"cpuMicrosPerMessage\": %.3f, \"p50Micros\": %.1f, \"p99Micros\": %.1f, "
                + "\"longestPauseMillis\": %.1f, "
                + "\"rssMegabytes\": %.1f, \"sent\": %.0f, \"lost\": %.0f, \"wrong\": %.0f}",
            messagesPerSecond, cpuMicros, p50Micros, p99Micros, pauseMillis, residentMegabytes, sent, lost, wrong);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Collection;
import java.util.List;

import org.HdrHistogram.Histogram;

import io.sluice.routing.core.AddressTimes.Part;

/** The attributes about latencies, of one address or of all. Stateless. */
final class LatencyAttributes {

    private static final double MEDIAN = 50;
    private static final double HIGH = 99;

    private LatencyAttributes() { }

    /** Returns the value of an attribute, or null if it is none of these. */
    static Object of(String attribute, Collection<AddressTimes> times) {
        return switch (attribute) {
            case "ingressLatency" -> Latency.figures(sum(Part.INGRESS, times));
            case "egressLatency" -> Latency.figures(sum(Part.EGRESS, times));
            case "outcomeLatency" -> Latency.figures(sum(Part.OUTCOME, times));
            case "ingressP50Micros" -> sum(Part.INGRESS, times).getValueAtPercentile(MEDIAN);
            case "ingressP99Micros" -> sum(Part.INGRESS, times).getValueAtPercentile(HIGH);
            case "egressP50Micros" -> sum(Part.EGRESS, times).getValueAtPercentile(MEDIAN);
            case "egressP99Micros" -> sum(Part.EGRESS, times).getValueAtPercentile(HIGH);
            case "outcomeP50Micros" -> sum(Part.OUTCOME, times).getValueAtPercentile(MEDIAN);
            case "outcomeP99Micros" -> sum(Part.OUTCOME, times).getValueAtPercentile(HIGH);
            default -> null;
        };
    }

    private static Histogram sum(Part part, Collection<AddressTimes> times) {
        Histogram sum = Latency.sum();
        List.copyOf(times).forEach(one -> one.addTo(part, sum));
        return sum;
    }
}

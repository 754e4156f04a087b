// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.Node;
import io.sluice.cli.client.Rows;

/** Asks a router again and again, and makes rates of the differences. */
public final class Sampler {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final List<Figure> TOTALS = List.of(
        Figure.rate("in", "deliveriesIngress"),
        Figure.rate("out", "deliveriesEgress"),
        Figure.rate("thru", "deliveriesTransit"),
        Figure.rate("accepted", "acceptedDeliveries"),
        Figure.rate("released", "releasedDeliveries"),
        Figure.rate("rejected", "rejectedDeliveries"));
    private static final String ROUTER = "router";

    private final Node node;
    private final Counters counters = new Counters();

    /** Watches a router. */
    public Sampler(Node node) {
        this.node = node;
    }

    /**
     * What was found.
     *
     * @param subject what it is about
     * @param router the router
     * @param totals names of totals with their rates
     * @param lines a value for each figure: text, or a Double
     */
    record Sample(Subject subject, Rows.Row router, Map<String, Double> totals, List<List<Object>> lines) {}

    /** The counters of the last time. */
    static final class Counters {

        private Map<String, long[]> last = Map.of();
        private Map<String, long[]> next = new HashMap<>();
        private double seconds;

        /** Starts a round, so many seconds after the last one. */
        void begin(double newSeconds) {
            last = next;
            next = new HashMap<>();
            seconds = newSeconds;
        }

        /** Returns the values of one entity; what is seen for the first time does not move. */
        List<Object> values(String key, List<Figure> figures, Rows.Row row) {
            long[] before = last.get(key);
            long[] now = new long[figures.size()];
            List<Object> values = new ArrayList<>(now.length);
            for (int i = 0; i < now.length; i++) {
                Figure figure = figures.get(i);
                if (figure.kind() == Figure.Kind.TEXT) {
                    values.add(figure.text().apply(row));
                    continue;
                }
                now[i] = figure.number().applyAsLong(row);
                boolean level = figure.kind() == Figure.Kind.LEVEL;
                double grown = before == null || seconds <= 0 ? 0 : Math.max(0, now[i] - before[i]) / seconds;
                values.add(level ? (double) now[i] : grown);
            }
            next.put(key, now);
            return values;
        }
    }

    private long lastNanos;

    /** Asks once. */
    Sample sample(Subject subject) throws ClientException {
        Rows rows = node.query(subject.type(), subject.attributes(), 0);
        List<Rows.Row> routers = node.query(ROUTER, List.of(), 0).list();
        long nanos = System.nanoTime();
        counters.begin(lastNanos == 0 ? 0 : (nanos - lastNanos) / NANOS);
        lastNanos = nanos;
        List<List<Object>> lines = new ArrayList<>();
        for (Rows.Row row : rows.list()) {
            lines.add(counters.values(subject + subject.key(row), subject.figures(), row));
        }
        Rows.Row router = routers.isEmpty() ? attribute -> null : routers.get(0);
        Map<String, Double> totals = new LinkedHashMap<>();
        List<Object> values = counters.values(ROUTER, TOTALS, router);
        for (int i = 0; i < values.size(); i++) {
            totals.put(TOTALS.get(i).name(), (Double) values.get(i));
        }
        return new Sample(subject, router, totals, lines);
    }
}

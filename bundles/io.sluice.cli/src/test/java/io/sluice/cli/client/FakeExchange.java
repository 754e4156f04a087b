// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Gives the answers that a test has prepared, and keeps the requests. */
public final class FakeExchange implements Exchange {

    /** Where requests went to. */
    public final List<String> addresses = new ArrayList<>();
    /** Their properties. */
    public final List<Map<String, Object>> requests = new ArrayList<>();
    /** Their bodies. */
    public final List<Object> bodies = new ArrayList<>();
    private final Queue<Answer> answers = new ArrayDeque<>();

    /** Prepares answers. */
    public FakeExchange answers(Answer... more) {
        answers.addAll(List.of(more));
        return this;
    }

    /** Prepares the answer to a query. */
    public FakeExchange table(List<String> names, List<?>... rows) {
        return answers(new Answer(200, "OK", Map.of("attributeNames", names, "results", List.of(rows))));
    }

    /** Returns a property of all requests. */
    public List<Object> property(String name) {
        return requests.stream().map(request -> request.get(name)).toList();
    }

    @Override
    public Answer ask(String address, Map<String, Object> properties, Object body) {
        addresses.add(address);
        requests.add(properties);
        bodies.add(body);
        return answers.remove();
    }

    @Override
    public String peer() {
        return "test";
    }

    @Override
    public void keepAlive() {
        // Nothing to keep.
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}

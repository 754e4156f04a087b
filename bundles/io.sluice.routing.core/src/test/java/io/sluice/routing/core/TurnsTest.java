// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterLink;

/** In which sequence consumers A, B, C and so on get deliveries. */
class TurnsTest {

    private final FakeProducer producer = new FakeProducer();
    private final List<FakePeer> consumers = new ArrayList<>();
    private final List<RouterLink> links = new ArrayList<>();

    /**
     * In a script {@code +} is a delivery, a small letter an outcome from that consumer, {@code N} a new consumer, and
     * {@code -} the end of the first one. The result names who got each delivery.
     */
    @ParameterizedTest
    @CsvSource({
        // Of busy ones with equal loads the first one in the sequence, without a change of the sequence.
        "balanced, 3, ++++a+, ABCAA",
        "balanced, 3, +++b+b+, ABCBB",
        // An idle one at once, wherever it stands: the sequence moves on by one.
        "balanced, 3, +++b+abc+++, ABCBBCA",
        "balanced, 3, +a+b+c+, ABCA",
        "balanced, 3, ++ab+++abc+, ABCABC",
        // A new one stands behind all others.
        "balanced, 2, +a+bN+++, ABABC",
        "balanced, 2, +N+++++, ABCCBA",
        "closest, 2, +N+++++N+++++, ABACBACBADC",
        "closest, 2, ++N++++++++, ABABCABCAB",
        "closest, 3, ++N++++++++, ABCABDCABD",
        // One that leaves leaves the others' sequence as it is.
        "closest, 3, +-+++, ABCB",
        "balanced, 4, +ab-+++, ABCD"
    })
    void shouldTakeTurns(String distribution, int count, String script, String expected) {
        try (CoreFixture fixture = new CoreFixture()) {
            fixture.address("prefix", "x", distribution);
            for (int i = 0; i < count; i++) {
                add(fixture);
            }
            RouterLink sender = fixture.sender("x", new FakePeer());
            StringBuilder got = new StringBuilder();
            for (char step : script.toCharArray()) {
                switch (step) {
                    case '+' -> got.append(deliver(sender));
                    case 'N' -> add(fixture);
                    case '-' -> {
                        links.get(0).detached(null);
                        fixture.sync();
                    }
                    default -> consumers.get(step - 'a').settleOne(Outcome.ACCEPTED);
                }
            }
            assertEquals(expected, got.toString());
        }
    }

    private void add(CoreFixture fixture) {
        FakePeer peer = new FakePeer();
        consumers.add(peer);
        links.add(fixture.receiver("x", peer));
    }

    private char deliver(RouterLink sender) {
        List<Integer> before = consumers.stream().map(peer -> peer.deliveries.size()).toList();
        sender.transfer(producer.message());
        for (int i = 0; i < consumers.size(); i++) {
            if (consumers.get(i).deliveries.size() > before.get(i)) {
                return (char) ('A' + i);
            }
        }
        return '?';
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.routing.api.Outcome;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Feeds recorded transfers of odd messages, and compares what becomes of them. */
class RecordedMessagesTest {

    static Stream<String> recordings() throws Exception {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                RecordedMessagesTest.class.getResourceAsStream("recorded-messages.txt"), StandardCharsets.UTF_8))) {
            List<String> lines = reader.lines().filter(line -> !line.startsWith("#")).toList();
            assertTrue(lines.size() > 30);
            return lines.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void shouldDoAsRecorded(String line) throws Exception {
        String[] fields = line.split(" \\| ");
        try (RoutedBench bench = new RoutedBench("stripAnnotations", fields[0])) {
            FakeLink link = bench.attachSender("q.ok");
            link.peer.onPath(true);
            bench.expect(Flow.class);
            for (String frame : fields[2].split(",")) {
                bench.peer.send(HexFormat.of().parseHex(frame));
            }
            if (fields[3].equals("-")) {
                assertAborted(bench, link);
                return;
            }
            Disposition recorded = decode(fields[3]);
            if (recorded.getState() instanceof Accepted) {
                link.nextDelivery().settle(Outcome.ACCEPTED);
            }
            Disposition answer = bench.disposition();
            assertEquals(String.valueOf(recorded.getState()), String.valueOf(answer.getState()));
            assertEquals(recorded.getSettled(), answer.getSettled());
            assertEquals(recorded.getFirst(), answer.getFirst());
            assertNull(link.deliveries.poll());
        }
    }

    /** An abort gives the credit back and nothing else. */
    private static void assertAborted(RoutedBench bench, FakeLink link) throws Exception {
        Flow flow = bench.expect(Flow.class);
        assertEquals(250, flow.getLinkCredit().intValue());
        assertEquals(1, flow.getDeliveryCount().intValue());
        assertNull(link.deliveries.poll());
    }

    private static Disposition decode(String body) {
        DecoderImpl decoder = new DecoderImpl();
        AMQPDefinedTypes.registerAllTypes(decoder, new EncoderImpl(decoder));
        decoder.setByteBuffer(ByteBuffer.wrap(HexFormat.of().parseHex(body)));
        return (Disposition) decoder.readObject();
    }
}

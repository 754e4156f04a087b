// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.RouterInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Long messages from another router, on links that it begins for them, as recorded: reused, aborted, released. */
class RecordedStreamingTest {

    private static final Pattern TRANSFER = Pattern.compile("11 @20\\[(\\d+), (\\d+), .* payload (\\d+) .*");
    private static final Pattern DISPOSITION = Pattern.compile("11 @21\\[true, (\\d+).*@(3\\d)\\[\\]\\]");
    private static final String ACCEPTED = "36";
    private static final int HEAD_BYTES = 120;

    private final Map<String, Integer> handles = new HashMap<>();
    private final List<String> dispositions = new ArrayList<>();
    private List<FakeLink> links;
    private byte[] head;

    private FakeLink streaming(RouterReplay replay, int handle) {
        await().until(() -> replay.router().attached.size() > 22 + handle);
        links = new ArrayList<>(replay.router().attached);
        return links.get(22 + handle);
    }

    /** Does what the recorded router's client has done, and reads what the codec says of it. */
    private void answer(RouterReplay replay, Matcher disposition) throws Exception {
        FakeLink link = streaming(replay, handles.get(disposition.group(1)));
        Delivery delivery = link.nextDelivery();
        if (disposition.group(2).equals(ACCEPTED)) {
            delivery.stopReading();
            while (whole(delivery).content().isAborted()) {
                delivery = link.nextDelivery();
                delivery.stopReading();
            }
            assertEquals(new RouterAnnotations("big", 0, false, "0/INT.A", List.of("0/INT.A")),
                delivery.annotations());
            delivery.settle(Outcome.ACCEPTED);
        } else {
            assertFalse(delivery.content().isComplete());
            delivery.settle(Outcome.RELEASED);
        }
        String text = replay.peer().text();
        while (!text.startsWith("11 @21[")) {
            text = replay.peer().text();
        }
        dispositions.add(RouterReplay.common(text));
    }

    /** Messages begin as the first did: of some, the recording leaves out more than the end of what they carry. */
    private byte[] withHead(byte[] frame, int payload) {
        int start = frame.length - payload;
        if (head == null) {
            head = Arrays.copyOfRange(frame, start, start + HEAD_BYTES);
        }
        System.arraycopy(head, 0, frame, start, HEAD_BYTES);
        return frame;
    }

    private static Delivery whole(Delivery delivery) {
        await().until(() -> delivery.content().isComplete());
        return delivery;
    }

    @Test
    void shouldTakeLongMessagesAsRecorded() throws Exception {
        try (RouterReplay replay = new RouterReplay("b-streaming", 1, false)) {
            replay.router().info = new RouterInfo("INT.B", "interior", "1.19.0");
            replay.start("inter-router", "maxSessionFrames", 1_000_000);
            replay.playTo("flow", 11);
            List<String> recorded = new ArrayList<>();
            for (Recorded frame : replay.rest()) {
                String text = frame.text();
                if (frame.dialler()) {
                    Matcher transfer = TRANSFER.matcher(text);
                    boolean first = transfer.matches()
                        && handles.putIfAbsent(transfer.group(2), Integer.valueOf(transfer.group(1))) == null;
                    replay.peer().send(first ? withHead(frame.bytes(), Integer.parseInt(transfer.group(3)))
                        : frame.bytes());
                    continue;
                }
                Matcher disposition = DISPOSITION.matcher(text);
                if (disposition.matches()) {
                    recorded.add(RouterReplay.common(text));
                    answer(replay, disposition);
                }
            }
            assertEquals(5, recorded.size());
            assertEquals(recorded, dispositions);
            Delivery cut = links.get(23).nextDelivery();
            assertTrue(whole(cut).content().isAborted());
        }
    }
}

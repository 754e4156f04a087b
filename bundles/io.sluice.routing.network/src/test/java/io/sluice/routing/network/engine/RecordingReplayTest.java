// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.routing.network.Recording;
import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.message.MalformedControlException;
import io.sluice.routing.network.wire.ControlCodec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The engine in the place of one of two recorded routers: what it sends has to be what that one has sent. */
class RecordingReplayTest {

    private static final long CONNECTION = 3;

    private final RecordingListener listener = new RecordingListener();
    private final List<String> sent = new ArrayList<>();

    private static ControlMessage message(byte[] payload) throws MalformedControlException {
        return ControlCodec.decode(payload).payload().message();
    }

    private void drain(RouterEngine engine) throws MalformedControlException {
        for (RecordingListener.Sent each : listener.takeSent()) {
            sent.add(HexFormat.of().formatHex(ControlCodec.encode(each.envelope())));
        }
    }

    /** Replays one side; local changes are made at the given times. */
    private RouterEngine replay(boolean asDialler, String id, Map<Long, String> changes)
            throws MalformedControlException {
        List<Recording.Transfer> transfers = Recording.read("a-interior-pair");
        long instance = transfers.stream().filter(t -> t.fromDialler() == asDialler).findFirst().map(t -> {
            try {
                return ((ControlMessage.Hello) message(t.payload())).instance();
            } catch (MalformedControlException e) {
                throw new IllegalStateException(e);
            }
        }).orElseThrow();
        RouterEngine engine = new RouterEngine(EngineSettings.of(id, instance), listener);
        TreeMap<Long, String> pending = new TreeMap<>(changes);
        // The recorded router had its first ticks, with nobody to hear them, before the connection was there.
        apply(engine, pending, 1_000);
        engine.tick(1_000);
        engine.tick(2_000);
        engine.linkUp(CONNECTION, 1);
        for (Recording.Transfer transfer : transfers) {
            apply(engine, pending, transfer.millis());
            if (transfer.fromDialler() != asDialler) {
                engine.receive(CONNECTION, ControlCodec.decode(transfer.payload()), transfer.millis());
            } else if (message(transfer.payload()) instanceof ControlMessage.Hello) {
                engine.tick(transfer.millis());
            }
            drain(engine);
        }
        return engine;
    }

    private static void apply(RouterEngine engine, TreeMap<Long, String> pending, long now) {
        while (!pending.isEmpty() && pending.firstKey() <= now) {
            for (String change : pending.pollFirstEntry().getValue().split(" ")) {
                if (change.startsWith("-")) {
                    engine.removeAddress(change.substring(1));
                } else {
                    String[] parts = change.split("=");
                    engine.addAddress(parts[0], Integer.parseInt(parts[1]));
                }
            }
        }
    }

    private static List<String> recorded(boolean asDialler) {
        List<String> payloads = new ArrayList<>();
        for (Recording.Transfer transfer : Recording.read("a-interior-pair")) {
            if (transfer.fromDialler() == asDialler) {
                payloads.add(HexFormat.of().formatHex(transfer.payload()));
            }
        }
        return payloads;
    }

    private static String readable(List<String> payloads) {
        StringBuilder text = new StringBuilder();
        for (String payload : payloads) {
            try {
                Envelope envelope = ControlCodec.decode(HexFormat.of().parseHex(payload));
                text.append(envelope.to()).append(' ').append(envelope.payload().message()).append('\n');
            } catch (MalformedControlException e) {
                throw new IllegalStateException(e);
            }
        }
        return text.toString();
    }

    @Test
    void shouldSendWhatTheDiallingRouterSent() throws MalformedControlException {
        RouterEngine engine = replay(true, "INT.A", Map.of());

        assertEquals(readable(recorded(true)), readable(sent));
        assertEquals(recorded(true), sent);
        assertEquals(1, engine.paths().cost(engine.number("INT.B")));
    }

    @Test
    void shouldLearnTheAddressesOfTheOtherRouter() throws MalformedControlException {
        RouterEngine engine = replay(true, "INT.A", Map.of());

        assertEquals(List.of("+1 M0early.one 3", "+1 M0early.closest 2", "+1 M0examples 3", "-1 M0examples"),
            listener.addressEvents());
        assertEquals(Set.of("M0early.one", "M0early.closest"), engine.addressesOf("INT.B"));
    }

    @Test
    void shouldSendWhatTheAcceptingRouterSent() throws MalformedControlException {
        replay(false, "INT.B", Map.of(
            637L, "M0early.one=3 M0early.closest=2", 9_638L, "M0examples=3", 14_846L, "-M0examples"));

        List<String> expected = recorded(false);
        // That router has two threads: the order within a moment is chance, and so is an advertisement with the old
        // number just before the one with the new. There is one of two equal ones here.
        String again = expected.stream().filter(p -> expected.indexOf(p) != expected.lastIndexOf(p))
            .filter(p -> readable(List.of(p)).contains("mobileSeq=1]")).findFirst().orElseThrow();
        expected.remove(expected.lastIndexOf(again));
        expected.sort(null);
        sent.sort(null);
        assertEquals(readable(expected), readable(sent));
        assertEquals(expected, sent);
    }

    @Test
    void shouldSendWhatWasSentToAMinimalRouter() throws MalformedControlException {
        RouterEngine engine = new RouterEngine(EngineSettings.of("INT.A", 1_795_363_691L), listener);
        for (int i = 1; i <= 3; i++) {
            engine.addAddress("M0before." + i, 3);
            engine.tick(i * 1_000L);
        }
        engine.linkUp(CONNECTION, 1);
        List<String> expected = new ArrayList<>();
        for (Recording.Transfer transfer : Recording.read("n-capability-encoding")) {
            if (transfer.connection() != 6) {
                continue;
            }
            if (transfer.fromDialler()) {
                engine.receive(CONNECTION, ControlCodec.decode(transfer.payload()), transfer.millis());
            } else {
                expected.add(HexFormat.of().formatHex(transfer.payload()));
                if (message(transfer.payload()) instanceof ControlMessage.Hello) {
                    engine.tick(transfer.millis());
                }
            }
            drain(engine);
        }
        assertEquals(readable(expected), readable(sent));
        assertEquals(expected, sent);
        assertEquals(Set.of("M0foreign.addr"), engine.addressesOf("FOREIGN2"));
        assertEquals(1, engine.paths().cost(engine.number("FOREIGN2")));
    }
}

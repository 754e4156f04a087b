// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.routing.network.message.ControlAddress;
import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.message.LinkState;
import io.sluice.routing.network.message.MalformedControlException;
import io.sluice.routing.network.message.Payload;
import io.sluice.routing.network.wire.ControlCodec;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One neighbour misbehaves; what is known of another, good one stays as it is. */
class BadNeighbourTest {

    private static final long GOOD = 1;
    private static final long BAD = 2;

    private final RecordingListener listener = new RecordingListener();
    private final RouterEngine engine = new RouterEngine(EngineSettings.of("ME", 100).withMaxRouters(6), listener);
    private long now = 10_000;

    @BeforeEach
    void haveAGoodNeighbour() {
        engine.linkUp(GOOD, 1);
        engine.linkUp(BAD, 1);
        second();
        receive(GOOD, ControlAddress.routing("ME"),
            new ControlMessage.LinkUpdate("GOOD", 1, 50, LinkState.of("GOOD", 3, Map.of("ME", 1))));
        receive(GOOD, ControlAddress.mobile("ME"),
            ControlMessage.MobileUpdate.complete("GOOD", 1, List.of("M0a"), List.of(3)));
        second();
    }

    private void receive(long connection, String to, ControlMessage message) {
        engine.receive(connection, Envelope.of(to, "0/" + message.id(), message), now);
    }

    /** A second in which the good neighbour says what it should. */
    private void second() {
        now += 1_000;
        receive(GOOD, ControlAddress.HELLO, new ControlMessage.Hello("GOOD", 1, 50, List.of("ME")));
        engine.tick(now);
    }

    private void assertTheGoodOneIsUndisturbed() {
        second();
        assertEquals(1, engine.paths().cost(engine.number("GOOD")));
        assertEquals(Set.of("M0a"), engine.addressesOf("GOOD"));
        listener.takeSent();
        now += 30_000;
        second();
        assertTrue(listener.takeSent().stream().anyMatch(
            sent -> sent.connection() == GOOD && sent.envelope().to().equals(ControlAddress.ALL_ROUTERS)));
    }

    private static Payload broken(String problem) {
        return new Payload() {
            @Override
            public ControlMessage message() throws MalformedControlException {
                throw new MalformedControlException(problem);
            }

            @Override
            public long fingerprint() {
                return problem.hashCode();
            }
        };
    }

    @Test
    void shouldDropMalformedBodies() {
        for (String to : List.of(ControlAddress.HELLO, ControlAddress.ALL_ROUTERS, ControlAddress.ALL_MOBILE,
                ControlAddress.routing("ME"), ControlAddress.mobile("ME"), "somewhere", "")) {
            engine.receive(BAD, new Envelope(to, List.of("0/X"), broken("opcode=null")), now);
            engine.receive(BAD, new Envelope(to, List.of(), broken("opcode=XYZ")), now);
        }
        assertTheGoodOneIsUndisturbed();
        assertEquals(2, engine.view().routers().size());
    }

    @Test
    void shouldWithstandRandomBytesInEveryMessage() {
        Random random = new Random(3);
        List<ControlMessage> messages = List.of(
            new ControlMessage.Hello("BAD", 1, 9, List.of("ME")),
            new ControlMessage.Advertisement("BAD", 1, 9, 1, 1),
            new ControlMessage.LinkUpdate("BAD", 1, 9, LinkState.of("BAD", 2, Map.of("ME", 1))),
            ControlMessage.MobileUpdate.change("BAD", 1, List.of("M0x"), List.of(1), List.of()),
            new ControlMessage.MobileRequest("BAD", 1, 0));
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = ControlCodec.encode(Envelope.of(
                i % 5 == 0 ? ControlAddress.HELLO : ControlAddress.routing("ME"), "0/BAD", messages.get(i % 5)));
            bytes[bytes.length - 1 - random.nextInt(120)] = (byte) random.nextInt();
            try {
                engine.receive(BAD, ControlCodec.decode(bytes), now);
            } catch (MalformedControlException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
        engine.linkDown(BAD, now);
        assertTheGoodOneIsUndisturbed();
    }

    @Test
    void shouldIgnoreANewerVersion() {
        receive(BAD, ControlAddress.HELLO, new ControlMessage.Newer("BAD", 2, "HELLO"));
        receive(BAD, ControlAddress.ALL_ROUTERS, new ControlMessage.Newer("BAD", 2, "RA"));
        assertEquals(-1, engine.number("BAD"));
        assertTheGoodOneIsUndisturbed();
    }

    @Test
    void shouldNotHearOfAnotherArea() {
        receive(BAD, "amqp:/_topo/1/all/qdrouter", new ControlMessage.Advertisement("BAD", 1, 9, 1, 1));
        receive(BAD, "amqp:/_topo/1/ME/qdrouter",
            new ControlMessage.LinkUpdate("BAD", 1, 9, LinkState.of("BAD", 2, Map.of("GOOD", 1))));
        assertEquals(-1, engine.number("BAD"));
        assertTheGoodOneIsUndisturbed();
    }

    @Test
    void shouldTakeNoNeighbourWithItsOwnId() {
        receive(BAD, ControlAddress.HELLO, new ControlMessage.Hello("ME", 1, 9, List.of("ME")));
        receive(BAD, ControlAddress.ALL_ROUTERS, new ControlMessage.Advertisement("ME", 1, 9, 99, 99));
        receive(BAD, ControlAddress.routing("ME"),
            new ControlMessage.LinkUpdate("ME", 1, 9, LinkState.of("ME", 99, Map.of())));
        assertEquals(List.of("ME", "GOOD"), engine.view().routers().stream().map(RouterView::id).toList());
        assertTheGoodOneIsUndisturbed();
    }

    @Test
    void shouldNotBeFilledWithInventedRouters() {
        for (int i = 0; i < 100; i++) {
            receive(BAD, ControlAddress.HELLO, new ControlMessage.Hello("X" + i, 1, 9, List.of("ME")));
            receive(BAD, ControlAddress.ALL_ROUTERS, new ControlMessage.Advertisement("Y" + i, 1, 9, 1, 1));
        }
        assertEquals(1 + 6, engine.view().routers().size());
        assertTheGoodOneIsUndisturbed();
    }

    @Test
    void shouldNotLetAFarRouterGreetAsANeighbour() {
        receive(BAD, ControlAddress.routing("ME"), new ControlMessage.Hello("FAR", 1, 9, List.of("ME")));
        assertEquals(-1, engine.number("FAR"));
        assertTheGoodOneIsUndisturbed();
    }

    @Test
    void shouldNotPassOnWhatItHasPassedBefore() {
        listener.takeSent();
        ControlMessage ra = new ControlMessage.Advertisement("FAR", 1, 9, 1, 0);
        engine.receive(BAD, new Envelope(ControlAddress.ALL_ROUTERS, List.of("0/FAR", "0/ME", "0/BAD"),
            Payload.of(ra)), now);
        assertEquals(List.of(), listener.takeSent());
    }
}

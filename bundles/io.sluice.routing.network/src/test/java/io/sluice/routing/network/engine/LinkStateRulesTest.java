// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.routing.network.message.ControlAddress;
import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.message.LinkState;
import io.sluice.routing.network.message.MalformedControlException;
import io.sluice.routing.network.paths.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counts as news of links and addresses, and what does not. */
class LinkStateRulesTest {

    private static final long CONNECTION = 1;

    private final RecordingListener listener = new RecordingListener();
    private final RouterEngine engine = new RouterEngine(EngineSettings.of("ME", 100), listener);
    private long now = 10_000;

    @BeforeEach
    void haveANeighbour() {
        engine.linkUp(CONNECTION, 1);
        tick();
        links("A", 3, Map.of("ME", 1));
        tick();
        listener.takeSent();
    }

    private void receive(String to, ControlMessage message) {
        engine.receive(CONNECTION, Envelope.of(to, "0/" + message.id(), message), now);
    }

    private void links(String id, long seq, Map<String, Integer> peers) {
        receive(ControlAddress.routing("ME"),
            new ControlMessage.LinkUpdate(id, 1, 50, LinkState.of(id, seq, peers)));
    }

    private void advertise(String id, long linkSeq, long mobileSeq) {
        receive(ControlAddress.ALL_ROUTERS, new ControlMessage.Advertisement(id, 1, 50, linkSeq, mobileSeq));
    }

    private void tick() {
        now += 1_000;
        receive(ControlAddress.HELLO, new ControlMessage.Hello("A", 1, 50, List.of("ME")));
        engine.tick(now);
    }

    private List<String> sent(String opcode) {
        List<String> addresses = new ArrayList<>();
        for (RecordingListener.Sent each : listener.takeSent()) {
            try {
                if (each.envelope().payload().message().opcode().equals(opcode)) {
                    addresses.add(each.envelope().to());
                }
            } catch (MalformedControlException e) {
                throw new IllegalStateException(e);
            }
        }
        return addresses;
    }

    @Test
    void shouldIgnoreWhatSaysThatItComesFromThisRouter() {
        advertise("ME", 90, 90);
        links("ME", 90, Map.of("GHOST", 1));
        receive(ControlAddress.routing("ME"), new ControlMessage.LinkRequest("ME", 1));
        tick();
        assertEquals(-1, engine.number("GHOST"));
        assertEquals(1, engine.paths().reachable());
        assertEquals(List.of(), sent("LSU"));
    }

    @Test
    void shouldAnswerARouterThatItHasNotHeardOf() {
        receive(ControlAddress.routing("ME"), new ControlMessage.LinkRequest("NEW", 1));
        assertTrue(engine.number("NEW") > 0);
        assertEquals(Paths.NONE, engine.paths().nextHop(engine.number("NEW")));
        receive(ControlAddress.routing("ME"), new ControlMessage.LinkRequest("A", 1));
        assertEquals(List.of("amqp:/_topo/0/A/qdrouter"), sent("LSU"));
    }

    @Test
    void shouldTakeLinksOfTheFirstNumberOnlyFromOneOnwards() {
        links("A", 4, Map.of("ME", 1, "B", 1));
        tick();
        links("B", 0, Map.of("A", 1, "C", 1));
        assertEquals(-1, engine.number("C"));
        links("B", 1, Map.of("A", 1, "C", 1));
        assertTrue(engine.number("C") > 0);
        links("B", 1, Map.of("A", 1, "D", 1));
        assertEquals(-1, engine.number("D"));
    }

    @Test
    void shouldAskForAddressesOnlyARouterThatItCanReach() {
        advertise("FAR", 1, 5);
        assertEquals(List.of(), sent("MAR"));
        links("A", 4, Map.of("ME", 1, "FAR", 1));
        links("FAR", 1, Map.of("A", 1));
        tick();
        advertise("FAR", 1, 5);
        tick();
        assertTrue(Set.copyOf(sent("MAR")).contains("amqp:/_topo/0/FAR/qdrouter.ma"));
    }

    @Test
    void shouldTakeACompleteListForAllThereIsWhateverItsNumber() {
        receive(ControlAddress.mobile("ME"),
            ControlMessage.MobileUpdate.complete("A", 9, List.of("M0a", "M0b"), List.of(2, 2)));
        receive(ControlAddress.mobile("ME"),
            ControlMessage.MobileUpdate.complete("A", 4, List.of("M0b", "M0c"), List.of(2, 2)));
        assertEquals(Set.of("M0b", "M0c"), engine.addressesOf("A"));
        receive(ControlAddress.ALL_MOBILE,
            ControlMessage.MobileUpdate.change("A", 5, List.of("M0d"), List.of(2), List.of("M0b")));
        assertEquals(Set.of("M0c", "M0d"), engine.addressesOf("A"));
        assertEquals(List.of(), sent("MAR"));
    }
}

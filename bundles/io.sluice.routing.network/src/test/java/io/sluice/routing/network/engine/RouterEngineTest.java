// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.routing.network.message.ControlAddress;
import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.message.LinkState;
import io.sluice.routing.network.message.MalformedControlException;
import io.sluice.routing.network.message.Payload;
import io.sluice.routing.network.paths.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterEngineTest {

    private final RecordingListener listener = new RecordingListener();
    private final RouterEngine engine = new RouterEngine(EngineSettings.of("ME", 100), listener);
    private long now = 10_000;

    private void receive(long connection, String to, ControlMessage message) {
        engine.receive(connection, Envelope.of(to, "0/" + message.id(), message), now);
    }

    private void hello(long connection, String id, String... seen) {
        receive(connection, ControlAddress.HELLO, new ControlMessage.Hello(id, 1, 50, List.of(seen)));
    }

    private void links(long connection, String id, long seq, Map<String, Integer> peers) {
        receive(connection, ControlAddress.routing("ME"),
            new ControlMessage.LinkUpdate(id, 1, 50, LinkState.of(id, seq, peers)));
    }

    private void advertise(long connection, String id, long instance, long linkSeq, long mobileSeq) {
        receive(connection, ControlAddress.ALL_ROUTERS,
            new ControlMessage.Advertisement(id, 1, instance, linkSeq, mobileSeq));
    }

    private void addresses(long connection, ControlMessage.MobileUpdate update) {
        receive(connection, update.isComplete() ? ControlAddress.mobile("ME") : ControlAddress.ALL_MOBILE, update);
    }

    private void tick() {
        now += 1_000;
        engine.tick(now);
    }

    private List<ControlMessage> sent(String opcode) {
        List<ControlMessage> messages = new ArrayList<>();
        for (RecordingListener.Sent each : listener.takeSent()) {
            try {
                ControlMessage message = each.envelope().payload().message();
                if (message.opcode().equals(opcode)) {
                    messages.add(message);
                }
            } catch (MalformedControlException e) {
                throw new IllegalStateException(e);
            }
        }
        return messages;
    }

    private void becomeNeighbourOf(String id, long connection, int cost) {
        engine.linkUp(connection, cost);
        hello(connection, id, "ME");
        tick();
        links(connection, id, 3, Map.of("ME", cost));
        tick();
        listener.takeSent();
    }

    @Test
    void shouldGreetOnEachConnectionWithWhomItHears() {
        engine.linkUp(1, 1);
        engine.linkUp(2, 1);
        tick();
        assertEquals(2, sent("HELLO").size());
        hello(1, "A");
        tick();
        assertEquals(new ControlMessage.Hello("ME", 1, 100, List.of("A")), sent("HELLO").get(0));
        assertEquals(List.of(), listener.nodeEvents());
        now += 3_000;
        tick();
        assertEquals(new ControlMessage.Hello("ME", 1, 100, List.of()), sent("HELLO").get(0));
    }

    @Test
    void shouldTakeForANeighbourWhoHearsIt() {
        engine.linkUp(7, 4);
        hello(7, "A", "X", "ME");
        assertEquals(List.of("+1 A", "link 1 7"), listener.nodeEvents());
        tick();
        assertEquals(4, engine.paths().cost(1));
        assertEquals(1, engine.paths().nextHop(1));
        assertEquals(List.of(new ControlMessage.Advertisement("ME", 1, 100, 1, 0)), sent("RA").stream()
            .filter(ra -> ((ControlMessage.Advertisement) ra).linkSeq() == 1).toList());
    }

    @Test
    void shouldLoseANeighbourThatFallsSilentAndForgetIt() {
        becomeNeighbourOf("A", 1, 1);
        addresses(1, ControlMessage.MobileUpdate.complete("A", 1, List.of("M0a"), null));
        now += 3_000;
        tick();
        assertEquals(Paths.NONE, engine.paths().nextHop(1));
        assertTrue(listener.nodeEvents().contains("lost 1"));
        for (int i = 0; i < 65; i++) {
            tick();
        }
        assertEquals("-1 A", listener.nodeEvents().get(listener.nodeEvents().size() - 1));
        assertEquals(List.of("+1 M0a -1", "-1 M0a"), listener.addressEvents());
        assertEquals(-1, engine.number("A"));
    }

    @Test
    void shouldTellAtOnceThatAConnectionIsLost() {
        becomeNeighbourOf("A", 1, 1);
        hello(1, "A", "ME");
        becomeNeighbourOf("B", 2, 1);
        engine.linkDown(1, now + 100);
        assertEquals(Paths.NONE, engine.paths().nextHop(engine.number("A")));
        assertEquals(1, sent("RA").size());
        engine.linkUp(3, 1);
        engine.linkDown(3, now + 110);
        assertEquals(0, sent("RA").size());
    }

    @Test
    void shouldKeepANeighbourWhoseConnectionIsAnnouncedTwiceAndLoseItWithTheConnection() {
        becomeNeighbourOf("A", 1, 1);
        engine.linkUp(1, 1);
        assertEquals(1, engine.paths().cost(1));
        engine.linkDown(1, now + 500);
        assertTrue(listener.nodeEvents().contains("lost 1"));
        engine.linkDown(1, now + 500);
    }

    @Test
    void shouldAdvertiseOftenForAWhileAfterAChangeAndSeldomThen() {
        becomeNeighbourOf("A", 1, 1);
        int[] counts = new int[60];
        for (int second = 0; second < 60; second++) {
            hello(1, "A", "ME");
            tick();
            counts[second] = sent("RA").size();
        }
        int early = 0;
        int late = 0;
        for (int second = 0; second < 60; second++) {
            early += second < 9 ? counts[second] : 0;
            late += second >= 9 ? counts[second] : 0;
        }
        assertEquals(2, early);
        assertTrue(late <= 2, "late " + late);
    }

    @Test
    void shouldAskForWhatIsNewerAndNotTwiceForTheSame() {
        becomeNeighbourOf("A", 1, 1);
        advertise(1, "A", 50, 4, 0);
        advertise(1, "A", 50, 4, 0);
        assertEquals(1, sent("LSR").size());
        links(1, "A", 3, Map.of("ME", 1, "OLD", 1));
        assertEquals(-1, engine.number("OLD"));
        links(1, "A", 4, Map.of("ME", 1, "NEW", 2));
        engine.wake(now + 2_000);
        assertEquals(3, engine.paths().cost(engine.number("NEW")));
        assertEquals(2, engine.paths().radius());
    }

    @Test
    void shouldAskASilentRouterLessAndLessOften() {
        becomeNeighbourOf("A", 1, 1);
        advertise(1, "A", 50, 9, 0);
        listener.takeSent();
        int asked = 0;
        for (int i = 0; i < 40; i++) {
            hello(1, "A", "ME");
            tick();
            asked += sent("LSR").size();
        }
        assertTrue(asked >= 5 && asked <= 9, "asked " + asked);
    }

    @Test
    void shouldForgetWhatARestartedRouterHadTold() {
        becomeNeighbourOf("A", 1, 1);
        addresses(1, ControlMessage.MobileUpdate.complete("A", 8, List.of("M0a"), List.of(2)));
        advertise(1, "A", 51, 1, 0);
        assertEquals(Set.of(), engine.addressesOf("A"));
        assertEquals(1, sent("LSR").size());
        links(1, "A", 1, Map.of("ME", 1, "C", 1));
        assertTrue(engine.number("C") > 0);
    }

    @Test
    void shouldTellItsAddressesWithTheTickAndCancelWhatWasBrief() {
        becomeNeighbourOf("A", 1, 1);
        engine.addAddress("M0x", 2);
        engine.addAddress("M0brief", 3);
        engine.removeAddress("M0brief");
        tick();
        assertEquals(List.of(ControlMessage.MobileUpdate.change("ME", 1, List.of("M0x"), List.of(2), List.of())),
            sent("MAU"));
        engine.removeAddress("M0x");
        engine.addAddress("M0x", 2);
        tick();
        assertEquals(List.of(), sent("MAU"));
        engine.removeAddress("M0x");
        hello(1, "A", "ME");
        tick();
        assertEquals(List.of(ControlMessage.MobileUpdate.change("ME", 2, List.of(), List.of(), List.of("M0x"))),
            sent("MAU"));
    }

    @Test
    void shouldAnswerOnlyRequestsForSomethingNewer() {
        becomeNeighbourOf("A", 1, 1);
        receive(1, ControlAddress.mobile("ME"), new ControlMessage.MobileRequest("A", 1, 0));
        assertEquals(List.of(), sent("MAU"));
        engine.addAddress("M0x", 2);
        tick();
        listener.takeSent();
        receive(1, ControlAddress.mobile("ME"), new ControlMessage.MobileRequest("A", 1, 0));
        receive(1, ControlAddress.mobile("ME"), new ControlMessage.MobileRequest("A", 1, 1));
        receive(1, ControlAddress.mobile("ME"), new ControlMessage.MobileRequest("NOBODY", 1, 0));
        assertEquals(List.of(ControlMessage.MobileUpdate.complete("ME", 1, List.of("M0x"), List.of(2))), sent("MAU"));
    }

    @Test
    void shouldAskForTheWholeListWhenAChangeIsMissing() {
        becomeNeighbourOf("A", 1, 1);
        addresses(1, ControlMessage.MobileUpdate.change("A", 1, List.of("M0a"), List.of(1), List.of()));
        addresses(1, ControlMessage.MobileUpdate.change("A", 3, List.of("M0c"), List.of(1), List.of()));
        assertEquals(List.of(new ControlMessage.MobileRequest("ME", 1, 1)), sent("MAR"));
        assertEquals(Set.of("M0a"), engine.addressesOf("A"));
        addresses(1, ControlMessage.MobileUpdate.change("A", 4, List.of("M0d"), List.of(1), List.of("M0a")));
        assertEquals(Set.of("M0d"), engine.addressesOf("A"));
        addresses(1, ControlMessage.MobileUpdate.complete("A", 4, List.of("M0c", "M0d"), List.of(1)));
        assertEquals(Set.of("M0c", "M0d"), engine.addressesOf("A"));
        tick();
        assertEquals(List.of(), sent("MAR"));
    }

    @Test
    void shouldIgnoreAnUpdateThatIsNeitherListNorChangeOrFromNobody() {
        becomeNeighbourOf("A", 1, 1);
        addresses(1, new ControlMessage.MobileUpdate("A", 1, 1, null, List.of("M0a"), null, null));
        addresses(1, new ControlMessage.MobileUpdate("A", 1, 1, List.of("M0a"), List.of(), List.of(), null));
        addresses(1, ControlMessage.MobileUpdate.complete("NOBODY", 1, List.of("M0a"), null));
        assertEquals(List.of(), listener.addressEvents());
    }

    @Test
    void shouldIgnoreHintsWhoseNumberIsWrong() {
        becomeNeighbourOf("A", 1, 1);
        addresses(1, ControlMessage.MobileUpdate.complete("A", 1, List.of("M0a", "M0b"), List.of(1)));
        assertEquals(List.of("+1 M0a -1", "+1 M0b -1"), listener.addressEvents());
    }

    @Test
    void shouldPassOnWhatIsBoundForOthers() {
        becomeNeighbourOf("A", 1, 1);
        becomeNeighbourOf("B", 2, 1);
        hello(1, "A", "ME");
        listener.takeSent();
        receive(1, ControlAddress.routing("B"), new ControlMessage.LinkRequest("A", 1));
        receive(1, ControlAddress.routing("NOBODY"), new ControlMessage.LinkRequest("A", 1));
        advertise(1, "A", 50, 3, 0);
        advertise(1, "A", 50, 3, 0);
        List<RecordingListener.Sent> sent = listener.takeSent();
        assertEquals(List.of(ControlAddress.routing("B"), ControlAddress.ALL_ROUTERS),
            sent.stream().map(each -> each.envelope().to()).toList());
        for (RecordingListener.Sent each : sent) {
            assertEquals(2, each.connection());
            assertEquals(List.of("0/A", "0/ME"), each.envelope().trace());
        }
    }

    @Test
    void shouldPassACopyOnAgainIfItCameAShorterWay() {
        becomeNeighbourOf("A", 1, 1);
        becomeNeighbourOf("B", 2, 1);
        hello(1, "A", "ME");
        listener.takeSent();
        Payload ra = Payload.of(new ControlMessage.Advertisement("FAR", 1, 9, 1, 0));
        for (List<String> trace : List.of(
                List.of("0/FAR", "0/X", "0/A"), List.of("0/FAR", "0/A"), List.of("0/FAR", "0/Y", "0/A"))) {
            engine.receive(1, new Envelope(ControlAddress.ALL_ROUTERS, trace, ra), now);
        }
        assertEquals(2, listener.takeSent().size());
        // With its next period it is passed on like new.
        now += 4_000;
        engine.receive(1, new Envelope(ControlAddress.ALL_ROUTERS, List.of("0/FAR", "0/A"), ra), now);
        assertEquals(1, listener.takeSent().size());
    }
}

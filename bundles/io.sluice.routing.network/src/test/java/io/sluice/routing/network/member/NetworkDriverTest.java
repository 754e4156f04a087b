// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.routing.api.network.NetworkPaths;
import io.sluice.routing.network.engine.NetworkView;
import io.sluice.routing.network.engine.RouterView;
import io.sluice.routing.network.message.ControlAddress;
import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.LinkState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Engine and core together, by a clock of the test. */
class NetworkDriverTest {

    private static final NetworkSettings SETTINGS =
        NetworkSettings.of(Map.of("mode", "interior", "id", "ME", "maxRouters", 100));

    private final FakeCore core = new FakeCore();
    private Inbox inbox;
    private NetworkDriver driver;
    private NetworkView view;
    private long now = 100_000;
    private long wallMillis = 1_700_000_000_000L;

    @BeforeEach
    void start() {
        inbox = new Inbox();
        driver = new NetworkDriver(SETTINGS, inbox, () -> now, () -> wallMillis, (newView, last) -> view = newView);
    }

    /** Everything that waits is done. */
    private void settle() {
        try {
            for (Runnable event = inbox.poll(0); event != null; event = inbox.poll(0)) {
                event.run();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (driver.wakeAt() <= now) {
            driver.wake(now);
        }
        driver.pause();
    }

    private void second() {
        now += 1_000;
        wallMillis += 1_000;
        settle();
        driver.tick(now);
        settle();
    }

    /** B is a neighbour by connection 7, C is behind it and has an address. */
    private void network() {
        driver.core(core);
        core.member().neighbourUp(7, "B", 1);
        core.member().addressAdded("M0here", 3);
        core.member().replayed();
        neighbours(core);
    }

    private void neighbours(FakeCore at) {
        second();
        at.hello(7, "B", "ME");
        at.receive(7, ControlAddress.routing("ME"),
            new ControlMessage.LinkUpdate("B", 1, 50, LinkState.of("B", 5, Map.of("ME", 1, "C", 2))));
        second();
        at.receive(7, ControlAddress.routing("ME"),
            new ControlMessage.LinkUpdate("C", 1, 60, LinkState.of("C", 3, Map.of("B", 2))));
        at.receive(7, ControlAddress.ALL_MOBILE,
            ControlMessage.MobileUpdate.change("C", 1, List.of("M0there"), List.of(1), List.of()));
        second();
    }

    private ControlMessage.Hello lastHello(FakeCore at) {
        List<FakeCore.Sent> hellos = at.takeSent().stream()
            .filter(sent -> sent.message() instanceof ControlMessage.Hello).toList();
        return (ControlMessage.Hello) hellos.get(hellos.size() - 1).message();
    }

    @Test
    void shouldTellTheCoreWhatItLearns() {
        network();
        List<String> said = core.takeSaid();
        assertEquals(List.of("replace", "paths {}", "replaced", "+1=B", "1 by 7"), said.subList(0, 5));
        assertTrue(said.containsAll(List.of("+2=C", "+2:M0there/1", "paths {1=1, 2=1}")), said.toString());
        NetworkPaths paths = core.paths();
        assertEquals(1, paths.nextHop(2));
        assertEquals(3, paths.cost(2));
        assertEquals(2, paths.radius());
        assertTrue(paths.isValidOrigin(2, 0));
        assertFalse(paths.isValidOrigin(2, 1));
    }

    @Test
    void shouldSendSettledMessagesWithoutItselfInTheTrace() {
        network();
        core.takeSent();
        core.member().addressAdded("M0more", 2);
        second();
        List<FakeCore.Sent> sent = core.takeSent();
        assertTrue(sent.stream().anyMatch(each -> each.message() instanceof ControlMessage.MobileUpdate mau
            && mau.add().equals(List.of("M0more")) && mau.hints().equals(List.of(2))), sent.toString());
        assertTrue(sent.stream().allMatch(each -> each.connection() == 7 && each.traceBefore().isEmpty()));

        // What it passes on has gone through others before.
        core.member().neighbourUp(8, "D", 1);
        core.hello(8, "D", "ME");
        second();
        core.takeSent();
        core.receive(8, ControlAddress.ALL_ROUTERS, new ControlMessage.Advertisement("D", 1, 50, 1, 0));
        settle();
        FakeCore.Sent passed = core.takeSent().stream()
            .filter(each -> each.message() instanceof ControlMessage.Advertisement).findFirst().orElseThrow();
        assertEquals(7, passed.connection());
        assertEquals(List.of("0/D"), passed.traceBefore());
    }

    @Test
    void shouldShowRouters() {
        network();
        assertEquals(List.of("ME", "B", "C"), view.routers().stream().map(RouterView::id).toList());
        assertEquals(wallMillis / 1_000 - 3, view.routers().get(0).instance());
    }

    @Test
    void shouldTellANewCoreEverythingAndGoOn() {
        network();
        ControlMessage.Hello before = lastHello(core);
        FakeCore next = new FakeCore();
        driver.core(next);
        driver.noCore(core);
        assertNull(core.member());
        assertEquals(List.of("replace", "+1=B", "1 by 7", "+2=C", "+2:M0there/1", "paths {1=1, 2=1}", "replaced"),
            next.takeSaid());
        next.member().replayed();
        second();
        assertEquals(before.instance(), lastHello(next).instance());
        // The connection is announced a little later, and nothing was lost.
        next.member().neighbourUp(7, "B", 1);
        next.member().addressAdded("M0here", 3);
        second();
        next.hello(7, "B", "ME");
        second();
        assertEquals(List.of("1 by 7"), next.takeSaid());
        assertTrue(next.takeSent().stream().noneMatch(each -> each.message() instanceof ControlMessage.MobileUpdate));
    }

    @Test
    void shouldEndWhatANewCoreDoesNotHave() {
        network();
        FakeCore next = new FakeCore();
        driver.noCore(core);
        second();
        driver.core(next);
        next.member().neighbourUp(8, "B", 4);
        next.member().replayed();
        next.hello(8, "B", "ME");
        next.takeSaid();
        second();
        assertFalse(next.said.contains("1 by 8"), "the cheaper one may still come");
        next.takeSent();
        second();
        next.hello(8, "B", "ME");
        second();
        assertTrue(next.said.contains("1 by 8"), next.said.toString());
        assertEquals(6, next.paths().cost(2));
        assertTrue(next.takeSent().stream().anyMatch(each -> each.message() instanceof ControlMessage.MobileUpdate mau
            && mau.del().equals(List.of("M0here"))));
    }

    @Test
    void shouldTakeANewCostOfAConnection() {
        network();
        core.member().neighbourUp(7, "B", 9);
        second();
        assertEquals(11, core.paths().cost(2));
    }

    @Test
    void shouldIgnoreWhatAFormerCoreStillSays() {
        network();
        var former = core.member();
        driver.core(new FakeCore());
        former.neighbourDown(7);
        second();
        assertEquals(2, view.paths().reachable());
    }

    @Test
    void shouldGoOnWhereAnEarlierOneHasEnded() {
        network();
        ControlMessage.Hello before = lastHello(core);
        driver.end(now);
        core.takeSaid();
        now += 400;
        start();
        wallMillis += 50_000;
        driver.core(core);
        assertEquals(List.of("replace", "+1=B", "1 by 7", "+2=C", "+2:M0there/1", "paths {1=1, 2=1}", "replaced"),
            core.takeSaid());
        core.member().neighbourUp(7, "B", 1);
        core.member().addressAdded("M0here", 3);
        core.member().replayed();
        now += 600;
        driver.tick(now);
        settle();
        List<FakeCore.Sent> sent = core.takeSent();
        ControlMessage.Hello hello = (ControlMessage.Hello) sent.get(0).message();
        assertEquals(before.instance(), hello.instance());
        assertEquals(List.of("B"), hello.seen());
        assertEquals(List.of(), sent.stream().map(FakeCore.Sent::message)
            .filter(message -> message instanceof ControlMessage.MobileUpdate
                || message instanceof ControlMessage.LinkRequest).toList());
        ControlMessage.Advertisement ra = sent.stream().map(FakeCore.Sent::message)
            .filter(ControlMessage.Advertisement.class::isInstance).map(ControlMessage.Advertisement.class::cast)
            .findFirst().orElseThrow();
        assertEquals(1, ra.linkSeq());
        assertEquals(1, ra.mobileSeq());
    }

    @Test
    void shouldLearnAnewAfterALongTimeWhileTheCoreGoesOn() {
        network();
        driver.end(now);
        core.takeSaid();
        now += 60_000;
        start();
        driver.core(core);
        core.member().neighbourUp(7, "B", 1);
        core.member().addressAdded("M0here", 3);
        core.member().replayed();
        neighbours(core);
        List<String> said = core.takeSaid();
        assertEquals("replace", said.get(0));
        assertTrue(said.containsAll(List.of("+1=B", "+2=C", "+2:M0there/1")), said.toString());
        assertTrue(said.stream().noneMatch(text -> text.startsWith("paths") || text.equals("replaced")));
        core.hello(7, "B", "ME");
        second();
        core.hello(7, "B", "ME");
        second();
        assertEquals(List.of("paths {1=1, 2=1}", "replaced"), core.takeSaid());
    }

    @Test
    void shouldBeANewRunWithoutAMemory() {
        network();
        long before = lastHello(core).instance();
        driver.end(now);
        core.memory.clear();
        start();
        driver.core(core);
        core.member().neighbourUp(7, "B", 1);
        second();
        assertNotEquals(before, lastHello(core).instance());
    }

    @Test
    void shouldNotUseWhatItCannotRead() {
        core.memory.put("routing.network", Map.of("format", 1, "id", "ME", "routers", "?"));
        network();
        assertTrue(core.said.contains("+2=C"));
    }

    @Test
    void shouldWaitUntilAnEarlierMemberHasLeft() {
        var earlier = core.join(new CoreLink(driver, new Inbox()));
        driver.core(core);
        second();
        assertEquals(List.of(), core.takeSaid());
        earlier.leave();
        second();
        assertEquals(List.of("replace", "paths {}", "replaced"), core.takeSaid());
    }

    @Test
    void shouldSurviveMessagesThatCannotBeRead() {
        network();
        core.takeSaid();
        core.receive(7, new byte[] {0, 0x53, 0x70, 0x45}, List.of());
        core.receive(7, new byte[0], List.of("0/B"));
        core.receive(7, new byte[] {1, 2, 3}, List.of("0/B"));
        core.hello(7, "B", "ME");
        second();
        assertEquals(List.of(), core.takeSaid());
    }

    @Test
    void shouldDoNothingWithoutACore() {
        assertEquals(Long.MAX_VALUE, driver.wakeAt());
        second();
        driver.noCore(core);
        driver.end(now);
        assertNull(view);
    }

    @Test
    void shouldTakePartAsAnInteriorRouterOnly() {
        assertNull(NetworkSettings.of(Map.of("mode", "standalone", "id", "ME")));
        assertNull(NetworkSettings.of(Map.of("mode", "edge", "id", "ME")));
        assertNull(NetworkSettings.of(Map.of("mode", "interior")));
        assertEquals(1_000, NetworkSettings.of(
            Map.of("mode", "interior", "id", "A", "helloIntervalSeconds", 0)).engine(1).helloIntervalMillis());
        assertEquals(Set.of(100), Set.of(SETTINGS.maxRouters()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.management.api.EntitySource;
import io.sluice.routing.network.message.ControlMessage;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The component with its thread, as the component runtime uses it. */
class NetworkComponentTest {

    private static final Map<String, Object> INTERIOR = Map.of("mode", "interior", "id", "ME");

    private final FakeCore core = new FakeCore();
    private final AtomicReference<EntitySource> source = new AtomicReference<>();
    private final AtomicInteger registrations = new AtomicInteger();
    private NetworkComponent component = new NetworkComponent();

    private final BundleContext context = (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(),
        new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
            assertEquals("registerService", method.getName());
            source.set((EntitySource) arguments[1]);
            registrations.incrementAndGet();
            return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ServiceRegistration.class},
                (registration, ended, none) -> registrations.decrementAndGet());
        });

    @AfterEach
    void stop() {
        component.deactivate();
        assertNull(core.member());
        assertEquals(0, registrations.get());
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("sluice-network")).count();
    }

    private ControlMessage.Hello hello() {
        AtomicReference<ControlMessage.Hello> found = new AtomicReference<>();
        await().until(() -> core.takeSent().stream().anyMatch(sent -> {
            if (sent.message() instanceof ControlMessage.Hello hello) {
                found.set(hello);
                return true;
            }
            return false;
        }));
        return found.get();
    }

    private void neighbour() {
        await().until(() -> core.member() != null);
        core.member().neighbourUp(1, "B", 1);
        core.member().replayed();
        hello();
        core.hello(1, "B", "ME");
        await().until(() -> core.said.contains("1 by 1"));
    }

    @Test
    void shouldGreetNeighboursFromItsOwnThread() {
        component.bindNetwork(core);
        component.activate(context, INTERIOR);
        neighbour();
        await().until(() -> source.get().entities().size() == 2);
        assertEquals(1, threads());
        component.unbindNetwork(core);
        await().until(() -> core.member() == null);
    }

    @Test
    void shouldDoNothingInOtherModes() {
        component.bindNetwork(core);
        component.activate(context, Map.of("mode", "standalone", "id", "ME"));
        assertNull(source.get());
        assertEquals(0, threads());
        component.unbindNetwork(core);
    }

    @Test
    void shouldGoOnAfterAnUpdateOfTheBundle() {
        component.activate(context, INTERIOR);
        component.bindNetwork(core);
        neighbour();
        long instance = hello().instance();
        component.deactivate();
        assertEquals(0, threads());
        assertNull(core.member());
        core.takeSaid();

        component = new NetworkComponent();
        component.bindNetwork(core);
        component.activate(context, INTERIOR);
        await().until(() -> core.said.contains("replaced"));
        assertTrue(core.said.indexOf("1 by 1") < core.said.indexOf("replaced"), core.said.toString());
        core.member().neighbourUp(1, "B", 1);
        core.member().replayed();
        ControlMessage.Hello next = hello();
        assertEquals(instance, next.instance());
        assertEquals(List.of("B"), next.seen());
    }

    @Test
    void shouldTakeOtherSettings() {
        component.bindNetwork(core);
        component.activate(context, INTERIOR);
        neighbour();
        var before = core.member();
        component.modified(context, new HashMap<>(INTERIOR));
        assertEquals(before, core.member());
        component.modified(context, Map.of("mode", "interior", "id", "ME", "helloMaxAgeSeconds", 9));
        await().until(() -> core.member() != null && core.member() != before);
        assertNotNull(source.get());
        component.modified(context, Map.of("mode", "standalone", "id", "ME"));
        assertNull(core.member());
        assertEquals(0, threads());
    }

    @Test
    void shouldMoveToANewCore() {
        component.bindNetwork(core);
        component.activate(context, INTERIOR);
        neighbour();
        FakeCore next = new FakeCore();
        component.bindNetwork(next);
        component.unbindNetwork(core);
        await().until(() -> next.said.contains("replaced"));
        assertTrue(next.said.contains("1 by 1"));
        assertNull(core.member());
        component.deactivate();
        assertNull(next.member());
    }
}

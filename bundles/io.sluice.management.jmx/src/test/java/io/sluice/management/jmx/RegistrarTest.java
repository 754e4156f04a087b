// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.ManagedEntity;

class RegistrarTest {

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final EntityRegistry<FakeEntity> links = new EntityRegistry<>("router.link");
    private Registrar registrar;

    private Registrar start(int capacity, long compareEveryMs, Notifier notifier) {
        Models models = new Models();
        registrar = new Registrar(() -> server, models, (type, entity) -> new EntityMBean(type, entity, () -> null),
            notifier, capacity, compareEveryMs);
        registrar.start(() -> { });
        return registrar;
    }

    private void hear(boolean added, ManagedEntity entity) {
        heard.add((added ? "+" : "-") + entity.identity());
    }

    private static FakeEntity link(int number) {
        return new FakeEntity("router.link", Integer.toString(number), "link-" + number % 10);
    }

    private int count() {
        try {
            return server.queryNames(new ObjectName("io.sluice:type=router.link,*"), null).size();
        } catch (javax.management.MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() {
        registrar.stop();
    }

    @Test
    void shouldRegisterPresentAndComingEntitiesAndAnnounceOnlyTheComing() {
        links.add(link(1));
        start(1000, 60_000, this::hear).add(links);
        await().until(() -> count() == 1);
        FakeEntity second = link(2);
        links.add(second);
        await().until(() -> count() == 2);
        links.remove(second);
        await().until(() -> count() == 1 && heard.size() == 2);
        assertEquals(List.of("+2", "-2"), heard);
    }

    @Test
    void shouldKeepUpWithTenThousandEntitiesThatComeAndGo() {
        start(65_536, 60_000, this::hear).add(links);
        FakeEntity probe = new FakeEntity("router.link", "probe", "probe");
        links.add(probe);
        await().until(() -> registrar.registered() == 1);
        links.remove(probe);
        await().until(() -> registrar.registered() == 0);
        List<FakeEntity> all = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            FakeEntity entity = link(i);
            all.add(entity);
            links.add(entity);
        }
        await().atMost(20, TimeUnit.SECONDS).until(() -> registrar.registered() == 10_000);
        assertEquals(10_000, count());
        all.forEach(links::remove);
        await().atMost(20, TimeUnit.SECONDS).until(() -> registrar.registered() == 0
            && heard.stream().filter(event -> !event.endsWith("probe")).count() == 20_000);
        assertEquals(0, count());
        assertEquals(0, registrar.overflows());
    }

    @Test
    void shouldAgreeWithTheSourceAfterTheQueueOverflowed() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        start(100, 60_000, (added, entity) -> {
            blocked.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }).add(links);
        await().until(() -> {
            links.add(link(0));
            return blocked.await(50, TimeUnit.MILLISECONDS);
        });
        List<FakeEntity> all = new ArrayList<>();
        for (int i = 1; i <= 1_000; i++) {
            FakeEntity entity = link(i);
            all.add(entity);
            links.add(entity);
        }
        all.subList(0, 500).forEach(links::remove);
        release.countDown();
        await().until(() -> registrar.registered() == 501);
        assertTrue(registrar.overflows() > 0);
        assertEquals(501, count());
    }

    @Test
    void shouldAnnounceButNotRegisterWhatCameAndWentWhileBusy() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        start(1000, 60_000, (added, entity) -> {
            hear(added, entity);
            busy.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }).add(links);
        await().until(() -> {
            links.add(new FakeEntity("router.link", "0", "first"));
            return busy.await(50, TimeUnit.MILLISECONDS);
        });
        int before = heard.size();
        FakeEntity brief = link(5);
        links.add(brief);
        links.remove(brief);
        release.countDown();
        await().until(() -> heard.contains("-5"));
        assertTrue(heard.indexOf("+5") >= before && heard.indexOf("+5") < heard.indexOf("-5"), heard.toString());
    }

    @Test
    void shouldTakeAwayTheBeansOfASourceThatGoesAndAllOnStop() {
        links.add(link(1));
        EntityRegistry<FakeEntity> others = new EntityRegistry<>("router.link");
        others.add(link(2));
        start(1000, 60_000, this::hear).add(links);
        registrar.add(others);
        await().until(() -> count() == 2);
        registrar.remove(others);
        await().until(() -> count() == 1);
        registrar.stop();
        assertEquals(0, count());
        links.add(link(3));
        assertEquals(0, count());
    }

    @Test
    void shouldComeBackAfterARestart() {
        links.add(link(1));
        start(1000, 60_000, this::hear).add(links);
        await().until(() -> count() == 1);
        registrar.stop();
        start(1000, 60_000, this::hear).add(links);
        await().until(() -> count() == 1);
    }

    @Test
    void shouldTakeOverANameOnceTheOtherVersionHasLeft() {
        links.add(link(1));
        start(1000, 60_000, this::hear).add(links);
        await().until(() -> count() == 1);
        Registrar old = registrar;
        start(1000, 100, this::hear).add(links);
        assertEquals(0, registrar.registered());
        old.stop();
        await().until(() -> registrar.registered() == 1 && count() == 1);
    }

    @Test
    void shouldIgnoreTypesThatAreNotInTheSchema() {
        EntityRegistry<FakeEntity> strange = new EntityRegistry<>("strange");
        strange.add(new FakeEntity("strange", "1", "s"));
        start(1000, 60_000, this::hear).add(strange);
        registrar.add(links);
        links.add(link(1));
        await().until(() -> count() == 1);
        assertEquals(1, registrar.registered());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;

/**
 * Producers and consumers that attach, transfer, settle and leave at random, each on a thread of its own as on a
 * connection loop. Every unsettled delivery has exactly one outcome, and no delivery reaches a consumer that has left.
 */
@Timeout(120)
class RandomModelTest {

    private static final String[] ADDRESSES = {"bal/1", "bal/2", "near/1", "multi/1", "multi/2", "plug/1"};
    private static final int STEPS = 4000;
    private static final int PACE = 32;
    private static final int ACTORS = 4;

    private final CoreFixture fixture = new CoreFixture();
    private final Map<Delivery, AtomicInteger> outcomes = new ConcurrentHashMap<>();
    private final Queue<FakePeer> abandoned = new ConcurrentLinkedQueue<>();
    private final AtomicInteger routed = new AtomicInteger();

    private final DeliveryOrigin origin = new DeliveryOrigin() {
        @Override
        public void onOutcome(Delivery delivery) {
            if (delivery.settled()) {
                outcomes.get(delivery).incrementAndGet();
            }
        }

        @Override
        public void onContentDrained(MessageContent content) {}
    };

    private record Producer(RouterLink link, boolean anonymous) {}

    private record Consumer(RouterLink link, FakePeer peer) {}

    @Test
    void shouldGiveEachDeliveryOneOutcome() throws Exception {
        long seed = System.nanoTime();
        System.out.println("random model seed " + seed);
        fixture.address("prefix", "near", "closest");
        fixture.address("prefix", "multi", "multicast");
        fixture.address("prefix", "plug", "plugin:first");
        fixture.plugins.bind((delivery, candidates, chosen) -> 1, "first", 0);
        ExecutorService threads = Executors.newFixedThreadPool(ACTORS);
        List<Future<?>> actors = new ArrayList<>();
        for (int i = 0; i < ACTORS; i++) {
            Random random = new Random(seed + i);
            actors.add(threads.submit(() -> new Actor(random).run()));
        }
        for (Future<?> actor : actors) {
            actor.get();
        }
        threads.shutdown();
        fixture.sync();
        outcomes.forEach((delivery, count) -> assertEquals(1, count.get(), () -> "seed " + seed + ' ' + delivery.to()));
        assertTrue(routed.get() > STEPS, "routed " + routed);
        abandoned.forEach(peer -> assertTrue(peer.deliveries.isEmpty(), "delivery to a consumer that has left"));
        abandoned.forEach(peer -> assertEquals(0, peer.stats.outstanding.get()));
        assertEquals(0, fixture.core.table().size());
        assertEquals(0, fixture.core.totals().live().size());
        assertEquals(0, fixture.core.linkEntities().size());
        assertEquals(0, fixture.core.addressEntities().size());
        fixture.close();
    }

    /** One connection and its loop. */
    private final class Actor {
        private final Random random;
        private RouterConnection connection = fixture.connect(null, "normal");
        private final List<Producer> producers = new ArrayList<>();
        private final List<Consumer> consumers = new ArrayList<>();

        Actor(Random random) {
            this.random = random;
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step(random.nextInt(100));
                if (i % PACE == 0) {
                    // Else all steps are over before the control thread has granted the first links.
                    fixture.sync();
                }
            }
            close();
        }

        private void step(int dice) {
            if (dice < 4) {
                attachProducer();
            } else if (dice < 8) {
                attachConsumer();
            } else if (dice < 11 && !consumers.isEmpty()) {
                leave(consumers.remove(random.nextInt(consumers.size())));
            } else if (dice < 13 && !producers.isEmpty()) {
                producers.remove(random.nextInt(producers.size())).link().detached(null);
            } else if (dice < 14 && random.nextInt(20) == 0) {
                close();
                connection = fixture.connect(null, "normal");
            } else if (dice < 60 && !producers.isEmpty()) {
                transfer(producers.get(random.nextInt(producers.size())));
            } else if (!consumers.isEmpty()) {
                consumers.get(random.nextInt(consumers.size())).peer().settleOne(Outcome.ACCEPTED);
            }
        }

        private String address() {
            return ADDRESSES[random.nextInt(ADDRESSES.length)];
        }

        private void attachProducer() {
            boolean anonymous = random.nextBoolean();
            String address = anonymous ? null : address();
            Kind kind = anonymous ? Kind.ANONYMOUS : Kind.ADDRESSED;
            producers.add(new Producer(
                    connection.attach(CoreFixture.link(true, kind, address), new FakePeer()), anonymous));
        }

        private void attachConsumer() {
            FakePeer peer = new FakePeer();
            consumers.add(new Consumer(
                    connection.attach(CoreFixture.link(false, Kind.ADDRESSED, address()), peer), peer));
        }

        private void transfer(Producer producer) {
            String to = producer.anonymous() ? address() : null;
            Delivery delivery = new Delivery(
                    new MessageContent(origin, new byte[1]), origin, random.nextInt(4) == 0, 0, 4, to, 0);
            outcomes.put(delivery, new AtomicInteger());
            if (producer.link().transfer(delivery) == TransferResult.ROUTED) {
                routed.incrementAndGet();
            } else {
                assertTrue(delivery.settle(Outcome.RELEASED));
            }
        }

        /** As the protocol does: takes nothing more, ends the link, gives back what it holds. */
        private void leave(Consumer consumer) {
            consumer.peer().end();
            consumer.link().detached(null);
            release(consumer);
        }

        private void release(Consumer consumer) {
            Delivery held;
            do {
                held = consumer.peer().settleOne(Outcome.RELEASED);
            } while (held != null);
            assertEquals(0, consumer.peer().deliveries.size());
            abandoned.add(consumer.peer());
        }

        private void close() {
            consumers.forEach(consumer -> consumer.peer().end());
            connection.closed();
            consumers.forEach(this::release);
            consumers.clear();
            producers.clear();
        }
    }
}

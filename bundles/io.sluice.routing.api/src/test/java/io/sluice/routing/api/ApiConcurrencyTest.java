// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Producers and consumers on threads of their own. */
@Timeout(60)
class ApiConcurrencyTest {

    private static final int ROUNDS = 3000;
    private static final int STREAM_CHUNKS = 2000;
    private static final int CHUNK = 4096;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void shouldSettleAGroupOnceWhateverTheOrder() throws Exception {
        int size = 3;
        CyclicBarrier barrier = new CyclicBarrier(size + 1);
        DeliveryGroup[] current = new DeliveryGroup[1];
        List<Future<?>> consumers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int index = i;
            consumers.add(threads.submit(() -> consume(index, barrier, current)));
        }
        for (int round = 0; round < ROUNDS; round++) {
            RecordingOrigin origin = new RecordingOrigin();
            Delivery parent = RecordingOrigin.delivery(new MessageContent(origin, new byte[1]), origin, false);
            current[0] = new DeliveryGroup(parent, size);
            barrier.await();
            barrier.await();
            assertEquals(1, origin.settlements.get());
            assertEquals(0, origin.violations.get());
            assertEquals(Outcome.Kind.ACCEPTED, parent.outcome().kind());
            assertTrue(origin.outcomes.size() <= 2);
        }
        for (Future<?> consumer : consumers) {
            consumer.get();
        }
    }

    private static Void consume(int index, CyclicBarrier barrier, DeliveryGroup[] current) throws Exception {
        Random random = new Random(index);
        for (int round = 0; round < ROUNDS; round++) {
            barrier.await();
            Delivery copy = current[0].copy(index);
            if (random.nextBoolean()) {
                copy.update(Outcome.ACCEPTED);
            }
            copy.settle(Outcome.ACCEPTED);
            barrier.await();
        }
        return null;
    }

    @Test
    void shouldStreamToTwoConsumersWithBoundedLead() throws Exception {
        Semaphore room = new Semaphore(0);
        DeliveryOrigin origin = new DeliveryOrigin() {
            @Override
            public void onOutcome(Delivery delivery) {}

            @Override
            public void onContentDrained(MessageContent content) {
                room.release();
            }
        };
        MessageContent content = new MessageContent(origin);
        Delivery fast = RecordingOrigin.delivery(content, origin, false);
        Delivery slow = fast.copy(origin);
        List<Future<Long>> sums = new ArrayList<>();
        for (Delivery delivery : List.of(fast, slow)) {
            Semaphore more = new Semaphore(0);
            delivery.sink(grown -> more.release());
            sums.add(threads.submit(() -> readAll(delivery, more)));
        }
        content.readBy(fast, slow);
        content.routed();
        long longestLead = 0;
        for (int i = 0; i < STREAM_CHUNKS; i++) {
            content.append(new byte[CHUNK]);
            longestLead = Math.max(longestLead, content.buffered());
            while (content.mustPause()) {
                assertTrue(room.tryAcquire(20, TimeUnit.SECONDS), "nobody resumed the producer");
            }
        }
        content.complete();
        for (Future<Long> sum : sums) {
            assertEquals((long) STREAM_CHUNKS * CHUNK, sum.get());
        }
        assertTrue(longestLead <= MessageContent.HIGH_BYTES + CHUNK, "lead " + longestLead);
    }

    private static long readAll(Delivery delivery, Semaphore more) throws InterruptedException {
        long sum = 0;
        while (!delivery.readToEnd()) {
            byte[] chunk = delivery.read();
            if (chunk == null) {
                assertTrue(more.tryAcquire(20, TimeUnit.SECONDS), "nobody told the consumer");
            } else {
                sum += chunk.length;
            }
        }
        return sum;
    }

    @Test
    void shouldEnterAQueueOnceOfManyThreads() throws Exception {
        RecordingOrigin origin = new RecordingOrigin();
        Delivery delivery = RecordingOrigin.delivery(new MessageContent(origin, new byte[1]), origin, false);
        int size = 4;
        CyclicBarrier barrier = new CyclicBarrier(size);
        List<Future<Integer>> entered = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            entered.add(threads.submit(() -> {
                int count = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    barrier.await();
                    count += delivery.enqueueForward() ? 1 : 0;
                    barrier.await();
                    delivery.dequeueForward();
                    barrier.await();
                }
                return count;
            }));
        }
        int sum = 0;
        for (Future<Integer> one : entered) {
            sum += one.get();
        }
        assertEquals(ROUNDS, sum);
    }
}

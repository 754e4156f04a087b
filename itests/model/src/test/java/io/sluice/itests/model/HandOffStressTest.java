// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryGroup;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What crosses from loop to loop, by two threads at once and many times over. */
@Timeout(120)
class HandOffStressTest {

    private static final int ROUNDS = 20_000;
    private static final int STREAMS = 20;
    private static final int CHUNK = 32 * 1024;
    private static final int CHUNKS = 400;

    private static Delivery delivery(MessageContent content, DeliveryOrigin origin) {
        return new Delivery(content, origin, false, 0, 4, null, 0);
    }

    /** Counts settlements of one delivery. */
    private static final class Counter implements DeliveryOrigin {
        private final AtomicInteger settlements = new AtomicInteger();
        private final Semaphore drained = new Semaphore(0);

        @Override
        public void onOutcome(Delivery delivery) {
            if (delivery.settled()) {
                settlements.incrementAndGet();
            }
        }

        @Override
        public void onContentDrained(MessageContent content) {
            drained.release();
        }
    }

    @Test
    void shouldSettleAMulticastOnceWithTheStrongestOutcome() throws Exception {
        Counter[] counters = new Counter[ROUNDS];
        Delivery[] parents = new Delivery[ROUNDS];
        DeliveryGroup[] groups = new DeliveryGroup[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            counters[i] = new Counter();
            parents[i] = delivery(new MessageContent(counters[i], new byte[1]), counters[i]);
            groups[i] = new DeliveryGroup(parents[i], 2);
        }
        Outcome[][] answers = {
            {Outcome.ACCEPTED, Outcome.RELEASED}, {Outcome.RELEASED, Outcome.MODIFIED_FAILED},
            {Outcome.REJECTED, Outcome.ACCEPTED}, {Outcome.RELEASED, Outcome.RELEASED}};
        Outcome.Kind[] expected = {
            Outcome.Kind.ACCEPTED, Outcome.Kind.MODIFIED, Outcome.Kind.REJECTED, Outcome.Kind.RELEASED};
        both(side -> {
            for (int i = 0; i < ROUNDS; i++) {
                Delivery copy = groups[i].copy(side);
                Outcome answer = answers[i % answers.length][side];
                if (i % 3 == 0) {
                    copy.update(answer);
                }
                copy.settle(answer);
            }
        });
        for (int i = 0; i < ROUNDS; i++) {
            assertEquals(1, counters[i].settlements.get());
            assertEquals(expected[i % expected.length], parents[i].outcome().kind());
        }
    }

    @Test
    void shouldAlwaysWakeAProducerThatWaitsForItsConsumer() throws Exception {
        for (int round = 0; round < STREAMS; round++) {
            Counter counter = new Counter();
            MessageContent content = new MessageContent(counter);
            Delivery delivery = delivery(content, counter);
            content.readBy(delivery);
            CountDownLatch done = new CountDownLatch(1);
            both(side -> {
                if (side == 0) {
                    produce(content, counter);
                    assertTrue(done.await(20, TimeUnit.SECONDS), "the consumer never saw the end");
                } else {
                    while (!delivery.readToEnd()) {
                        delivery.read();
                    }
                    done.countDown();
                }
            });
            assertEquals((long) CHUNK * CHUNKS, content.length());
        }
    }

    private static void produce(MessageContent content, Counter counter) throws InterruptedException {
        for (int i = 0; i < CHUNKS; i++) {
            content.append(new byte[CHUNK]);
            while (content.mustPause()) {
                assertTrue(counter.drained.tryAcquire(20, TimeUnit.SECONDS), "nobody resumed the producer");
            }
        }
        content.complete();
    }

    /** One of two threads. */
    private interface Side {
        void run(int side) throws Exception;
    }

    private static void both(Side work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Throwable[] failures = new Throwable[2];
        Thread[] threads = new Thread[2];
        for (int i = 0; i < 2; i++) {
            int side = i;
            threads[i] = new Thread(() -> {
                try {
                    start.await();
                    work.run(side);
                } catch (Throwable e) {
                    failures[side] = e;
                }
            });
            threads[i].start();
        }
        for (int i = 0; i < 2; i++) {
            threads[i].join();
            if (failures[i] != null) {
                throw new AssertionError("side " + i, failures[i]);
            }
        }
    }
}

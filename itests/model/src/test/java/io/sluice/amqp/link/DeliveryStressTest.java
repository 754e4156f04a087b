// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.DeliverySink;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deliveries that cross from thread to loop and back, many times over, to loops that sleep unless they are woken. */
@Timeout(60)
class DeliveryStressTest {

    private static final int THREADS = 3;
    private static final int PUSHES = 20_000;
    private static final int ROUNDS = 20_000;

    /** Expects each thread's deliveries in the order of their numbers. */
    private static final class Order implements Consumer<Delivery> {
        private final AtomicIntegerArray next = new AtomicIntegerArray(THREADS);
        private volatile String wrong;

        @Override
        public void accept(Delivery delivery) {
            int thread = (int) delivery.ingress;
            int number = next.getAndIncrement(thread);
            if (number != delivery.arrivedNanos()) {
                wrong = delivery.arrivedNanos() + " instead of " + number;
            }
        }

        void await(int thread, int count) {
            while (next.get(thread) < count && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        }
    }

    private static final class Silent implements DeliveryOrigin {
        @Override
        public void onOutcome(Delivery delivery) {
            throw new IllegalStateException("nobody settles");
        }

        @Override
        public void onContentDrained(MessageContent content) {
            throw new IllegalStateException("nobody reads");
        }
    }

    private static Delivery numbered(int thread, int number) {
        Silent origin = new Silent();
        Delivery delivery = new Delivery(
                new MessageContent(origin, new byte[1]), origin, false, 0, 4, null, number);
        delivery.ingress = thread;
        return delivery;
    }

    @Test
    void shouldKeepTheOrderOfEachThreadAndLoseNeitherDeliveryNorWakeUp() throws InterruptedException {
        Order forward = new Order();
        Order back = new Order();
        SleepyLoop loop = new SleepyLoop();
        loop.start();
        LoopInbox inbox = new LoopInbox(loop, forward, back);
        inbox.connections().incrementAndGet();
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            threads[i] = new Thread(() -> {
                for (int n = 0; n < PUSHES; n++) {
                    inbox.pushForward(numbered(thread, n));
                    inbox.pushBack(numbered(thread, n));
                    if (n % 5 == thread) {
                        // Nobody may have to push once more for this to arrive.
                        forward.await(thread, n + 1);
                        back.await(thread, n + 1);
                    }
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            thread.interrupt();
        }
        for (int i = 0; i < THREADS; i++) {
            forward.await(i, PUSHES);
            back.await(i, PUSHES);
            assertEquals(PUSHES, forward.next.get(i));
            assertEquals(PUSHES, back.next.get(i));
        }
        assertNull(forward.wrong);
        assertNull(back.wrong);
        loop.stop();
    }

    /** A producer's and a consumer's loop with what each does, as links do it. */
    private static final class Crossing implements DeliveryOrigin, DeliverySink {
        private final SleepyLoop producers = new SleepyLoop();
        private final SleepyLoop consumers = new SleepyLoop();
        private final LoopInbox toProducers = new LoopInbox(producers, this::misled, this::finished);
        private final LoopInbox toConsumers = new LoopInbox(consumers, this::arrived, this::misled);
        private final CountDownLatch settled = new CountDownLatch(ROUNDS);
        private volatile String wrong;

        private void misled(Delivery delivery) {
            wrong = "the wrong stack";
        }

        // ---- consumer's loop

        private void arrived(Delivery delivery) {
            if (delivery.settled()) {
                return;
            }
            delivery.sink(this);
            int[] read = (int[]) delivery.egress;
            while (delivery.read() != null) {
                read[0]++;
                delivery.update(Outcome.encoded(Outcome.Kind.RECEIVED, new byte[] {1}));
            }
            if (delivery.readToEnd()) {
                delivery.settle(read[0] % 2 == 0 ? Outcome.ACCEPTED : Outcome.REJECTED);
            }
        }

        @Override
        public void onContent(Delivery delivery) {
            if (delivery.enqueueForward()) {
                toConsumers.pushForward(delivery);
            }
        }

        // ---- producer's loop

        @Override
        public void onOutcome(Delivery delivery) {
            if (delivery.enqueueBack()) {
                toProducers.pushBack(delivery);
            }
        }

        private void finished(Delivery delivery) {
            if (!delivery.settled() || delivery.ingress == null) {
                return;
            }
            int chunks = (int) delivery.ingress;
            delivery.ingress = null;
            Outcome expected = chunks % 2 == 0 ? Outcome.ACCEPTED : Outcome.REJECTED;
            if (delivery.outcome() != expected) {
                wrong = delivery.outcome() + " of " + chunks + " chunks";
            }
            settled.countDown();
        }

        @Override
        public void onContentDrained(MessageContent content) {
            // The producer never pauses here.
        }

        void send(int chunks) {
            MessageContent content = new MessageContent(this);
            Delivery delivery = new Delivery(content, this, false, 0, 4, null, 0);
            delivery.ingress = chunks;
            delivery.egress = new int[1];
            content.readBy(delivery);
            toConsumers.pushForward(delivery);
            for (int i = 0; i < chunks; i++) {
                content.append(new byte[1]);
            }
            content.complete();
            if (chunks == 3) {
                delivery.senderSettles();
            }
        }
    }

    @Test
    void shouldTellTheLastOfContentAndOutcomeWhateverCameBefore() throws InterruptedException {
        Crossing crossing = new Crossing();
        crossing.producers.start();
        crossing.consumers.start();
        crossing.toProducers.connections().incrementAndGet();
        crossing.toConsumers.connections().incrementAndGet();
        for (int i = 0; i < ROUNDS; i++) {
            crossing.send(1 + i % 6);
        }
        assertTrue(crossing.settled.await(20, TimeUnit.SECONDS), "never settled: " + crossing.settled.getCount());
        assertNull(crossing.wrong);
        crossing.producers.stop();
        crossing.consumers.stop();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.transport.api.ConnectionLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads post to a loop that sleeps unless it is woken, and to one that has ended. */
@Timeout(60)
class InboxStressTest {

    private static final int THREADS = 3;
    private static final int POSTS = 50_000;

    /** Runs what it is given, and nothing of its own accord: a lost wake-up stays lost. */
    private static final class SleepyLoop implements ConnectionLoop {
        private final BlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();
        private volatile boolean ended;
        private final Thread thread = new Thread(this::run);

        private void run() {
            try {
                while (!ended) {
                    posted.take().run();
                }
            } catch (InterruptedException e) {
                ended = true;
            }
        }

        @Override
        public String name() {
            return "sleepy";
        }

        @Override
        public boolean inLoop() {
            return Thread.currentThread() == thread;
        }

        @Override
        public boolean execute(Runnable task) {
            return !ended && posted.add(task);
        }

        @Override
        public void atPassEnd(Runnable task) {
            task.run();
        }

        @Override
        public Timer schedule(Runnable task, long delayMillis) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long nowMillis() {
            return 0;
        }
    }

    private static int postFromAll(LoopInbox inbox) throws InterruptedException {
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(THREADS * POSTS);
        for (int i = 0; i < THREADS; i++) {
            new Thread(() -> {
                for (int n = 0; n < POSTS; n++) {
                    inbox.post(() -> {
                        ran.incrementAndGet();
                        all.countDown();
                    });
                }
            }).start();
        }
        assertTrue(all.await(20, TimeUnit.SECONDS), "posted tasks never ran: " + all.getCount());
        return ran.get();
    }

    @Test
    void shouldRunAllThatIsPostedToASleepingLoop() throws InterruptedException {
        SleepyLoop loop = new SleepyLoop();
        loop.thread.start();
        LoopInbox inbox = new LoopInbox(loop);
        inbox.connections().incrementAndGet();
        assertEquals(THREADS * POSTS, postFromAll(inbox));
        loop.thread.interrupt();
        loop.thread.join();
    }

    @Test
    void shouldRunAllThatIsPostedToALoopThatHasEnded() throws InterruptedException {
        SleepyLoop loop = new SleepyLoop();
        loop.ended = true;
        assertEquals(THREADS * POSTS, postFromAll(new LoopInbox(loop)));
    }
}

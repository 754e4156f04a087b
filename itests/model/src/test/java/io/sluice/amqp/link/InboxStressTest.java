// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads post to a loop that sleeps unless it is woken, and to one that has ended. */
@Timeout(60)
class InboxStressTest {

    private static final int THREADS = 3;
    private static final int POSTS = 50_000;

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
        loop.start();
        LoopInbox inbox = new LoopInbox(loop);
        inbox.connections().incrementAndGet();
        assertEquals(THREADS * POSTS, postFromAll(inbox));
        loop.stop();
    }

    @Test
    void shouldRunAllThatIsPostedToALoopThatHasEnded() throws InterruptedException {
        SleepyLoop loop = new SleepyLoop();
        loop.end();
        assertEquals(THREADS * POSTS, postFromAll(new LoopInbox(loop)));
    }
}

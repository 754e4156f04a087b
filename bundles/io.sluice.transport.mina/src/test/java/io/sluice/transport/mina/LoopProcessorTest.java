// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.transport.api.ConnectionLoop;

class LoopProcessorTest {

    private Rig rig;
    private Socket socket;
    private ConnectionLoop loop;

    @BeforeEach
    void startLoop() throws Exception {
        rig = new Rig();
        socket = rig.dial(rig.listener("l"));
        loop = rig.session(0).connection.loop();
    }

    @AfterEach
    void stopLoop() throws Exception {
        socket.close();
        rig.close();
    }

    private void onLoop(Runnable task) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        assertTrue(loop.execute(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        }));
        done.get(5, TimeUnit.SECONDS);
    }

    @Test
    void shouldRunPostedTasksBeforePassEndTasks() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        onLoop(() -> {
            loop.atPassEnd(() -> {
                order.add("end");
                loop.atPassEnd(() -> order.add("end of end"));
                loop.execute(() -> order.add("next pass"));
            });
            loop.execute(() -> order.add("posted"));
        });
        Awaitility.await().until(() -> order.size() == 4);
        assertEquals(List.of("posted", "end", "end of end", "next pass"), order);
    }

    @Test
    void shouldGoOnAfterATaskThatThrows() throws Exception {
        onLoop(() -> {
            loop.execute(() -> {
                throw new IllegalStateException("expected by the test");
            });
            loop.atPassEnd(() -> {
                throw new IllegalStateException("expected by the test");
            });
            loop.schedule(() -> {
                throw new IllegalStateException("expected by the test");
            }, 0);
        });
        onLoop(() -> assertTrue(loop.inLoop()));
        assertFalse(loop.inLoop());
        assertEquals("io-0", loop.name());
    }

    @Test
    void shouldRunTimersInOrderAndNotTheCancelledOnes() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        long before = System.nanoTime();
        onLoop(() -> {
            loop.schedule(() -> order.add("late"), 60);
            loop.schedule(() -> order.add("early"), 20);
            loop.schedule(() -> order.add("cancelled"), 30).cancel();
        });
        Awaitility.await().until(() -> order.size() == 2);
        assertEquals(List.of("early", "late"), order);
        assertTrue(System.nanoTime() - before >= TimeUnit.MILLISECONDS.toNanos(50));
    }

    @Test
    void shouldForgetCancelledTimers() throws Exception {
        onLoop(() -> {
            for (int i = 0; i < 10_000; i++) {
                loop.schedule(() -> { }, 60_000).cancel();
            }
            assertTrue(((LoopProcessor) loop).timerCount() < 200);
        });
    }

    @Test
    void shouldRunEveryTaskOfManyThreadsOnce() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        int each = 10_000;
        List<Thread> threads = List.of(poster(each, ran), poster(each, ran), poster(each, ran));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        Awaitility.await().until(() -> ran.get() == 3 * each);
    }

    private Thread poster(int count, AtomicInteger ran) {
        return new Thread(() -> {
            for (int i = 0; i < count; i++) {
                while (!loop.execute(ran::incrementAndGet)) {
                    Thread.onSpinWait();
                }
            }
        });
    }

    @Test
    void shouldRefuseWhenFullAndAfterItsEnd() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        loop.execute(() -> {
            entered.countDown();
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(entered.await(5, TimeUnit.SECONDS));
        int accepted = 0;
        while (accepted <= LoopTasks.MAX_QUEUED && loop.execute(ran::incrementAndGet)) {
            accepted++;
        }
        assertEquals(LoopTasks.MAX_QUEUED, accepted);
        stuck.countDown();
        Awaitility.await().until(() -> ran.get() == LoopTasks.MAX_QUEUED);
        rig.transport.loops().dispose();
        assertFalse(loop.execute(ran::incrementAndGet));
        assertTrue(rig.session(0).closed);
    }

    @Test
    void shouldStayWithoutConnections() throws Exception {
        socket.close();
        Awaitility.await().until(() -> rig.session(0).closed);
        onLoop(() -> assertTrue(loop.inLoop()));
    }
}

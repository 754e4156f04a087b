// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.sluice.transport.api.ConnectionLoop;

/** Runs what it is given, and nothing of its own accord: a lost wake-up stays lost. */
final class SleepyLoop implements ConnectionLoop {
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

    void start() {
        thread.start();
    }

    /** Ends without a thread. */
    void end() {
        ended = true;
    }

    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}

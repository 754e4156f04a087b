// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits for the engine's thread, in the order in which it came. Messages of other routers are bounded, in number
 * and in size; what the core tells is bounded by what there is, and always taken.
 */
final class Inbox {

    static final int MAX_MESSAGES = 8_192;
    static final long MAX_BYTES = 32L * 1024 * 1024;

    private record Sized(Runnable event, int bytes) {}

    private final BlockingQueue<Sized> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /** Takes what the core tells. Any thread. */
    void post(Runnable event) {
        queue.add(new Sized(event, -1));
    }

    /** Takes a message, unless too much is waiting. A large one is taken if no other is waiting. Any thread. */
    boolean postMessage(Runnable event, int size) {
        int before = messages.getAndIncrement();
        long bytesBefore = bytes.getAndAdd(size);
        if (before >= MAX_MESSAGES || before > 0 && bytesBefore + size > MAX_BYTES) {
            messages.getAndDecrement();
            bytes.getAndAdd(-size);
            dropped.incrementAndGet();
            return false;
        }
        queue.add(new Sized(event, size));
        return true;
    }

    /** Returns what is next, null if there is nothing within the time. */
    Runnable poll(long millis) throws InterruptedException {
        Sized next = millis <= 0 ? queue.poll() : queue.poll(millis, TimeUnit.MILLISECONDS);
        if (next == null) {
            return null;
        }
        if (next.bytes() >= 0) {
            messages.getAndDecrement();
            bytes.getAndAdd(-next.bytes());
        }
        return next.event();
    }

    /** Returns how many messages were dropped since the last call. */
    long takeDropped() {
        return dropped.getAndSet(0);
    }
}

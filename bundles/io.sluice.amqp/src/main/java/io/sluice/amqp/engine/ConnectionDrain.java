// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.management.api.DrainReport;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Empties all connections of deliveries, then closes them. Blocks the caller's thread, never a loop. */
final class ConnectionDrain {

    private static final long POLL_MILLIS = 5;
    private static final long CLOSE_MILLIS = 2000;

    private final HandlerContext context;
    private DrainReport report;

    ConnectionDrain(HandlerContext context) {
        this.context = context;
    }

    /** Drains once; a second call waits for the first and returns the same. */
    synchronized DrainReport run(long deadlineMillis) {
        if (report != null) {
            return report;
        }
        context.draining().set(true);
        long start = System.nanoTime();
        long deadline = start + TimeUnit.MILLISECONDS.toNanos(deadlineMillis);
        List<AmqpConnection> all = List.copyOf(context.connections());
        long before = inFlight();
        if (deadlineMillis > 0 && stopCredit(all, deadline)) {
            while (inFlight() > 0 && System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
            }
        }
        long left = inFlight();
        int closed = closeAll("router is shutting down", CLOSE_MILLIS);
        report = new DrainReport(closed, Math.max(0, before - left), left,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        return report;
    }

    private static boolean stopCredit(List<AmqpConnection> all, long deadline) {
        CountDownLatch applied = new CountDownLatch(all.size());
        all.forEach(connection -> connection.orders().drain(applied::countDown));
        try {
            return applied.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private long inFlight() {
        return context.connections().stream().mapToLong(connection -> connection.orders().inFlight()).sum();
    }

    /** Closes every connection and waits for the sockets to end; returns how many did. */
    int closeAll(String description, long waitMillis) {
        context.draining().set(true);
        int before = context.connections().size();
        context.connections().forEach(connection -> connection.orders().force(description));
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        while (!context.connections().isEmpty() && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        }
        return before - context.connections().size();
    }
}

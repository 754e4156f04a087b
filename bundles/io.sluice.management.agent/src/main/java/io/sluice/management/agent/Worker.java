// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.agent.codec.DecodeException;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryHandler;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.Router;
import io.sluice.routing.api.TransferResult;

/**
 * The thread that answers, one request after the other. What it has no place for is refused, and its sender told so: a
 * flood of requests costs no memory and takes no more than one core from routing.
 */
final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger("AGENT");
    private static final int QUEUE_CAPACITY = 256;
    private static final long LEAST_BUDGET = 4L * 1024 * 1024;
    private static final long MOST_BUDGET = 64L * 1024 * 1024;
    private static final int HEAP_SHARE = 16;
    private static final int PRIORITY = 4;
    private static final long ROUTER_WAIT_MILLIS = 5_000;
    private static final long ROUTER_POLL_MILLIS = 20;
    private static final long STOP_WAIT_MILLIS = 2_000;
    private static final Outcome UNREADABLE =
        Outcome.rejected("amqp:decode-error", "Parse error in message content");

    private final Function<Request, Reply> operations;
    private final Supplier<Router> router;
    private final BlockingQueue<Intake.Arrived> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final ReplyBudget budget = new ReplyBudget(
        Math.min(MOST_BUDGET, Math.max(LEAST_BUDGET, Runtime.getRuntime().maxMemory() / HEAP_SHARE)));
    private final Intake intake = new Intake(this::hasRoom, this::take);
    /** One request at a time, whichever way it came. */
    private final Object answering = new Object();
    private final Thread thread = new Thread(this::run, "management-agent");
    private volatile boolean stopped;

    Worker(Function<Request, Reply> operations, Supplier<Router> router) {
        this.operations = operations;
        this.router = router;
        thread.setDaemon(true);
    }

    DeliveryHandler intake() {
        return intake;
    }

    void start() {
        thread.start();
    }

    /** Ends the thread after the request it is at; those that wait are released. */
    void stop() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(STOP_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        releaseAll();
    }

    private boolean hasRoom() {
        return !stopped && budget.hasRoom() && queue.remainingCapacity() > 0;
    }

    private boolean take(Intake.Arrived arrived) {
        if (!queue.offer(arrived)) {
            return false;
        }
        if (stopped) {
            releaseAll();
        }
        return true;
    }

    private void releaseAll() {
        for (Intake.Arrived left = queue.poll(); left != null; left = queue.poll()) {
            left.delivery().settle(Outcome.RELEASED);
        }
    }

    private void run() {
        while (!stopped) {
            try {
                serve(queue.take());
            } catch (InterruptedException e) {
                LOG.debug("Management agent is interrupted");
            } catch (RuntimeException | LinkageError | AssertionError e) {
                LOG.error("A management request has failed", e);
            }
        }
    }

    private void serve(Intake.Arrived arrived) throws InterruptedException {
        Request request;
        try {
            request = Request.of(arrived.message(), arrived.delivery().origin().connectionId());
        } catch (DecodeException e) {
            LOG.warn("A management request cannot be read: {}", e.getMessage());
            arrived.delivery().settle(UNREADABLE);
            return;
        }
        arrived.delivery().settle(Outcome.ACCEPTED);
        if (request.replyTo() == null) {
            LOG.debug("A management request without reply-to is ignored");
            return;
        }
        Reply reply = answer(request);
        if (reply.status() >= 300) {
            LOG.error("Error performing {}: {}", request.properties().get("operation"), reply.text());
        } else {
            LOG.debug("{} answered with {} {}", request.properties(), reply.status(), reply.text());
        }
        send(request.replyTo(), reply.encode(request));
    }

    /** Answers a request that did not come as a delivery. Any thread; waits while another one is answered. */
    byte[] ask(byte[] message) throws DecodeException {
        Request request = Request.of(message, -1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        answer(request).encode(request).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private Reply answer(Request request) {
        synchronized (answering) {
            return answerAlone(request);
        }
    }

    private Reply answerAlone(Request request) {
        try {
            return operations.apply(request);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            LOG.error("A management request has failed", e);
            return Reply.other(500, e.getClass().getSimpleName() + ": " + e.getMessage(), Map.of());
        }
    }

    /** Sends a reply; if the router is being replaced at the moment, by the next one. */
    private void send(String replyTo, List<byte[]> blocks) throws InterruptedException {
        ReplyBudget.Origin origin = budget.add(blocks.stream().mapToLong(block -> block.length).sum());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ROUTER_WAIT_MILLIS);
        TransferResult result = transfer(replyTo, blocks, origin);
        while (result == TransferResult.GONE && System.nanoTime() < end && !stopped) {
            TimeUnit.MILLISECONDS.sleep(ROUTER_POLL_MILLIS);
            result = transfer(replyTo, blocks, origin);
        }
        if (result != TransferResult.ROUTED) {
            LOG.debug("No reply to '{}': {}", replyTo, result);
            origin.done();
        }
    }

    private TransferResult transfer(String replyTo, List<byte[]> blocks, ReplyBudget.Origin origin) {
        Router current = router.get();
        if (current == null) {
            return TransferResult.GONE;
        }
        MessageContent content = new MessageContent(origin);
        blocks.forEach(content::append);
        content.complete();
        return current.send(new Delivery(content, origin, true, 0, PRIORITY, replyTo, System.nanoTime()));
    }
}

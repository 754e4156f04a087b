// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.agent.codec.DecodeException;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.Router;
import io.sluice.routing.api.RouterInfo;
import io.sluice.routing.api.Subscription;
import io.sluice.routing.api.TransferResult;

/** Passes requests from JMX on to other routers of the network, and waits for their answers. Any thread. */
final class Relay {

    private static final Logger LOG = LoggerFactory.getLogger("AGENT");
    private static final int PRIORITY = 4;
    private static final int WAITING = 64;
    private static final long LISTEN_MILLIS = 1_000;
    private static final String LOCAL = "_local/";

    private final Supplier<Router> router;
    private final ReplyBudget budget = new ReplyBudget(Long.MAX_VALUE);
    private final long timeoutMillis;
    private final String place = "temp." + UUID.randomUUID();
    private final Map<Object, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
    // guarded by this
    private Subscription subscription;
    // guarded by this
    private Router subscribed;

    Relay(Supplier<Router> router, long timeoutMillis) {
        this.router = router;
        this.timeoutMillis = timeoutMillis;
    }

    /** Returns the address for the answers of other routers. */
    String replyTo() {
        RouterInfo info = current().info();
        return (info.mode().equals("edge") ? "amqp:/_edge/" : "amqp:/_topo/0/") + info.id() + "/" + place;
    }

    /** Returns the answer of another router. */
    byte[] ask(String address, byte[] message) throws DecodeException, InterruptedException, TimeoutException {
        Object correlation = correlation(message);
        if (correlation == null) {
            throw new IllegalStateException("A request to another router needs a correlation-id");
        } else if (waiting.size() >= WAITING) {
            throw new IllegalStateException("Too many requests wait for other routers");
        }
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        waiting.put(correlation, answer);
        try {
            TransferResult result = send(listen(), address, message);
            if (result != TransferResult.ROUTED) {
                throw new IllegalStateException("There is no way to " + address + ": is there a router of this id?");
            }
            return answer.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw (TimeoutException) new TimeoutException("No answer from " + address + " within "
                + TimeUnit.MILLISECONDS.toSeconds(timeoutMillis) + " s").initCause(e);
        } finally {
            waiting.remove(correlation, answer);
        }
    }

    private Router current() {
        Router current = router.get();
        if (current == null) {
            throw new IllegalStateException("The router is being replaced; try again in a moment");
        }
        return current;
    }

    /** Subscribes to the address for answers, with the first question; again after the router was replaced. */
    private synchronized Router listen() throws InterruptedException {
        Router current = current();
        if (current != subscribed) {
            close();
            subscription = current.subscribe(LOCAL + place, new Intake(() -> true, this::arrived));
            subscribed = current;
            // It takes effect a moment later, and an answer must not be faster.
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LISTEN_MILLIS);
            while (send(current, LOCAL + place, new byte[0]) != TransferResult.ROUTED && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
        return current;
    }

    private TransferResult send(Router current, String address, byte[] message) {
        ReplyBudget.Origin origin = budget.add(message.length);
        MessageContent content = new MessageContent(origin);
        content.append(message);
        content.complete();
        return current.send(new Delivery(content, origin, true, 0, PRIORITY, address, System.nanoTime()));
    }

    synchronized void close() {
        if (subscription != null) {
            subscription.close();
        }
        subscription = null;
        subscribed = null;
    }

    private boolean arrived(Intake.Arrived arrived) {
        arrived.delivery().settle(Outcome.ACCEPTED);
        try {
            Object correlation = correlation(arrived.message());
            CompletableFuture<byte[]> answer = correlation == null ? null : waiting.get(correlation);
            if (answer != null) {
                answer.complete(arrived.message());
            }
        } catch (DecodeException e) {
            LOG.debug("An answer cannot be read: {}", e.getMessage());
        }
        return true;
    }

    private static Object correlation(byte[] message) throws DecodeException {
        return Request.of(message, -1).correlationValue();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.awaitility.Awaitility;

import io.sluice.itests.harness.Peer;

/** A sender and a receiver that work until they are told to stop, and know what became of each message. */
final class Load implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int WINDOW = 50;

    private record Sent(int number, Tracker tracker) {}

    private final Peer producer;
    private final Peer consumer;
    private final Queue<Sent> open = new ConcurrentLinkedQueue<>();
    private final Map<Integer, String> outcomes = new ConcurrentHashMap<>();
    private final Set<Integer> received = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicReference<Exception> problem = new AtomicReference<>();
    private final Thread sending;
    private final Thread receiving;
    private volatile boolean stopped;
    private volatile boolean ended;
    private int sent;

    Load(int from, int to, String address) throws Exception {
        producer = Peer.connect(from);
        consumer = Peer.connect(to);
        Receiver receiver = consumer.receiver(address, new ReceiverOptions().creditWindow(WINDOW));
        Sender sender = producer.sender(address);
        receiving = new Thread(() -> guarded(() -> receive(receiver)));
        sending = new Thread(() -> guarded(() -> send(sender)));
        receiving.start();
        sending.start();
    }

    private interface Task {
        void run() throws Exception;
    }

    private void guarded(Task task) {
        try {
            task.run();
        } catch (Exception e) {
            problem.compareAndSet(null, e);
        }
    }

    private void receive(Receiver receiver) throws Exception {
        while (!ended) {
            Delivery delivery = receiver.receive(100, TimeUnit.MILLISECONDS);
            if (delivery != null) {
                Message<Integer> message = delivery.message();
                received.add(message.body());
            }
        }
    }

    private void send(Sender sender) throws Exception {
        while (!stopped) {
            while (open.size() < WINDOW && !stopped) {
                open.add(new Sent(sent, sender.send(Message.create(sent))));
                sent++;
            }
            settle(open.poll());
        }
        for (Sent last = open.poll(); last != null; last = open.poll()) {
            settle(last);
        }
    }

    private void settle(Sent message) throws Exception {
        message.tracker().awaitSettlement(LIMIT.toSeconds(), TimeUnit.SECONDS);
        String outcome = message.tracker().remoteState().getType().name();
        outcomes.put(message.number(), outcome);
        if (outcome.equals("ACCEPTED")) {
            accepted.incrementAndGet();
        }
    }

    private void awaitUntil(int count) {
        Awaitility.await("accepted messages").atMost(LIMIT)
            .until(() -> problem.get() != null || accepted.get() >= count);
        assertEquals(null, problem.get());
    }

    void awaitAccepted(int count) {
        awaitUntil(count);
    }

    void awaitMoreAccepted(int count) {
        awaitUntil(accepted.get() + count);
    }

    /** Sends no more, and waits for the outcome of each message. */
    void stop() throws InterruptedException {
        stopped = true;
        sending.join(LIMIT.toMillis());
        ended = true;
        receiving.join(LIMIT.toMillis());
    }

    /** Each message has an outcome that says what happened to it. */
    void check() {
        assertEquals(null, problem.get());
        assertEquals(sent, outcomes.size());
        assertTrue(Set.of("ACCEPTED", "RELEASED", "MODIFIED").containsAll(outcomes.values()),
            () -> new TreeSet<>(outcomes.values()).toString());
        Set<Integer> lost = new TreeSet<>();
        outcomes.forEach((number, outcome) -> {
            if (outcome.equals("ACCEPTED") && !received.contains(number)) {
                lost.add(number);
            }
            // Released means that nobody has seen it.
            if (outcome.equals("RELEASED") && received.contains(number)) {
                lost.add(-number);
            }
        });
        assertEquals(Set.of(), lost);
        System.out.println("failover: " + sent + " sent, " + accepted + " accepted, "
            + outcomes.values().stream().filter("RELEASED"::equals).count() + " released, "
            + outcomes.values().stream().filter("MODIFIED"::equals).count() + " modified, "
            + (received.size() - accepted.get()) + " received and not accepted");
    }

    @Override
    public void close() throws Exception {
        stopped = true;
        ended = true;
        producer.close();
        consumer.close();
    }
}

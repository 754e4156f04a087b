// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.apache.qpid.protonj2.client.exceptions.ClientException;

/**
 * A sender and a receiver as applications write them: they connect again when the connection ends, and what was not
 * accepted is sent again. So a message may come twice, but none may be missing.
 */
final class Resender implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int WINDOW = 50;
    private static final long PACE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final Callable<Peer> connect;
    private final String address;
    private final Map<Integer, Tracker> inFlight = new TreeMap<>();
    private final Queue<Peer> peers = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final BitSet received = new BitSet();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger acceptedCount = new AtomicInteger();
    private volatile int sent;
    private volatile boolean sending = true;
    private volatile boolean receiving = true;
    private volatile boolean done;

    private Resender(Callable<Peer> connect, String address) {
        this.connect = connect;
        this.address = address;
        thread("receive", this::receive);
        thread("send", this::send);
    }

    static Resender start(Callable<Peer> connect, String address) {
        Resender resender = new Resender(connect, address);
        resender.awaitProgress(200);
        return resender;
    }

    private interface Session {
        void run(Peer peer) throws ClientException, ExecutionException, TimeoutException, InterruptedException;
    }

    private void thread(String name, Session session) {
        Thread thread = new Thread(() -> {
            while (receiving && !(name.equals("send") && done)) {
                work(session);
            }
        }, "resender-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** One life of a connection. */
    private void work(Session session) {
        Peer peer;
        try {
            peer = connect.call();
        } catch (Exception e) {
            // The router is not there at the moment.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            return;
        }
        peers.add(peer);
        try (peer) {
            session.run(peer);
        } catch (ClientException | ExecutionException | TimeoutException e) {
            // The connection ended; its reason is among its losses.
        } catch (InterruptedException | RuntimeException e) {
            errors.add(e);
        }
    }

    private void send(Peer peer) throws ClientException, ExecutionException, TimeoutException, InterruptedException {
        Sender sender = peer.open(peer.beginSender(address));
        // What the former connection brought an answer for needs no other.
        inFlight.values().removeIf(this::noteAccepted);
        for (Map.Entry<Integer, Tracker> again : inFlight.entrySet()) {
            again.setValue(sender.send(Message.create(again.getKey())));
        }
        while (sending || !inFlight.isEmpty()) {
            if (sending && inFlight.size() < WINDOW) {
                int number = sent++;
                inFlight.put(number, null);
                inFlight.put(number, sender.send(Message.create(number)));
                LockSupport.parkNanos(PACE_NANOS);
            }
            if (!sending || inFlight.size() == WINDOW) {
                awaitOldest(sender);
            }
        }
        done = true;
    }

    private void awaitOldest(Sender sender)
            throws ClientException, ExecutionException, TimeoutException, InterruptedException {
        Map.Entry<Integer, Tracker> oldest = inFlight.entrySet().iterator().next();
        oldest.getValue().settlementFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (noteAccepted(oldest.getValue())) {
            inFlight.remove(oldest.getKey());
        } else {
            oldest.setValue(sender.send(Message.create(oldest.getKey())));
        }
    }

    private boolean noteAccepted(Tracker tracker) {
        DeliveryState state = tracker == null ? null : tracker.remoteState();
        boolean accepted = state != null && state.getType() == DeliveryState.Type.ACCEPTED;
        if (accepted) {
            acceptedCount.incrementAndGet();
        }
        return accepted;
    }

    private void receive(Peer peer) throws ClientException, ExecutionException, TimeoutException, InterruptedException {
        Receiver receiver = peer.open(peer.beginReceiver(address));
        while (receiving) {
            Delivery delivery = receiver.receive(50, TimeUnit.MILLISECONDS);
            if (delivery != null) {
                Message<Integer> message = delivery.message();
                int number = message.body();
                if (received.get(number)) {
                    repeated.incrementAndGet();
                }
                received.set(number);
                delivery.accept();
            }
        }
    }

    /** Waits until so many more messages were accepted. */
    void awaitProgress(int messages) {
        int target = acceptedCount.get() + messages;
        await(messages + " more messages").atMost(LIMIT)
                .until(() -> !errors.isEmpty() || acceptedCount.get() >= target);
        assertTrue(errors.toString(), errors.isEmpty());
    }

    /** Returns why connections ended, one reason for each, once there are so many. */
    List<String> losses(int count) {
        return await(count + " lost connections").atMost(LIMIT)
                .until(() -> peers.stream().flatMap(peer -> peer.losses().stream()).toList(),
                        losses -> losses.size() >= count);
    }

    /** Stops sending and checks that every message arrived. */
    String finish() {
        sending = false;
        await("all accepted").atMost(LIMIT).until(() -> done || !errors.isEmpty());
        receiving = false;
        String report = "sent " + sent + ", accepted " + acceptedCount + ", received twice " + repeated
                + ", connections " + peers.size();
        assertTrue(report + ", errors " + errors, errors.isEmpty());
        assertEquals(report, sent, acceptedCount.get());
        assertEquals(report, sent, received.cardinality());
        return report;
    }

    /** Returns how many messages came a second time. */
    int repeated() {
        return repeated.get();
    }

    @Override
    public void close() {
        sending = false;
        receiving = false;
        done = true;
    }
}

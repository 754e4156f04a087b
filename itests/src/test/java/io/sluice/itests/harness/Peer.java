// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.apache.qpid.protonj2.client.exceptions.ClientException;

/** A ProtonJ2 client with one connection, and short words for what most tests do with it. */
public final class Peer implements AutoCloseable {

    private static final long LIMIT_SECONDS = 20;

    private final Client client;
    private final Connection connection;

    private Peer(Client client, Connection connection) {
        this.client = client;
        this.connection = connection;
    }

    /** Connects without TLS and as nobody. */
    public static Peer connect(int port) throws Exception {
        return connect(port, new ConnectionOptions());
    }

    /** Connects and waits until the router has opened the connection, or throws what the client says. */
    public static Peer connect(int port, ConnectionOptions options) throws Exception {
        options.closeTimeout(5, TimeUnit.SECONDS).openTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
            .sendTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).requestTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
        Client client = Client.create();
        try {
            Connection connection = client.connect("127.0.0.1", port, options);
            connection.openFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return new Peer(client, connection);
        } catch (Exception e) {
            client.closeAsync();
            throw e;
        }
    }

    /** Returns the connection. */
    public Connection connection() {
        return connection;
    }

    /** Opens a sender and waits for the router's answer. */
    public Sender sender(String address) throws Exception {
        return connection.openSender(address).openFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Opens a receiver that accepts what it is asked for, and waits for the router's answer. */
    public Receiver receiver(String address, int credit) throws Exception {
        return receiver(address, new ReceiverOptions().autoAccept(false).creditWindow(0)).addCredit(credit);
    }

    /** Opens a receiver with options and waits for the router's answer. */
    public Receiver receiver(String address, ReceiverOptions options) throws Exception {
        return connection.openReceiver(address, options).openFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Receives one delivery within a generous time. */
    public static Delivery take(Receiver receiver) throws ClientException {
        Delivery delivery = receiver.receive(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (delivery == null) {
            throw new AssertionError("nothing was received");
        }
        return delivery;
    }

    /** Receives one text and accepts it. */
    public static String takeText(Receiver receiver) throws ClientException {
        Delivery delivery = take(receiver);
        String text = text(delivery);
        delivery.accept();
        return text;
    }

    /** Returns the text that a delivery carries. */
    public static String text(Delivery delivery) throws ClientException {
        Message<String> message = delivery.message();
        return message.body();
    }

    /** Receives without waiting for more than a moment; for checks that nothing is left. */
    public static List<String> takeRest(Receiver receiver) throws ClientException {
        List<String> texts = new ArrayList<>();
        for (Delivery next; (next = receiver.receive(200, TimeUnit.MILLISECONDS)) != null;) {
            texts.add(text(next));
            next.accept();
        }
        return texts;
    }

    /** Sends a text; returns what tells the outcome. */
    public static Tracker send(Sender sender, String text) throws ClientException {
        return sender.send(Message.create(text));
    }

    /** Passes one text from a sender to a receiver, which accepts it, and waits until the sender knows. */
    public static void pass(Sender sender, Receiver receiver, String text) throws ClientException {
        Tracker tracker = send(sender, text);
        String received = takeText(receiver);
        if (!received.equals(text)) {
            throw new AssertionError("sent " + text + ", received " + received);
        }
        tracker.awaitAccepted(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Closes the connection. */
    @Override
    public void close() {
        try {
            connection.closeAsync().get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // It was closed by the router already, which is what some tests are about.
        } finally {
            client.closeAsync();
        }
    }
}

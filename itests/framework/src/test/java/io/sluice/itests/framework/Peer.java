// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.ClientOptions;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.exceptions.ClientConnectionRemotelyClosedException;
import org.apache.qpid.protonj2.client.exceptions.ClientException;

/** A client with one connection. */
final class Peer implements AutoCloseable {

    private static final long LIMIT_SECONDS = 20;
    private static final int CREDIT = 200;

    private final Client client;
    private final Connection connection;
    private final List<String> losses = new CopyOnWriteArrayList<>();

    private Peer(int port, boolean tls) throws Exception {
        client = Client.create(new ClientOptions());
        ConnectionOptions options = new ConnectionOptions()
                .openTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).requestTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .sendTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).closeTimeout(2, TimeUnit.SECONDS)
                .disconnectedHandler((lost, event) -> losses.add(reason(event.failureCause())));
        if (tls) {
            options.sslOptions().sslEnabled(true).trustAll(true).verifyHost(false);
        }
        connection = client.connect("127.0.0.1", port, options);
        try {
            connection.openFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            client.closeAsync();
            throw e;
        }
    }

    /** Returns the condition that the router closed the connection with, or how it ended otherwise. */
    private static String reason(Throwable cause) {
        return cause instanceof ClientConnectionRemotelyClosedException closed && closed.getErrorCondition() != null
                ? closed.getErrorCondition().condition() : String.valueOf(cause);
    }

    static Peer plain(int port) throws Exception {
        return new Peer(port, false);
    }

    static Peer tls(int port) throws Exception {
        return new Peer(port, true);
    }

    Sender sender(String address) throws Exception {
        return open(beginSender(address));
    }

    Sender beginSender(String address) throws ClientException {
        return connection.openSender(address);
    }

    /** Waits until the router has attached the sender. */
    Sender open(Sender sender) throws ExecutionException, TimeoutException, InterruptedException {
        return sender.openFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Opens a receiver that accepts nothing by itself; without an address on one that the router makes up. */
    Receiver receiver(String address) throws Exception {
        return open(beginReceiver(address));
    }

    Receiver beginReceiver(String address) throws ClientException {
        ReceiverOptions options = new ReceiverOptions().autoAccept(false).creditWindow(CREDIT);
        return address == null ? connection.openDynamicReceiver(options) : connection.openReceiver(address, options);
    }

    /** Waits until the router has attached the receiver. */
    Receiver open(Receiver receiver) throws ExecutionException, TimeoutException, InterruptedException {
        return receiver.openFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns why the connection was lost; empty while it lives. */
    List<String> losses() {
        return losses;
    }

    @Override
    public void close() {
        connection.closeAsync();
        client.closeAsync();
    }
}

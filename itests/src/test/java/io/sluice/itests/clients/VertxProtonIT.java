// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.SluiceProcess;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.proton.ProtonClient;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonHelper;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;

/** vertx-proton against the running distribution. All that touches a connection runs on its context. */
class VertxProtonIT {

    private static final long LIMIT = 10;

    private static SluiceProcess router;
    private static Vertx vertx;
    private static Context context;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.VERTX"));
        vertx = Vertx.vertx();
        context = vertx.getOrCreateContext();
    }

    @AfterAll
    static void stopRouter() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(LIMIT, TimeUnit.SECONDS);
        router.close();
    }

    @Test
    void shouldDeliverAndAcknowledge() throws Exception {
        ProtonConnection connection = connect();
        BlockingQueue<String> texts = receive(connection, "vertx/plain");
        ProtonSender sender = sender(connection, "vertx/plain");
        for (int i = 0; i < 20; i++) {
            ProtonDelivery delivery = send(sender, message("m" + i)).get(LIMIT, TimeUnit.SECONDS);
            assertInstanceOf(Accepted.class, delivery.getRemoteState());
            assertTrue(delivery.remotelySettled());
            assertEquals("m" + i, texts.poll(LIMIT, TimeUnit.SECONDS));
        }
        close(connection);
    }

    @Test
    void shouldPassModifiedToTheSender() throws Exception {
        ProtonConnection connection = connect();
        VertxProtonIT.<ProtonReceiver>on(done -> connection.createReceiver("vertx/modified").setAutoAccept(false)
            .handler((delivery, message) -> ProtonHelper.modified(delivery, true, true, true))
            .openHandler(into(done)).open()).get(LIMIT, TimeUnit.SECONDS);
        ProtonSender sender = sender(connection, "vertx/modified");
        ProtonDelivery delivery = send(sender, message("no")).get(LIMIT, TimeUnit.SECONDS);
        Modified modified = assertInstanceOf(Modified.class, delivery.getRemoteState());
        assertTrue(modified.getDeliveryFailed());
        assertTrue(modified.getUndeliverableHere());
        close(connection);
    }

    @Test
    void shouldAnswerRequestsOverADynamicAddress() throws Exception {
        ProtonConnection client = connect();
        ProtonConnection server = connect();
        ProtonSender answers = sender(server, null);
        VertxProtonIT.<ProtonReceiver>on(done -> server.createReceiver("vertx/service").handler((delivery, request) -> {
            Message answer = message("echo " + ((AmqpValue) request.getBody()).getValue());
            answer.setAddress(request.getReplyTo());
            answers.send(answer);
        }).openHandler(into(done)).open()).get(LIMIT, TimeUnit.SECONDS);

        BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        ProtonReceiver replies = VertxProtonIT.<ProtonReceiver>on(done -> {
            ProtonReceiver receiver = client.createReceiver(null);
            ((Source) receiver.getSource()).setDynamic(true);
            receiver.handler((delivery, message) -> texts.add((String) ((AmqpValue) message.getBody()).getValue()))
                .openHandler(into(done)).open();
        }).get(LIMIT, TimeUnit.SECONDS);
        Message request = message("hello");
        request.setReplyTo(replies.getRemoteSource().getAddress());
        send(sender(client, "vertx/service"), request).get(LIMIT, TimeUnit.SECONDS);
        assertEquals("echo hello", texts.poll(LIMIT, TimeUnit.SECONDS));
        close(client);
        close(server);
    }

    private static Message message(String text) {
        return ProtonHelper.message(text);
    }

    private static ProtonConnection connect() throws Exception {
        return VertxProtonIT.<ProtonConnection>on(done ->
            ProtonClient.create(vertx).connect("127.0.0.1", router.port(), connected -> {
                if (connected.failed()) {
                    done.completeExceptionally(connected.cause());
                } else {
                    connected.result().openHandler(into(done)).open();
                }
            })).get(LIMIT, TimeUnit.SECONDS);
    }

    private static ProtonSender sender(ProtonConnection connection, String address) throws Exception {
        return VertxProtonIT.<ProtonSender>on(done ->
            connection.createSender(address).openHandler(into(done)).open()).get(LIMIT, TimeUnit.SECONDS);
    }

    private static CompletableFuture<ProtonDelivery> send(ProtonSender sender, Message message) {
        return on(done -> sender.send(message, done::complete));
    }

    private static BlockingQueue<String> receive(ProtonConnection connection, String address) throws Exception {
        BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        VertxProtonIT.<ProtonReceiver>on(done -> connection.createReceiver(address)
            .handler((delivery, message) -> texts.add((String) ((AmqpValue) message.getBody()).getValue()))
            .openHandler(into(done)).open()).get(LIMIT, TimeUnit.SECONDS);
        return texts;
    }

    private static void close(ProtonConnection connection) throws Exception {
        VertxProtonIT.<ProtonConnection>on(done -> connection.closeHandler(into(done)).close())
            .get(LIMIT, TimeUnit.SECONDS);
    }

    /** Does something on the context; the result is what it completes the future with. */
    private static <T> CompletableFuture<T> on(Handler<CompletableFuture<T>> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(nothing -> action.handle(done));
        return done;
    }

    private static <T> Handler<AsyncResult<T>> into(CompletableFuture<T> future) {
        return result -> {
            if (result.succeeded()) {
                future.complete(result.result());
            } else {
                future.completeExceptionally(result.cause());
            }
        };
    }
}

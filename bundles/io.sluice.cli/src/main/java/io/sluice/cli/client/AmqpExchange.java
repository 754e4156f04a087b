// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.message.Message;

/** Requests over an AMQP connection. */
public final class AmqpExchange implements Exchange {

    private final BusUrl url;
    private final long timeoutMillis;
    private final Wire wire;
    private final Session session;
    private final Map<String, Sender> senders = new HashMap<>();
    private Receiver receiver;
    private String replyTo;
    private long last;

    private AmqpExchange(BusUrl url, long timeoutMillis, Wire wire, Session session) {
        this.url = url;
        this.timeoutMillis = timeoutMillis;
        this.wire = wire;
        this.session = session;
    }

    /** Connects and logs in. */
    public static AmqpExchange open(BusUrl url, TlsFiles files, Credentials credentials, long timeoutMillis)
            throws ClientException {
        Socket socket = Sockets.connect(url, files, (int) timeoutMillis);
        Transport transport = Transport.Factory.create();
        Login login = new Login(credentials, url.tls());
        Sasl sasl = transport.sasl();
        sasl.client();
        sasl.setRemoteHostname(url.host());
        sasl.setListener(login);
        Connection connection = Connection.Factory.create();
        connection.setContainer("sluice-" + UUID.randomUUID());
        connection.setHostname(url.host());
        transport.bind(connection);
        connection.open();
        Session session = connection.session();
        session.open();
        Wire wire;
        try {
            wire = new Wire(url.toString(), socket, transport, connection, login, timeoutMillis);
        } catch (IOException e) {
            throw new ClientException("The connection to " + url + " is lost: " + e.getMessage(), e);
        }
        AmqpExchange exchange = new AmqpExchange(url, timeoutMillis, wire, session);
        try {
            exchange.await(() -> session.getRemoteState() == EndpointState.ACTIVE, url + " has not opened the"
                    + " connection");
        } catch (ClientException e) {
            wire.close();
            throw e;
        }
        return exchange;
    }

    @Override
    public String peer() {
        return url.toString();
    }

    @Override
    public void keepAlive() throws ClientException {
        wire.poll();
    }

    @Override
    public Answer ask(String address, Map<String, Object> properties, Object body) throws ClientException {
        attachReceiver();
        Sender sender = sender(address);
        last++;
        String correlation = Long.toString(last);
        byte[] request = Messages.request(null, replyTo, correlation, properties, body);
        Delivery delivery = sender.delivery(correlation.getBytes(StandardCharsets.US_ASCII));
        sender.send(request, 0, request.length);
        sender.advance();
        receiver.flow(1 - receiver.getCredit());
        while (true) {
            await(() -> arrived() != null || refused(delivery) || isClosed(sender) || isClosed(receiver),
                    noAnswer(address));
            Delivery reply = arrived();
            if (reply == null) {
                throw failure(address, delivery, isClosed(receiver) ? receiver : sender);
            }
            byte[] bytes = new byte[reply.available()];
            receiver.recv(bytes, 0, bytes.length);
            reply.disposition(Accepted.getInstance());
            reply.settle();
            receiver.advance();
            Message message = Messages.decode(bytes, peer());
            if (correlation.equals(message.getCorrelationId())) {
                delivery.settle();
                return Messages.answer(message);
            }
            // The answer to a request that was given up earlier.
            receiver.flow(1);
        }
    }

    private Delivery arrived() {
        Delivery current = receiver.current();
        return current != null && current.isReadable() && !current.isPartial() ? current : null;
    }

    private static boolean refused(Delivery delivery) {
        DeliveryState state = delivery.getRemoteState();
        return state != null && !(state instanceof Accepted);
    }

    private static boolean isClosed(Link link) {
        return link.getRemoteState() == EndpointState.CLOSED;
    }

    private ClientException failure(String address, Delivery delivery, Link link) {
        if (isClosed(link)) {
            return new ClientException(peer() + " has refused the link for '" + address + "': "
                    + Wire.text(link.getRemoteCondition(), "no reason given"));
        }
        if (delivery.getRemoteState() instanceof Rejected rejected) {
            return new ClientException(peer() + " has rejected the request: "
                    + Wire.text(rejected.getError(), "no reason given"));
        }
        return new ClientException(noAnswer(address));
    }

    private String noAnswer(String address) {
        return "No answer from " + address + " at " + peer() + " within " + timeoutMillis / 1000.0 + " s"
                + (address.startsWith("_") ? ": is there a router of this id? 'sluice stat -n' lists those known"
                        : "; --timeout makes the wait longer");
    }

    private void attachReceiver() throws ClientException {
        if (receiver != null && !isClosed(receiver)) {
            return;
        }
        receiver = session.receiver("answers-" + UUID.randomUUID());
        Source source = new Source();
        source.setDynamic(true);
        receiver.setSource(source);
        receiver.setTarget(new Target());
        receiver.open();
        await(() -> receiver.getRemoteState() != EndpointState.UNINITIALIZED, "No place for answers at " + peer());
        replyTo = receiver.getRemoteSource() == null ? null : receiver.getRemoteSource().getAddress();
        if (replyTo == null) {
            await(() -> isClosed(receiver), "No place for answers at " + peer());
            throw new ClientException(peer() + " gives no address for answers: "
                    + Wire.text(receiver.getRemoteCondition(), "no reason given"));
        }
    }

    private Sender sender(String address) throws ClientException {
        Sender known = senders.get(address);
        if (known != null && !isClosed(known) && known.getCredit() > 0) {
            return known;
        }
        Sender sender = known != null && !isClosed(known) ? known : attach(address);
        senders.put(address, sender);
        await(() -> sender.getCredit() > 0 || isClosed(sender), noAnswer(address));
        if (isClosed(sender)) {
            throw failure(address, null, sender);
        }
        return sender;
    }

    private Sender attach(String address) {
        Sender sender = session.sender("requests-" + UUID.randomUUID());
        Target target = new Target();
        target.setAddress(address);
        sender.setTarget(target);
        sender.setSource(new Source());
        sender.open();
        return sender;
    }

    private void await(BooleanSupplier done, String late) throws ClientException {
        if (!wire.await(done)) {
            throw new ClientException(late);
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}

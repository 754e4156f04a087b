// SPDX-License-Identifier: Apache-2.0
package io.sluice.examples.hello;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;

import org.apache.qpid.jms.JmsConnectionFactory;

/** Sends or receives text messages: the smallest useful AMQP client. */
public final class Hello {

    private static final String USAGE = """
        Usage: hello send    URL ADDRESS TEXT [COUNT]   send a text, COUNT times
               hello receive URL ADDRESS [COUNT]        print COUNT messages (default: until interrupted)

        URL is like amqp://localhost:5672. Several receivers of one address share its messages,
        or each get all of them, as the address is configured.
        """;

    private Hello() { }

    /** Runs the client; exit status 0 if all went well, 1 otherwise. */
    public static void main(String[] args) {
        if (args.length > 0 && (args[0].equals("--help") || args[0].equals("help"))) {
            System.out.print(USAGE);
            return;
        }
        try {
            if (args.length >= 4 && args[0].equals("send")) {
                send(args[1], args[2], args[3], args.length > 4 ? Integer.parseInt(args[4]) : 1);
            } else if (args.length >= 3 && args[0].equals("receive")) {
                receive(args[1], args[2], args.length > 3 ? Integer.parseInt(args[3]) : Integer.MAX_VALUE);
            } else {
                System.err.print(USAGE);
                System.exit(1);
            }
        } catch (JMSException | NumberFormatException e) {
            System.err.println("hello: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void send(String url, String address, String text, int count) throws JMSException {
        try (Connection connection = new JmsConnectionFactory(url).createConnection()) {
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(session.createQueue(address));
            connection.start();
            for (int i = 0; i < count; i++) {
                // Returns when the receiver has accepted; throws if nobody did.
                producer.send(session.createTextMessage(text));
                System.out.println("accepted: " + text);
            }
        }
    }

    private static void receive(String url, String address, int count) throws JMSException {
        try (Connection connection = new JmsConnectionFactory(url).createConnection()) {
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue(address));
            connection.start();
            for (int i = 0; i < count; i++) {
                Message message = consumer.receive();
                if (message == null) {
                    return;
                }
                System.out.println("received: " + (message instanceof TextMessage t ? t.getText() : message));
            }
        }
    }
}

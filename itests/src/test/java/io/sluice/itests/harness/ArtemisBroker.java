// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.awaitility.Awaitility;

/** A broker in this process that keeps its queues and its port over a restart. It makes no queue by itself. */
public final class ArtemisBroker implements AutoCloseable {

    private final Path folder;
    private final String name;
    private final String[] queues;
    /** The system's choice with the first start, and kept. */
    private int port;
    private EmbeddedActiveMQ server;

    private ArtemisBroker(String name, String... queues) throws IOException {
        this.folder = Distribution.workFolder(name);
        this.name = name;
        this.queues = queues;
    }

    /** Starts a broker with some durable queues. */
    public static ArtemisBroker start(String name, String... queues) throws Exception {
        ArtemisBroker broker = new ArtemisBroker(name, queues);
        broker.start();
        return broker;
    }

    /** Starts it again after {@link #stop}. */
    public void start() throws Exception {
        Configuration configuration = new ConfigurationImpl()
            .setName(name)
            .setSecurityEnabled(false)
            .setPersistenceEnabled(true)
            .setJournalType(JournalType.NIO)
            .setJournalMinFiles(2)
            .setJournalFileSize(1024 * 1024)
            .setJournalDirectory(folder.resolve("journal").toString())
            .setBindingsDirectory(folder.resolve("bindings").toString())
            .setPagingDirectory(folder.resolve("paging").toString())
            .setLargeMessagesDirectory(folder.resolve("large").toString())
            .setMaxDiskUsage(-1)
            .addAcceptorConfiguration("amqp", "tcp://127.0.0.1:" + port + "?protocols=AMQP")
            .addAddressSetting("#", new AddressSettings().setAutoCreateQueues(false).setAutoCreateAddresses(false)
                .setDeadLetterAddress(SimpleString.of("dead")).setMaxDeliveryAttempts(-1));
        for (String queue : queues) {
            configuration.addQueueConfiguration(queue(queue));
        }
        server = new EmbeddedActiveMQ().setConfiguration(configuration);
        server.start();
        port = ((NettyAcceptor) server.getActiveMQServer().getRemotingService().getAcceptor("amqp")).getActualPort();
    }

    private static QueueConfiguration queue(String name) {
        return QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST).setDurable(true);
    }

    /** Makes a further queue. */
    public void createQueue(String queue) throws Exception {
        server.getActiveMQServer().createQueue(queue(queue).setAutoCreateAddress(true));
    }

    /** Deletes a queue, and with it its consumers' links. */
    public void deleteQueue(String queue) throws Exception {
        server.getActiveMQServer().destroyQueue(SimpleString.of(queue), null, false);
    }

    /** Returns how many messages are in a queue, those on their way to consumers among them. */
    public long messages(String queue) {
        Queue found = server.getActiveMQServer().locateQueue(queue);
        return found == null ? 0 : found.getMessageCount();
    }

    /** Returns how many messages ever came to a queue since the broker was started. */
    public long added(String queue) {
        Queue found = server.getActiveMQServer().locateQueue(queue);
        return found == null ? 0 : found.getMessagesAdded();
    }

    /** Waits until so many messages have come into a queue: the broker counts them after it has accepted them. */
    public void awaitAdded(String queue, long count) {
        Awaitility.await(queue + " gets " + count).atMost(Duration.ofSeconds(10)).until(() -> added(queue) == count);
    }

    /** Returns what it calls itself towards its peers. */
    public String containerId() {
        return server.getActiveMQServer().getNodeID().toString();
    }

    /** Returns the port it listens on, the same for its life. */
    public int port() {
        return port;
    }

    /** Stops it; connections are cut. */
    public void stop() throws Exception {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    @Override
    public void close() throws Exception {
        stop();
    }
}

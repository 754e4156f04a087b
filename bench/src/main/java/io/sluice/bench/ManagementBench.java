// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What management costs a router with many links: time and memory of a query for all of them and of their MBeans, and
 * what messages notice meanwhile.
 */
public final class ManagementBench {

    private static final String COLUMNS = "linkName,linkDir,owningAddr,deliveryCount,undeliveredCount,settleRate";
    private static final String TEXT = String.class.getName();

    private final int connections = Integer.getInteger("connections", 1000);
    private final int links = Integer.getInteger("links", 10);
    private final int rate = Integer.getInteger("rate", 2000);
    private final int seconds = Integer.getInteger("seconds", 5);
    private final RouterConfig config;
    private final LoadGenerator sending;
    private final LoadGenerator receiving;
    private MBeanServerConnection beans;

    private ManagementBench(RouterConfig config, LoadGenerator sending, LoadGenerator receiving) {
        this.config = config;
        this.sending = sending;
        this.receiving = receiving;
    }

    /** Something that goes on while messages flow. */
    private interface Work {
        void once() throws IOException, JMException, InterruptedException;
    }

    /** Runs the bench; an argument is the command of the router. */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(System.getProperty("bench.home", "bench"));
        String command = args.length > 0 ? String.join(" ", args)
            : home.resolve("../distribution/target/sluice/bin/sluice").normalize() + " run";
        Path folder = Files.createTempDirectory("sluice-bench");
        RouterConfig config = RouterConfig.of(Mesh.ONE).get(0);
        String text = RouterConfig.text(Mesh.ONE, List.of(config), 0)
            .replace("saslMechanisms: ANONYMOUS", "saslMechanisms: ANONYMOUS\n    idleTimeoutSeconds: 0")
            + "jmx {\n    host: 127.0.0.1\n    port: " + config.meshPort() + "\n    authenticate: no\n}\n"
            + "log {\n    module: DEFAULT\n    enable: warning+\n}\n";
        try (RouterProcess router = new RouterProcess("management", command, folder, config.port(), text);
                LoadGenerator sending = new LoadGenerator("sending");
                LoadGenerator receiving = new LoadGenerator("receiving")) {
            new ManagementBench(config, sending, receiving).run(router);
        }
    }

    private void run(RouterProcess router) throws Exception {
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(
                "service:jmx:rmi:///jndi/rmi://127.0.0.1:" + config.meshPort() + "/jmxrmi"))) {
            beans = connector.getMBeanServerConnection();
            load("warm-up", null);
            load("nothing else", null);
            double before = heap();
            long resident = router.residentKilobytes();
            try (Crowd crowd = attach()) {
                say("heap with %d links and their MBeans: %.1f MB more, resident %.0f MB more", links * connections,
                    heap() - before, (router.residentKilobytes() - resident) / 1024.0);
                try (ManagementQuery query = new ManagementQuery(config.port())) {
                    time("AMQP query, at once", () -> query.links(0));
                    time("AMQP query, pages of 500", () -> query.links(500));
                    say("bytes of one full result: %d", bytes(query));
                    time("JMX query, six attributes", () -> table(""));
                    time("JMX query, filtered", () -> table("linkName=crowd-7-*"));
                    load("links, nothing else", null);
                    load("AMQP queries at once", () -> query.links(0));
                    load("AMQP queries in pages", () -> query.links(500));
                    load("JMX queries", () -> table(""));
                    set("#");
                    load("latencies recorded", null);
                    set("");
                    load("links, nothing else", null);
                }
            }
        }
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    /** Attaches the links while messages flow, and waits for their MBeans. */
    private Crowd attach() throws Exception {
        List<Crowd> made = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean first = new AtomicBoolean(true);
        load("links attached and registered", () -> {
            if (first.getAndSet(false)) {
                long begin = System.nanoTime();
                Crowd crowd = new Crowd(config.port(), connections, links);
                made.add(crowd);
                crowd.awaitAttached();
                long attached = System.nanoTime();
                while (registered() < connections * links) {
                    Thread.sleep(5);
                }
                say("%d links on %d connections attached after %.0f ms, their MBeans there %.0f ms later",
                    connections * links, connections, (attached - begin) / 1e6, (System.nanoTime() - attached) / 1e6);
            } else {
                Thread.sleep(20);
            }
        });
        return made.get(0);
    }

    private int registered() throws IOException, JMException {
        return (Integer) beans.getAttribute(new ObjectName("io.sluice:type=management"), "registeredEntities");
    }

    private void set(String patterns) throws IOException, JMException {
        beans.setAttribute(new ObjectName("io.sluice:type=router.stats"), new Attribute("histograms", patterns));
    }

    private long bytes(ManagementQuery query) throws IOException {
        long before = query.bytes();
        query.links(0);
        return query.bytes() - before;
    }

    private void table(String filter) throws IOException, JMException {
        TabularData table = (TabularData) beans.invoke(new ObjectName("io.sluice:type=management"), "query",
            new Object[] {"router.link", COLUMNS, filter}, new String[] {TEXT, TEXT, TEXT});
        if (table.isEmpty()) {
            throw new IOException("no links");
        }
    }

    private double heap() throws IOException, JMException {
        ObjectName memory = new ObjectName("java.lang:type=Memory");
        beans.invoke(memory, "gc", null, null);
        return (Long) ((CompositeData) beans.getAttribute(memory, "HeapMemoryUsage")).get("used") / 1e6;
    }

    private void time(String what, Work work) throws IOException, JMException, InterruptedException {
        work.once();
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            long begin = System.nanoTime();
            work.once();
            nanos.add(System.nanoTime() - begin);
        }
        Collections.sort(nanos);
        say("%-28s %.1f ms (median of 7)", what, nanos.get(3) / 1e6);
    }

    /** Messages at a fixed rate, while a thread does some work over and over. */
    private void load(String name, Work work) throws IOException, InterruptedException {
        String arguments = "host=127.0.0.1 port=" + config.port() + " receivePort=" + config.port() + " brokerPort="
            + config.brokerPort() + " millis=" + seconds * 1000 + " " + Layout.pairs(1).arguments()
            + " size=100 presettled=false rate=" + rate;
        receiving.say("receive " + arguments);
        receiving.await("ready");
        sending.say("send " + arguments);
        AtomicBoolean over = new AtomicBoolean();
        int[] times = {0};
        Thread worker = new Thread(() -> repeat(work, over, times), "management");
        if (work != null) {
            worker.start();
        }
        Fields sent = sending.await("done");
        receiving.say("sent " + sent.number("sent"));
        Fields received = receiving.await("done");
        over.set(true);
        worker.join();
        say("%-30s %6.0f msg/s, p50 %.0f us, p99 %.0f us, longest pause %.0f ms%s", name,
            received.number("received") / (received.number("nanos") / 1e9), received.number("p50") / 1e3,
            received.number("p99") / 1e3, received.number("pause") / 1e6,
            work == null ? "" : ", " + times[0] + " times");
    }

    private static void repeat(Work work, AtomicBoolean over, int[] times) {
        try {
            while (!over.get()) {
                work.once();
                times[0]++;
            }
        } catch (IOException | JMException e) {
            System.err.println("bench: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

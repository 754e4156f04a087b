// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Measures one router, or two in turn. */
public final class Bench {

    private final Options options;
    private final PrintStream out;
    private final Report report = new Report();

    private Bench(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the command line and exits with 0, or with 1 and a message. */
    public static void main(String[] args) throws InterruptedException {
        try {
            Options options = Options.parse(List.of(args), Path.of(System.getProperty("bench.home", "bench")));
            if (options.print() != null) {
                System.out.print(options.print());
                return;
            }
            new Bench(options, System.out).run();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sluice-bench");
        List<RouterProcess> routers = new CopyOnWriteArrayList<>();
        // An interrupted bench must not leave routers behind.
        Thread last = new Thread(() -> routers.forEach(RouterProcess::close));
        Runtime.getRuntime().addShutdownHook(last);
        try {
            routers.add(new RouterProcess("sluice", options.router(), folder));
            if (options.peer() != null) {
                routers.add(new RouterProcess("peer", options.peer(), folder));
            }
            Report.head(out);
            for (BenchCase load : options.cases()) {
                measure(load, routers);
            }
            if (options.json() != null) {
                report.write(options.json(), options);
            }
        } finally {
            routers.forEach(RouterProcess::close);
            delete(folder);
        }
    }

    /** Both routers are alive all the time and take turns, so that a slow minute of the machine hits both. */
    private void measure(BenchCase load, List<RouterProcess> routers) throws IOException, InterruptedException {
        try (LoadGenerator sender = new LoadGenerator("sending");
                LoadGenerator receiver = new LoadGenerator("receiving")) {
            if (options.warmup() > 0) {
                for (RouterProcess router : routers) {
                    once(load, router, options.warmup(), sender, receiver);
                }
            }
            for (int rep = 0; rep < options.reps(); rep++) {
                for (RouterProcess router : routers) {
                    report.add(load, router.name(), once(load, router, options.seconds(), sender, receiver));
                }
            }
        }
        report.print(load, out);
    }

    private static Result once(BenchCase load, RouterProcess router, int seconds, LoadGenerator sender,
            LoadGenerator receiver) throws IOException {
        String arguments = "host=127.0.0.1 port=" + router.port() + " brokerPort=" + router.brokerPort() + " millis="
            + seconds * 1000 + " " + load.arguments();
        if (load.layout().kind() == Layout.Kind.ATTACH) {
            double before = router.cpuSeconds();
            sender.say("attach " + arguments);
            Fields done = sender.await("done");
            return result(load, router, done, done, router.cpuSeconds() - before);
        }
        receiver.say("receive " + arguments);
        receiver.await("ready");
        double cpuBefore = router.cpuSeconds();
        sender.say("send " + arguments);
        Fields sent = sender.await("done");
        receiver.say("sent " + sent.number("sent"));
        Fields received = receiver.await("done");
        return result(load, router, sent, received, router.cpuSeconds() - cpuBefore);
    }

    private static Result result(BenchCase load, RouterProcess router, Fields sent, Fields received, double cpu)
            throws IOException {
        long count = received.number("received");
        if (count == 0) {
            throw new IOException(router + ": no message came through");
        }
        double span = received.number("nanos") / 1e9;
        return new Result(count / span, cpu * 1e6 / count, received.number("p50") / 1e3,
            received.number("p99") / 1e3, router.residentKilobytes() / 1024.0, sent.number("sent"),
            sent.number("sent") * load.layout().copies() - count, received.number("misordered") + received.number("bad")
            + sent.number("other"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

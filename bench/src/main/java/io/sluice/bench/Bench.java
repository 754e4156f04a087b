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

/** Measures one router, or several in a mesh, those of two makes in turn. */
public final class Bench {

    private final Options options;
    private final PrintStream out;
    private final Report report = new Report();
    private final List<RouterGroup> groups = new CopyOnWriteArrayList<>();
    private Mesh running;
    private boolean killed;

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
        // An interrupted bench must not leave routers behind.
        Thread last = new Thread(this::stopAll);
        Runtime.getRuntime().addShutdownHook(last);
        try {
            Report.head(out);
            for (BenchCase load : options.cases()) {
                measure(load, folder);
            }
            if (options.json() != null) {
                report.write(options.json(), options);
            }
        } finally {
            stopAll();
            delete(folder);
        }
    }

    private void stopAll() {
        groups.forEach(RouterGroup::close);
        groups.clear();
    }

    /** Has the routers for a case running; those of the last case stay if they are the same. */
    private void start(BenchCase load, Path folder) throws IOException, InterruptedException {
        if (load.mesh() == running && !killed) {
            return;
        }
        stopAll();
        groups.add(new RouterGroup("sluice", options.router(), load.mesh(), folder));
        if (options.peer() != null) {
            groups.add(new RouterGroup("peer", options.peer(), load.mesh(), folder));
        }
        running = load.mesh();
        killed = false;
    }

    /** All routers are alive all the time and take turns, so that a slow minute of the machine hits all. */
    private void measure(BenchCase load, Path folder) throws IOException, InterruptedException {
        try (LoadGenerator sender = new LoadGenerator("sending");
                LoadGenerator receiver = new LoadGenerator("receiving")) {
            for (int rep = 0; rep < options.reps(); rep++) {
                start(load, folder);
                for (RouterGroup group : groups) {
                    if (options.warmup() > 0 && (rep == 0 || load.failover())) {
                        once(load, group, options.warmup(), sender, receiver, false);
                    }
                }
                for (RouterGroup group : groups) {
                    report.add(load, group.name(),
                        once(load, group, options.seconds(), sender, receiver, load.failover()));
                }
                killed = load.failover();
            }
        }
        report.print(load, out);
    }

    private static Result once(BenchCase load, RouterGroup group, int seconds, LoadGenerator sender,
            LoadGenerator receiver, boolean kill) throws IOException, InterruptedException {
        int millis = seconds * 1000;
        String arguments = group.arguments() + " millis=" + millis + " " + load.arguments();
        double before = group.cpuSeconds();
        if (load.layout().kind() == Layout.Kind.ATTACH) {
            sender.say("attach " + arguments);
            Fields done = sender.await("done");
            return result(load, group, done, done, before);
        }
        receiver.say("receive " + arguments);
        receiver.await("ready");
        sender.say("send " + arguments);
        if (kill) {
            Thread.sleep(millis / 2);
            group.killSecond();
        }
        Fields sent = sender.await("done");
        receiver.say("sent " + sent.number("sent"));
        return result(load, group, sent, receiver.await("done"), before);
    }

    private static Result result(BenchCase load, RouterGroup group, Fields sent, Fields received, double cpuBefore)
            throws IOException {
        long count = received.number("received");
        if (count == 0) {
            throw new IOException(group.name() + ": no message came through");
        }
        double cpu = group.cpuSeconds() - cpuBefore;
        double span = received.number("nanos") / 1e9;
        return new Result(count / span, cpu * 1e6 / count, received.number("p50") / 1e3,
            received.number("p99") / 1e3, received.number("pause") / 1e6, group.residentMegabytes(),
            sent.number("sent"), sent.number("sent") * load.layout().copies() - count,
            received.number("misordered") + received.number("bad") + sent.number("other"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.Receiver;

/** A consumer in a process of its own, which takes messages and never settles them. */
public final class Consumer implements AutoCloseable {

    private final Process process;
    private final BufferedReader words;

    private Consumer(Process process) {
        this.process = process;
        this.words = new BufferedReader(new InputStreamReader(process.getInputStream()));
    }

    /** Starts one and waits until it is attached. */
    public static Consumer start(int port, String address, int credit) throws IOException {
        Consumer consumer = new Consumer(new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
            "-cp", System.getProperty("java.class.path"), Consumer.class.getName(),
            Integer.toString(port), address, Integer.toString(credit))
            .redirectError(ProcessBuilder.Redirect.INHERIT).start());
        consumer.expect("attached");
        return consumer;
    }

    /** Waits until it says that it has taken a number of messages in all. */
    public void awaitTaken(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            expect("taken");
        }
    }

    private void expect(String word) throws IOException {
        String line = words.readLine();
        if (!word.equals(line)) {
            throw new AssertionError("the consumer says " + line + " instead of " + word);
        }
    }

    /** Ends the process as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process: port, address, credit. */
    public static void main(String[] args) throws Exception {
        try (Peer peer = Peer.connect(Integer.parseInt(args[0]))) {
            int credit = Integer.parseInt(args[2]);
            Receiver receiver = peer.receiver(args[1], credit);
            System.out.println("attached");
            for (int i = 0; i < credit; i++) {
                Peer.take(receiver);
                System.out.println("taken");
            }
            // Killed here; ends by itself when its parent has gone.
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }
}

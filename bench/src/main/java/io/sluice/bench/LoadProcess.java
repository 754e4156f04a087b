// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The process at one side of the router. It obeys lines on standard input ({@code send ...}, {@code receive ...},
 * {@code attach ...}, {@code sent N}) and answers with lines; it lives on between runs, so that its code
 * stays compiled.
 */
public final class LoadProcess {

    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final PrintStream out;
    private long sent;

    private LoadProcess(PrintStream out) {
        this.out = out;
    }

    /** Runs until standard input ends. */
    public static void main(String[] args) throws IOException, InterruptedException {
        LoadProcess process = new LoadProcess(System.out);
        Thread worker = new Thread(process::work, "load");
        worker.setDaemon(true);
        worker.start();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            process.lines.put(line);
        }
    }

    private void work() {
        while (true) {
            try {
                String line = lines.take();
                out.println("done " + obey(line));
            } catch (IOException | RuntimeException e) {
                out.println("failed " + e);
            } catch (InterruptedException e) {
                return;
            }
            out.flush();
        }
    }

    private String obey(String line) throws IOException {
        Fields fields = Fields.parse(line);
        if (line.startsWith("send ")) {
            return new SenderSide(fields).run();
        }
        if (line.startsWith("attach ")) {
            return new AttachSide(fields).run();
        }
        if (line.startsWith("receive ")) {
            sent = -1;
            return new ReceiverSide(fields).run(this::ready, this::sent);
        }
        throw new IllegalArgumentException("unknown line: " + line);
    }

    private void ready() {
        out.println("ready");
        out.flush();
    }

    private long sent() {
        String line = sent < 0 ? lines.poll() : null;
        if (line != null) {
            sent = Long.parseLong(line.substring("sent ".length()).trim());
        }
        return sent;
    }
}

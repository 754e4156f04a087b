// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.watch;

import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.Exchange;

/** The view where there is no terminal: a line for each thing that moves, each time. */
public final class PlainView {

    private static final long ALIVE_MILLIS = 1000;

    private final Sampler sampler;
    private final Exchange exchange;
    private final Screen screen;
    private final long intervalMillis;

    /** Makes a view of a router. */
    public PlainView(Sampler sampler, Exchange exchange, Screen screen, long intervalMillis) {
        this.sampler = sampler;
        this.exchange = exchange;
        this.screen = screen;
        this.intervalMillis = intervalMillis;
        screen.activeOnly(true);
    }

    /** Prints so often; 0 for ever. It ends when nobody reads any more. */
    public void run(PrintWriter out, int count) throws ClientException, InterruptedException {
        sampler.sample(screen.subject());
        for (int i = 0; (count == 0 || i < count) && !out.checkError(); i++) {
            sleep();
            String time = LocalTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
            screen.plain(sampler.sample(screen.subject()), time.length() == 5 ? time + ":00" : time)
                .forEach(out::println);
        }
    }

    private void sleep() throws ClientException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(intervalMillis);
        for (long left = intervalMillis; left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            TimeUnit.MILLISECONDS.sleep(Math.min(left, ALIVE_MILLIS));
            exchange.keepAlive();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;

/** Attaches a link, detaches it, and begins again, so many at a time, for some seconds. One thread. */
final class AttachSide {

    private static final int ADDRESSES = 100;

    private final Fields fields;
    private final Layout layout;
    private final Latencies latencies = new Latencies();
    private long end;
    private long begun;
    private long finished;
    private int alive;

    AttachSide(Fields fields) {
        this.fields = fields;
        this.layout = Layout.parse(fields);
    }

    /** Runs the load and returns its result line; a message, there, is a link that came and went. */
    String run() throws IOException {
        try (Hub hub = new Hub(this::on)) {
            Wire wire = hub.connect(fields.text("host"), (int) fields.number("port"), "bench-attach");
            long start = System.nanoTime();
            end = start + TimeUnit.MILLISECONDS.toNanos(fields.number("millis"));
            for (int i = 0; i < layout.sendLinks(); i++) {
                attach(wire);
            }
            while (alive > 0) {
                hub.pass(10);
                if (System.nanoTime() > end + TimeUnit.SECONDS.toNanos(10)) {
                    throw new IOException(alive + " links were not answered");
                }
            }
            long nanos = System.nanoTime() - start;
            hub.leave();
            return "sent=" + begun + " received=" + finished + " nanos=" + nanos + " p50=" + latencies.percentile(0.5)
                + " p99=" + latencies.percentile(0.99) + " misordered=0 bad=0 other=0 pause=0";
        }
    }

    private void attach(Wire wire) {
        Receiver receiver = wire.session().receiver("attach-" + begun);
        Source source = new Source();
        source.setAddress(layout.address((int) (begun % ADDRESSES)));
        receiver.setSource(source);
        receiver.setTarget(new Target());
        receiver.setContext(System.nanoTime());
        receiver.open();
        begun++;
        alive++;
    }

    private void on(Event event) {
        Link link = event.getLink();
        if (event.getType() == Event.Type.LINK_REMOTE_OPEN) {
            link.close();
        } else if (event.getType() == Event.Type.LINK_REMOTE_CLOSE) {
            over(link);
        }
    }

    /** The router has detached too. */
    private void over(Link link) {
        latencies.record(System.nanoTime() - (Long) link.getContext());
        Wire wire = (Wire) link.getSession().getConnection().getContext();
        link.free();
        finished++;
        alive--;
        if (System.nanoTime() < end) {
            attach(wire);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Receiver;

/** Connections with links that do nothing, so that there is something to manage. A thread of its own keeps them. */
final class Crowd implements AutoCloseable {

    private final Hub hub;
    private final List<Wire> wires = new ArrayList<>();
    private final CountDownLatch attached;
    private final Thread thread;
    private volatile boolean stopped;

    Crowd(int port, int connections, int links) throws IOException {
        hub = new Hub(this::on);
        attached = new CountDownLatch(connections * links);
        for (int i = 0; i < connections; i++) {
            Wire wire = hub.connect("127.0.0.1", port, "crowd-" + i);
            wires.add(wire);
            for (int j = 0; j < links; j++) {
                Receiver receiver = wire.session().receiver("crowd-" + i + "-" + j);
                Source source = new Source();
                source.setAddress("crowd." + i + "." + j);
                receiver.setSource(source);
                receiver.setTarget(new Target());
                receiver.open();
            }
            hub.touch(wire);
            hub.pass(0);
        }
        thread = new Thread(this::keep, "crowd");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the router has answered all of them. */
    void awaitAttached() throws InterruptedException {
        attached.await();
    }

    private void on(Event event) {
        if (event.getType() == Event.Type.LINK_REMOTE_OPEN) {
            attached.countDown();
        }
    }

    private void keep() {
        try {
            while (!stopped) {
                hub.pass(50);
            }
        } catch (IOException e) {
            System.err.println("crowd: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hub.close();
    }
}

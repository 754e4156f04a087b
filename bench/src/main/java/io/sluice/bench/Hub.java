// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The connections of one side and their selector. A pass costs what its busy connections cost. One thread. */
final class Hub implements AutoCloseable {

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private final Selector selector;
    private final List<Wire> wires = new ArrayList<>();
    private final List<Wire> dirty = new ArrayList<>();
    private final Wire.Events events;

    Hub(Wire.Events events) throws IOException {
        this.selector = Selector.open();
        this.events = events;
    }

    Wire connect(String host, int port, String container) throws IOException {
        Wire wire = new Wire(selector, host, port, container);
        wires.add(wire);
        touch(wire);
        return wire;
    }

    /** The wire's engine has something to write. */
    void touch(Wire wire) {
        if (wire.markDirty()) {
            dirty.add(wire);
        }
    }

    /** Writes what there is, waits at most so long for something to read, and tells the events. */
    void pass(long timeoutMs) throws IOException {
        for (Wire wire : dirty) {
            wire.clearDirty();
            wire.pump();
        }
        dirty.clear();
        if (timeoutMs > 0) {
            selector.select(timeoutMs);
        } else {
            selector.selectNow();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            Wire wire = (Wire) key.attachment();
            wire.read(events);
            touch(wire);
        }
        selector.selectedKeys().clear();
    }

    /** Passes until something is the case. */
    void await(String what, BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("waited in vain: " + what);
            }
            pass(10);
        }
    }

    /** A socket closed at once would take back settled messages that the router has not read yet. */
    void leave() throws IOException {
        for (Wire wire : wires) {
            wire.leave();
            touch(wire);
        }
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (wires.stream().anyMatch(wire -> !wire.left()) && System.nanoTime() < deadline) {
            pass(10);
        }
    }

    @Override
    public void close() throws IOException {
        wires.forEach(Wire::close);
        selector.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.paths.Paths;
import java.util.ArrayList;
import java.util.List;

/** Notes everything that an engine says. */
final class RecordingListener implements NetworkListener {

    record Sent(long connection, Envelope envelope) {}

    private List<Sent> sent = new ArrayList<>();
    private final List<String> nodeEvents = new ArrayList<>();
    private final List<String> addressEvents = new ArrayList<>();
    private int pathChanges;

    List<Sent> takeSent() {
        List<Sent> taken = sent;
        sent = new ArrayList<>();
        return taken;
    }

    List<String> nodeEvents() {
        return nodeEvents;
    }

    List<String> addressEvents() {
        return addressEvents;
    }

    int pathChanges() {
        return pathChanges;
    }

    @Override
    public void send(long connection, Envelope envelope) {
        sent.add(new Sent(connection, envelope));
    }

    @Override
    public void nodeAdded(int node, String id) {
        nodeEvents.add("+" + node + " " + id);
    }

    @Override
    public void nodeRemoved(int node, String id) {
        nodeEvents.add("-" + node + " " + id);
    }

    @Override
    public void neighbourLink(int node, long connection) {
        nodeEvents.add("link " + node + " " + connection);
    }

    @Override
    public void neighbourLost(int node) {
        nodeEvents.add("lost " + node);
    }

    @Override
    public void pathsChanged(Paths paths) {
        pathChanges++;
    }

    @Override
    public void addressAdded(int node, String key, int hint) {
        addressEvents.add("+" + node + " " + key + " " + hint);
    }

    @Override
    public void addressRemoved(int node, String key) {
        addressEvents.add("-" + node + " " + key);
    }
}

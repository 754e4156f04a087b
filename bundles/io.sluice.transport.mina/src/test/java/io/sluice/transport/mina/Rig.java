// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.awaitility.Awaitility;

import io.sluice.management.api.ConfigurationReport;

/** A transport with an echo protocol, without any framework. */
final class Rig implements AutoCloseable {

    final MinaTransport transport;
    final Echo echo = new Echo();
    final Map<String, String> applied = new ConcurrentHashMap<>();
    final Map<String, String> rejected = new ConcurrentHashMap<>();
    private final List<Runnable> cleanUp = new ArrayList<>();

    Rig() {
        this(1);
    }

    Rig(int loops) {
        transport = new MinaTransport(loops);
        transport.bindFactory(echo, Map.of());
        transport.bindReport(new ConfigurationReport() {
            @Override
            public void applied(String pid, String summary) {
                applied.put(pid, String.valueOf(summary));
            }

            @Override
            public void rejected(String pid, String attribute, String reason) {
                rejected.put(pid, attribute + ": " + reason);
            }
        });
    }

    Listener listener(String pid, Object... attributes) {
        Map<String, Object> all = new HashMap<>(Map.of("host", "127.0.0.1", "port", "0"));
        all.putAll(attributes(attributes));
        Listener listener = new Listener(transport, pid, all, 50, new ConnectionTimings(500, 1_000));
        cleanUp.add(listener::stop);
        listener.start();
        return listener;
    }

    static Map<String, Object> attributes(Object... attributes) {
        Map<String, Object> all = new HashMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            all.put(attributes[i].toString(), attributes[i + 1]);
        }
        return all;
    }

    int port(Listener listener) {
        if (listener.boundAddress() == null) {
            Awaitility.await().until(() -> listener.boundAddress() != null);
        }
        String bound = listener.boundAddress();
        return Integer.parseInt(bound.substring(bound.lastIndexOf(':') + 1));
    }

    /** Returns what a listener said when it was bound, which is a moment after it accepts. */
    String applied(String pid) {
        Awaitility.await().until(() -> applied.containsKey(pid));
        return applied.get(pid);
    }

    Socket dial(Listener listener) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(listener));
        socket.setSoTimeout(5_000);
        return socket;
    }

    Echo.Session session(int index) {
        Awaitility.await().until(() -> echo.sessions.size() > index);
        return echo.sessions.get(index);
    }

    @Override
    public void close() {
        cleanUp.forEach(Runnable::run);
        transport.deactivate();
    }
}

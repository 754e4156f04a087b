// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.transport.api.ConnectionLoop;
import io.sluice.transport.api.EndpointSettings;
import io.sluice.transport.api.TlsInfo;
import io.sluice.transport.api.WireHandlerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A transport for tests: real loopback sockets, one thread, no TLS. */
final class LoopbackServer implements ConnectionLoop, AutoCloseable {

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> passEnd = new ArrayDeque<>();
    private final PriorityQueue<Due> timers = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(64 * 1024);
    private final AtomicLong ids = new AtomicLong();
    private final WireHandlerFactory factory;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Queue<String> openings = new ConcurrentLinkedQueue<>();
    private volatile int readSize = 64 * 1024;
    private volatile TlsInfo tls;
    private volatile int mostPending;
    private volatile boolean ended;
    private long now = System.nanoTime() / 1_000_000;

    private static final class Due implements Timer {
        private final long at;
        private Runnable task;

        Due(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }

        @Override
        public void cancel() {
            task = null;
        }
    }

    private record Accepting(ServerSocketChannel channel, EndpointSettings settings) {}

    LoopbackServer(WireHandlerFactory factory) throws IOException {
        this.factory = factory;
        selector = Selector.open();
        thread = new Thread(this::run, "loopback");
        thread.setDaemon(true);
        thread.start();
    }

    /** Accepts on a free loopback port. */
    int listen(Map<String, Object> attributes) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        EndpointSettings settings = new EndpointSettings(EndpointSettings.Kind.LISTENER, "test", attributes);
        execute(() -> register(channel, SelectionKey.OP_ACCEPT, new Accepting(channel, settings)));
        return channel.socket().getLocalPort();
    }

    /** Dials a port. */
    void dial(int port, Map<String, Object> attributes) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        EndpointSettings settings = new EndpointSettings(EndpointSettings.Kind.CONNECTOR, "dial", attributes);
        execute(() -> start(channel, settings, true));
    }

    /** Limits how many bytes a handler gets at once. */
    void readSize(int bytes) {
        readSize = bytes;
    }

    void pending(int bytes) {
        mostPending = Math.max(mostPending, bytes);
    }

    /** Returns the most that ever waited for a socket. */
    int mostPending() {
        return mostPending;
    }

    /** What further connections say of TLS. */
    void tls(TlsInfo info) {
        tls = info;
    }

    TlsInfo tls() {
        return tls;
    }

    Queue<String> failures() {
        return failures;
    }

    Queue<String> openings() {
        return openings;
    }

    void failed(String reason) {
        failures.add(reason);
    }

    void opened(String summary, List<String> failover) {
        openings.add(failover == null ? summary : summary + " failover=" + failover);
    }

    private SelectionKey register(SelectableChannel channel, int ops, Object attachment) {
        try {
            return channel.register(selector, ops, attachment);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void start(SocketChannel channel, EndpointSettings settings, boolean outgoing) {
        try {
            channel.configureBlocking(false);
            LoopbackWire wire = new LoopbackWire(this, channel, settings, outgoing, ids.incrementAndGet());
            if (wire.attach(factory)) {
                wire.key(register(channel, SelectionKey.OP_READ, wire));
                wire.handler().onConnected();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run() {
        try {
            while (!ended) {
                Due next = timers.peek();
                long wait = !posted.isEmpty() || !passEnd.isEmpty() ? -1 : next == null ? 100 : next.at - now;
                if (wait <= 0) {
                    selector.selectNow();
                } else {
                    selector.select(wait);
                }
                now = System.nanoTime() / 1_000_000;
                pass();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void pass() throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof Accepting accepting && key.isValid()) {
                SocketChannel channel = accepting.channel().accept();
                if (channel != null) {
                    start(channel, accepting.settings(), false);
                }
            } else if (key.attachment() instanceof LoopbackWire wire) {
                wire.ready(readBuffer, readSize);
            }
        }
        selector.selectedKeys().clear();
        for (int i = posted.size(); i > 0; i--) {
            posted.poll().run();
        }
        while (!timers.isEmpty() && timers.peek().at <= now) {
            Runnable task = timers.poll().task;
            if (task != null) {
                task.run();
            }
        }
        for (Runnable task = passEnd.poll(); task != null; task = passEnd.poll()) {
            task.run();
        }
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof LoopbackWire wire) {
                wire.send();
            }
        }
    }

    @Override
    public String name() {
        return "loopback";
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    @Override
    public boolean execute(Runnable task) {
        posted.add(task);
        selector.wakeup();
        return !ended;
    }

    @Override
    public void atPassEnd(Runnable task) {
        passEnd.add(task);
    }

    @Override
    public Timer schedule(Runnable task, long delayMillis) {
        Due due = new Due(now + delayMillis, task);
        timers.add(due);
        return due;
    }

    @Override
    public long nowMillis() {
        return now;
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        selector.wakeup();
        thread.join(2000);
    }
}

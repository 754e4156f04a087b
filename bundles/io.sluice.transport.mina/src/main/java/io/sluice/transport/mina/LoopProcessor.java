// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;

import io.sluice.transport.api.ConnectionLoop;

/**
 * A MINA I/O processor that is a connection loop.
 *
 * <p>Stock MINA spends a second read, a zeroed heap buffer and a wake-up of itself on each pass. This one reads and
 * writes sockets itself, once per pass, and leaves to MINA the selector's life, the registration of new sessions and
 * the removal of closed ones. The filter chain carries no data.
 */
final class LoopProcessor extends NioProcessor implements ConnectionLoop {

    /** Rounds of pass-end tasks that register further ones; the rest waits for the next pass. */
    static final int MAX_ROUNDS = 64;

    /** One a loop: a message of 64 KiB with its frame heads comes in one read, for half the system calls. */
    private static final int READ_BUFFER = 256 * 1024;

    private final String name;
    private final LoopThread loopThread;
    private final LoopTasks tasks = new LoopTasks();
    private final LoopTimers timers = new LoopTimers();
    private final BufferPool pool = new BufferPool();
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicBoolean sleeping = new AtomicBoolean();
    private volatile boolean woken;
    private volatile long nowMillis = clock();
    private List<MinaConnection> dirty = new ArrayList<>();
    private List<MinaConnection> flushing = new ArrayList<>();
    private ByteBuffer plainBuffer;
    private ByteBuffer joinBuffer;
    private boolean again;

    LoopProcessor(String name) {
        this(name, new LoopThread(name));
    }

    private LoopProcessor(String name, LoopThread loopThread) {
        super(loopThread);
        this.name = name;
        this.loopThread = loopThread;
    }

    // ---- ConnectionLoop

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == loopThread.thread;
    }

    @Override
    public boolean execute(Runnable task) {
        if (!tasks.post(task)) {
            return false;
        }
        if (!inLoop()) {
            wakeIfAsleep();
        }
        return true;
    }

    @Override
    public void atPassEnd(Runnable task) {
        assert inLoop();
        tasks.atPassEnd(task);
    }

    @Override
    public Timer schedule(Runnable task, long delayMillis) {
        assert inLoop();
        return timers.schedule(task, nowMillis + delayMillis);
    }

    @Override
    public long nowMillis() {
        return nowMillis;
    }

    // ---- for connections

    /** Returns how many sockets were given to this loop and have not ended. Any thread. */
    AtomicInteger connections() {
        return connections;
    }

    BufferPool pool() {
        return pool;
    }

    int timerCount() {
        return timers.size();
    }

    /** Returns the loop's buffer for decrypted bytes, used within one read. */
    ByteBuffer plainBuffer() {
        if (plainBuffer == null) {
            plainBuffer = ByteBuffer.allocate(READ_BUFFER);
        }
        return plainBuffer.clear();
    }

    /** Returns a buffer to join left-over bytes with freshly read ones; big enough for a full read and a TLS record. */
    ByteBuffer joinBuffer() {
        if (joinBuffer == null) {
            joinBuffer = ByteBuffer.allocate(2 * READ_BUFFER);
        }
        return joinBuffer.clear();
    }

    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }

    /** Has the connection write at the end of this pass. */
    void flushAtPassEnd(MinaConnection connection) {
        dirty.add(connection);
    }

    int writeRaw(NioSession session, ByteBuffer buffer) throws IOException {
        return write(session, IoBuffer.wrap(buffer), buffer.remaining());
    }

    void readInterest(NioSession session, boolean on) {
        try {
            setInterestedInRead(session, on);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void writeInterest(NioSession session, boolean on) {
        try {
            setInterestedInWrite(session, on);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- one pass

    @Override
    protected int select(long timeout) throws IOException {
        loopThread.rename();
        boolean work = again || tasks.hasPassEnd() || !dirty.isEmpty();
        again = false;
        long wait = work ? 0 : timers.isEmpty() ? timeout : timers.millisToNext(clock(), timeout);
        if (wait > 0) {
            sleeping.set(true);
            // Whoever posts after this point sees the flag; what was posted before it is seen here.
            if (woken || tasks.hasPosted()) {
                wait = 0;
            }
        }
        if (wait > 0) {
            selector.select(wait);
        } else {
            selector.selectNow();
        }
        sleeping.set(false);
        woken = false;
        nowMillis = clock();
        // Never 0: MINA then asks for the selected sessions in every pass, after it has added the new ones.
        return 1;
    }

    @Override
    protected Iterator<NioSession> selectedSessions() {
        Set<SelectionKey> keys = selector.selectedKeys();
        if (!keys.isEmpty()) {
            for (SelectionKey key : keys) {
                MinaConnection connection = MinaConnection.of(key);
                if (connection != null) {
                    connection.ready(key);
                }
            }
            keys.clear();
        }
        timers.runDue(nowMillis);
        tasks.runPosted();
        for (int round = 0; round < MAX_ROUNDS && (tasks.hasPassEnd() || !dirty.isEmpty()); round++) {
            tasks.runPassEnd();
            flushDirty();
        }
        return Collections.emptyIterator();
    }

    private void flushDirty() {
        List<MinaConnection> now = dirty;
        dirty = flushing;
        flushing = now;
        for (int i = 0; i < now.size(); i++) {
            now.get(i).flush();
        }
        now.clear();
    }

    @Override
    protected void wakeup() {
        if (inLoop()) {
            again = true;
            return;
        }
        woken = true;
        wakeIfAsleep();
    }

    private void wakeIfAsleep() {
        if (sleeping.get() && sleeping.compareAndSet(true, false)) {
            selector.wakeup();
        }
    }

    // ---- life

    @Override
    protected boolean isSelectorEmpty() {
        return isDisposing() && super.isSelectorEmpty();
    }

    @Override
    protected int allSessionsCount() {
        // MINA ends the thread when there is no session; this one stays until it is disposed.
        return isDisposing() ? super.allSessionsCount() : 1;
    }

    @Override
    protected Iterator<NioSession> allSessions() {
        if (!isDisposing()) {
            // Asked for once a second to find idle sessions: connections have their own timers.
            return Collections.emptyIterator();
        }
        List<NioSession> sessions = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            sessions.add(MinaConnection.sessionOf(key));
        }
        return sessions.iterator();
    }

    @Override
    protected void doDispose() throws Exception {
        tasks.end();
        super.doDispose();
    }

    private static long clock() {
        return System.nanoTime() / 1_000_000;
    }

    /** Starts the loop's only thread and knows it. */
    private static final class LoopThread implements Executor {
        private final String name;
        private volatile Thread thread;
        private boolean named;

        LoopThread(String name) {
            this.name = name;
        }

        @Override
        public void execute(Runnable command) {
            Thread started = new Thread(command, name);
            started.setDaemon(true);
            thread = started;
            started.start();
        }

        /** MINA names the thread after the class; called on the thread. */
        void rename() {
            if (!named) {
                named = true;
                Thread.currentThread().setName(name);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to have a connection loop run a task: woken for one, and busy with many. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LoopHandOffBenchmark {

    private static final int BATCH = 1000;

    private LoopProcessor loop;
    private NioSocketAcceptor acceptor;
    private Socket client;
    private volatile long ran;
    private final Runnable task = this::count;

    /** A loop's thread starts with its first connection, so it gets one. */
    @Setup
    public void connect() throws IOException {
        loop = new LoopProcessor("bench");
        acceptor = new NioSocketAcceptor(loop);
        acceptor.setHandler(new IoHandlerAdapter());
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        client = new Socket(InetAddress.getLoopbackAddress(), acceptor.getLocalAddress().getPort());
        one();
    }

    /** Ends the loop. */
    @TearDown
    public void end() throws IOException {
        client.close();
        acceptor.dispose(true);
        loop.dispose();
    }

    private void count() {
        // Only the loop's thread writes.
        ran++;
    }

    private void await(long wanted) {
        while (ran < wanted) {
            Thread.onSpinWait();
        }
    }

    /** There and back, the loop asleep in between. */
    @Benchmark
    public void one() {
        long wanted = ran + 1;
        loop.execute(task);
        await(wanted);
    }

    /** One of a thousand posted in a row. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void many() {
        long wanted = ran + BATCH;
        for (int i = 0; i < BATCH; i++) {
            loop.execute(task);
        }
        await(wanted);
    }
}

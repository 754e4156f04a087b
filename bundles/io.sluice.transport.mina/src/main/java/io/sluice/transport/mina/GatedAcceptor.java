// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;

import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/** A MINA acceptor that can pause, and that places each accepted socket on a loop or refuses it. */
final class GatedAcceptor extends NioSocketAcceptor {

    /** Connections the kernel keeps while accepting pauses or lags. */
    private static final int BACKLOG = 1024;

    private final Object gate = new Object();
    private final Admission admission;
    private boolean open;
    private boolean woken;

    /** Decides about sockets at accept. */
    interface Admission {
        /** Returns true if there is room for one more connection. */
        boolean hasRoom();

        /** A socket was closed at once for lack of room. */
        void denied(SocketAddress peer);
    }

    GatedAcceptor(Executor executor, LoopGroup loops, Admission admission) {
        super(executor, new Placement(loops));
        this.admission = admission;
        setCloseOnDeactivation(false);
        setReuseAddress(true);
        setBacklog(BACKLOG);
        getSessionConfig().setTcpNoDelay(true);
    }

    /** Opens or closes the gate; while it is closed the kernel's backlog holds new connections. Any thread. */
    void open(boolean now) {
        synchronized (gate) {
            open = now;
            gate.notifyAll();
        }
    }

    @Override
    protected int select() throws Exception {
        synchronized (gate) {
            while (!open && !woken) {
                gate.wait();
            }
            woken = false;
            if (!open) {
                return 0;
            }
        }
        return super.select();
    }

    @Override
    protected void wakeup() {
        // Called by the super constructor's threads only after a bind, when the gate exists.
        synchronized (gate) {
            woken = true;
            gate.notifyAll();
        }
        super.wakeup();
    }

    @Override
    protected NioSession accept(IoProcessor<NioSession> placement, ServerSocketChannel handle) throws Exception {
        synchronized (gate) {
            if (!open) {
                return null;
            }
        }
        if (admission.hasRoom()) {
            return super.accept(placement, handle);
        }
        try (SocketChannel refused = handle.accept()) {
            if (refused != null) {
                admission.denied(refused.getRemoteAddress());
            }
        }
        return null;
    }

    /** As MINA's, but an IPv4 address gets an IPv4 socket, so that 0.0.0.0 does not take the port of IPv6 as well. */
    @Override
    protected ServerSocketChannel open(SocketAddress address) throws Exception {
        boolean four = ((InetSocketAddress) address).getAddress() instanceof Inet4Address && !isAnyFamily(address);
        ServerSocketChannel channel = four ? ServerSocketChannel.open(StandardProtocolFamily.INET)
            : ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            channel.register(selector, SelectionKey.OP_ACCEPT);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isAnyFamily(SocketAddress address) {
        return address instanceof AnyFamily;
    }

    /** All local addresses of both families, which is not the same as 0.0.0.0. */
    static final class AnyFamily extends InetSocketAddress {
        private static final long serialVersionUID = 1L;

        AnyFamily(int port) {
            super(port);
        }
    }
}

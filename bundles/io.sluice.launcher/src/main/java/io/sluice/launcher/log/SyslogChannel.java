// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A way to a syslog daemon. Used by one thread at a time. */
interface SyslogChannel {

    /** The longest message that is sent whole. */
    int MAX_BYTES = 8192;

    /** The port of daemons that listen to the network. */
    int PORT = 514;

    /** Returns true if the way has a form of its own and wants the bare line. */
    default boolean framed() {
        return false;
    }

    void send(int priority, String message) throws IOException;

    void close();

    /** Opens the way that a text names; an empty one stands for the daemon of this machine. */
    static SyslogChannel open(String target) throws IOException {
        int colon = target.indexOf(':');
        String rest = target.substring(colon + 1);
        switch (colon < 0 ? target : target.substring(0, colon)) {
            case "" -> {
                return local(Path.of("/dev/log"), Path.of("/run/systemd/journal/stdout"));
            }
            case "udp" -> {
                int port = rest.lastIndexOf(':');
                boolean given = port > 0 && rest.indexOf(']') < port && rest.indexOf(':') == port
                        || rest.startsWith("[") && port > rest.indexOf(']');
                String host = given ? rest.substring(0, port) : rest;
                return new Udp(new InetSocketAddress(
                        InetAddress.getByName(host), given ? Integer.parseInt(rest.substring(port + 1)) : PORT));
            }
            case "unix" -> {
                return unix(Path.of(rest));
            }
            case "journal" -> {
                return new Journal(Path.of(rest));
            }
            default -> throw new IllegalArgumentException("unknown syslog target '" + target + "'");
        }
    }

    /** The JDK has no datagrams over local sockets, which most daemons listen to; hence the other ways. */
    static SyslogChannel local(Path socket, Path journal) throws IOException {
        if (Files.exists(journal)) {
            try {
                return new Journal(journal);
            } catch (IOException e) {
                // The journal may be kept from this user; the other ways may not.
            }
        }
        return Files.exists(socket) ? unix(socket)
                : new Udp(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT));
    }

    private static SyslogChannel unix(Path socket) throws IOException {
        try {
            return new UnixStream(socket);
        } catch (IOException e) {
            return new Helper(socket);
        }
    }

    /** Datagrams over the network. */
    final class Udp implements SyslogChannel {

        private final InetSocketAddress address;
        private final DatagramSocket socket;

        Udp(InetSocketAddress address) throws IOException {
            this.address = address;
            this.socket = new DatagramSocket();
        }

        @Override
        public void send(int priority, String message) {
            byte[] bytes = SyslogOutput.bytes(message);
            try {
                socket.send(new DatagramPacket(bytes, bytes.length, address));
            } catch (IOException e) {
                // Nobody may listen now, and somebody later: the socket stays good.
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** A local stream socket, on which messages end with a line feed. */
    final class UnixStream implements SyslogChannel {

        private final SocketChannel channel;

        UnixStream(Path path) throws IOException {
            channel = connect(path);
        }

        static SocketChannel connect(Path path) throws IOException {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }

        static void write(SocketChannel channel, String line) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        static void closeQuietly(AutoCloseable resource) {
            try {
                resource.close();
            } catch (Exception e) {
                // Nothing of it is used any more.
            }
        }

        @Override
        public void send(int priority, String message) throws IOException {
            write(channel, message);
        }

        @Override
        public void close() {
            closeQuietly(channel);
        }
    }

    /** The stream that the systemd journal takes lines on, each with its priority in front. */
    final class Journal implements SyslogChannel {

        private final SocketChannel channel;

        Journal(Path path) throws IOException {
            channel = UnixStream.connect(path);
            // Name, unit, default priority, lines have priorities, not on to syslog, kernel log and console.
            UnixStream.write(channel, "sluice\n\n6\n1\n0\n0\n0");
        }

        @Override
        public boolean framed() {
            return true;
        }

        @Override
        public void send(int priority, String message) throws IOException {
            UnixStream.write(channel, "<" + priority + ">" + message);
        }

        @Override
        public void close() {
            UnixStream.closeQuietly(channel);
        }
    }

    /** The system's program {@code logger}, which knows how to send datagrams to a local socket. */
    final class Helper implements SyslogChannel {

        private final Process process;
        private final OutputStream input;

        Helper(Path socket) throws IOException {
            process = new ProcessBuilder("logger", "--socket", socket.toString(), "--prio-prefix", "--tag", "sluice",
                    "--id=" + ProcessHandle.current().pid(), "--socket-errors=off", "--size", "" + MAX_BYTES)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            input = process.getOutputStream();
        }

        @Override
        public boolean framed() {
            return true;
        }

        @Override
        public void send(int priority, String message) throws IOException {
            input.write(("<" + priority + ">" + message + '\n').getBytes(StandardCharsets.UTF_8));
            input.flush();
        }

        @Override
        public void close() {
            UnixStream.closeQuietly(input);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** Sends lines to the local syslog daemon as UDP datagrams, facility daemon. */
public final class SyslogOutput extends LogOutput {

    private static final int PORT = 514;
    private static final int FACILITY_DAEMON = 3 << 3;

    private final DatagramSocket socket;
    private final InetAddress host;

    /** Makes an output to the daemon on this host. */
    public SyslogOutput() throws IOException {
        super("syslog", OutputStream.nullOutputStream());
        host = InetAddress.getLoopbackAddress();
        socket = new DatagramSocket();
    }

    @Override
    protected void write(LogLevel level, String line) {
        byte[] bytes = ("<" + (FACILITY_DAEMON | severity(level)) + ">sluice[" + ProcessHandle.current().pid() + "]: "
                + line.strip()).getBytes(StandardCharsets.UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, host, PORT));
        } catch (IOException e) {
            // No daemon listens, and there is nowhere to say it.
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    static int severity(LogLevel level) {
        return switch (level) {
            case CRITICAL -> 2;
            case ERROR -> 3;
            case WARNING -> 4;
            case NOTICE -> 5;
            case INFO -> 6;
            default -> 7;
        };
    }
}

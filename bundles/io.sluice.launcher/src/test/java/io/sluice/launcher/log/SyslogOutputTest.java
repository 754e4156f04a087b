// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogOutputTest {

    private static final long PID = ProcessHandle.current().pid();

    @TempDir
    Path folder;

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[10_000], 10_000);
        socket.setSoTimeout(10_000);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldSendDatagramsWithPriorityTimeAndProcess() throws IOException {
        try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                SyslogOutput output = new SyslogOutput("udp:127.0.0.1:" + daemon.getLocalPort(), false)) {
            output.write(LogLevel.INFO, "SERVER (info) Container Name: P\n");
            String message = receive(daemon);
            assertTrue(message.matches("<30>\\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d sluice\\[" + PID
                    + "]: SERVER \\(info\\) Container Name: P"), message);
            output.write(LogLevel.CRITICAL, "MAIN (critical) x\n");
            assertTrue(receive(daemon).startsWith("<26>"));
        }
    }

    @Test
    void shouldSendTheNewerFormIfAskedTo() throws IOException {
        try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                SyslogOutput output = new SyslogOutput("udp:127.0.0.1:" + daemon.getLocalPort(), true)) {
            output.write(LogLevel.TRACE, "PROTOCOL (trace) [C1]:FRAME");
            String message = receive(daemon);
            assertTrue(message.matches("<31>1 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z \\S+ sluice " + PID
                    + " PROTOCOL - PROTOCOL \\(trace\\) \\[C1]:FRAME"), message);
        }
    }

    @Test
    void shouldWriteLinesToALocalStreamSocket() throws IOException {
        Path path = folder.resolve("log");
        try (ServerSocketChannel daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            daemon.bind(UnixDomainSocketAddress.of(path));
            try (SyslogOutput output = new SyslogOutput("unix:" + path, false);
                    SocketChannel connection = daemon.accept();
                    BufferedReader lines = new BufferedReader(
                            Channels.newReader(connection, StandardCharsets.UTF_8))) {
                output.write(LogLevel.WARNING, "POLICY (warning) a\n");
                output.write(LogLevel.ERROR, "ERROR (error) b\n");
                assertTrue(lines.readLine().matches("<28>.* sluice\\[\\d+]: POLICY \\(warning\\) a"));
                assertTrue(lines.readLine().startsWith("<27>"));
            }
        }
    }

    @Test
    void shouldGreetTheJournalAndMarkEachLine() throws IOException {
        Path path = folder.resolve("stdout");
        try (ServerSocketChannel daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            daemon.bind(UnixDomainSocketAddress.of(path));
            SyslogChannel channel = SyslogChannel.local(folder.resolve("none"), path);
            try (SocketChannel connection = daemon.accept();
                    BufferedReader lines = new BufferedReader(
                            Channels.newReader(connection, StandardCharsets.UTF_8))) {
                channel.send(29, "SERVER (notice) Listening");
                StringBuilder all = new StringBuilder();
                for (int i = 0; i < 8; i++) {
                    all.append(lines.readLine()).append('|');
                }
                assertEquals("sluice||6|1|0|0|0|<29>SERVER (notice) Listening|", all.toString());
            } finally {
                channel.close();
            }
        }
    }

    @Test
    void shouldRefuseATargetThatItDoesNotKnow() {
        assertThrows(IOException.class, () -> new SyslogOutput("smoke:signals", false));
    }

    @Test
    void shouldLoseLinesWithoutAWordWhileNoDaemonIsThere() throws IOException {
        try (SyslogOutput output = new SyslogOutput("journal:" + folder.resolve("nobody"), false)) {
            output.write(LogLevel.INFO, "SERVER (info) lost");
        }
    }

    @Test
    void shouldCutWhatIsTooLong() {
        assertEquals(SyslogChannel.MAX_BYTES, SyslogOutput.bytes("x".repeat(10_000)).length);
    }

    @Test
    void shouldPadTheDayAsSyslogDoes() {
        String text = new SyslogText("sluice", 7, false).of(30, Instant.parse("2026-03-05T12:00:00Z"), "x");
        assertTrue(text.matches("<30>Mar  [456] \\d\\d:\\d\\d:\\d\\d sluice\\[7]: x"), text);
    }
}

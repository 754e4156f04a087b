// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends lines to a syslog daemon, facility daemon. By default that is the daemon of this machine; the system properties
 * {@value #TARGET} and {@value #FORMAT} say otherwise. While no daemon can be reached lines are lost, and once in a
 * while it is tried again.
 */
public final class SyslogOutput extends LogOutput {

    /** System property: {@code udp:HOST[:PORT]}, {@code unix:PATH} or {@code journal:PATH}; absent means local. */
    public static final String TARGET = "sluice.syslog";
    /** System property: {@code rfc5424}, or {@code rfc3164} which is the default. */
    public static final String FORMAT = "sluice.syslog.format";

    private static final int FACILITY_DAEMON = 3 << 3;
    private static final long RETRY_MILLIS = 5_000;

    private final String target;
    private final SyslogText text;
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private SyslogChannel channel;
    private long retryAt;
    private boolean closed;

    /** Makes an output as the system properties have it. */
    public SyslogOutput() throws IOException {
        this(System.getProperty(TARGET, ""), "rfc5424".equals(System.getProperty(FORMAT)));
    }

    SyslogOutput(String target, boolean structured) throws IOException {
        super("syslog", OutputStream.nullOutputStream());
        this.target = target;
        this.text = new SyslogText("sluice", ProcessHandle.current().pid(), structured);
        try {
            this.channel = SyslogChannel.open(target);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            // The daemon may come later.
            drop();
        }
    }

    @Override
    boolean tellsTime() {
        return true;
    }

    @Override
    protected void write(LogLevel level, String line) {
        int priority = FACILITY_DAEMON | severity(level);
        lock.lock();
        try {
            if (reachable()) {
                String bare = line.strip();
                channel.send(priority, channel.framed() ? bare : text.of(priority, Instant.now(), bare));
            }
        } catch (IOException e) {
            // There is nowhere to say it.
            drop();
        } finally {
            lock.unlock();
        }
    }

    private boolean reachable() throws IOException {
        if (channel == null && !closed && System.currentTimeMillis() >= retryAt) {
            retryAt = System.currentTimeMillis() + RETRY_MILLIS;
            channel = SyslogChannel.open(target);
        }
        return channel != null;
    }

    private void drop() {
        if (channel != null) {
            channel.close();
            channel = null;
        }
        retryAt = System.currentTimeMillis() + RETRY_MILLIS;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            drop();
        } finally {
            lock.unlock();
        }
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

    /** Returns a text as UTF-8, cut to what daemons take. */
    static byte[] bytes(String message) {
        byte[] all = message.getBytes(StandardCharsets.UTF_8);
        return all.length <= SyslogChannel.MAX_BYTES ? all : java.util.Arrays.copyOf(all, SyslogChannel.MAX_BYTES);
    }
}

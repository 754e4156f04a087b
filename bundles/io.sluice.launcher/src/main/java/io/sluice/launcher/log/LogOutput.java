// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where log lines go: a standard stream or a file that is appended to. A line is one write, so that lines of several
 * threads and, with a file opened for append, of several processes do not mix.
 */
public class LogOutput implements Closeable {

    /** Standard error, unbuffered. */
    public static final LogOutput STDERR = new LogOutput("stderr", new FileOutputStream(FileDescriptor.err));
    /** Standard output, unbuffered. */
    public static final LogOutput STDOUT = new LogOutput("stdout", new FileOutputStream(FileDescriptor.out));

    private final String name;
    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();

    /** Makes an output. */
    protected LogOutput(String name, OutputStream out) {
        this.name = name;
        this.out = out;
    }

    /** Opens a file for append, making it if need be. */
    public static LogOutput file(String path) throws IOException {
        return new LogOutput(path, new FileOutputStream(path, true));
    }

    /** Returns {@code stderr}, {@code stdout}, {@code syslog} or the path of the file. */
    public String name() {
        return name;
    }

    /** Returns whether every line gets its time by itself. */
    boolean tellsTime() {
        return false;
    }

    /** Writes one line. A full disk must not stop the router, so a line that cannot be written is lost. */
    protected void write(LogLevel level, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            out.write(bytes);
        } catch (IOException e) {
            // Nowhere to say it.
        } finally {
            lock.unlock();
        }
    }

    /** Closes a file; the standard streams stay open. */
    @Override
    public void close() {
        if (this != STDERR && this != STDOUT) {
            try {
                out.close();
            } catch (IOException e) {
                // Nothing of it is used any more.
            }
        }
    }
}

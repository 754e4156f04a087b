// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The two forms of a syslog message. Immutable. */
final class SyslogText {

    private static final DateTimeFormatter OLD = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter NEW = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'",
            Locale.ENGLISH);

    private final String program;
    private final long process;
    private final boolean structured;
    private final String host;

    /**
     * Makes a form.
     *
     * @param structured RFC 5424 instead of the form of RFC 3164 that local daemons take, which has no host
     */
    SyslogText(String program, long process, boolean structured) {
        this.program = program;
        this.process = process;
        this.structured = structured;
        this.host = structured ? host() : "";
    }

    private static String host() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.matches("[!-~]{1,255}") ? name : "-";
        } catch (UnknownHostException e) {
            return "-";
        }
    }

    /** Returns a message; {@code line} begins with the log module, which is the message id of RFC 5424. */
    String of(int priority, Instant time, String line) {
        if (structured) {
            int space = line.indexOf(' ');
            String id = space > 0 && space <= 32 ? line.substring(0, space) : "-";
            OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
            return "<" + priority + ">1 " + NEW.format(utc) + ' ' + host + ' ' + program + ' ' + process + ' ' + id
                    + " - " + line;
        }
        return "<" + priority + ">" + OLD.format(time.atZone(ZoneId.systemDefault())) + ' ' + program + '[' + process
                + "]: " + line;
    }
}

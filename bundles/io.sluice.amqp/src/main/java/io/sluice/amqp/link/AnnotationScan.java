// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.sluice.routing.api.RouterAnnotations;

/**
 * The message annotations of the message that is looked at: the user's, which stay in it, and, from the first key of a
 * router on, those of routers, which do not. Reused for each message; owner loop only.
 */
final class AnnotationScan {

    private static final byte[] PREFIX = "x-opt-qd.".getBytes(StandardCharsets.US_ASCII);

    private static final int LONG_REST = 4096;

    private static final int SHORTEST = "x-opt-qd.to".length();
    private static final int LONGEST = "x-opt-qd.ingress".length();

    /** The keys that routers use; any other is the user's, whatever it begins with. */
    private enum Key { NONE, TO, PHASE, STREAM, INGRESS, TRACE, CLASS }

    private final Cursor in;
    private boolean judged;
    private int start;
    private int end;
    /** Where the user's entries are in the message as it came. */
    private int entries;
    private int entriesEnd;
    private int userCount;
    private boolean foreign;
    private boolean rewrite;
    private String fault;
    private String to;
    private int phase;
    private boolean streaming;
    private String ingress;
    private List<String> trace = List.of();

    AnnotationScan(Cursor in) {
        this.in = in;
    }

    /**
     * Forgets the last message.
     *
     * @param judge what routers have written counts: it has to be right, and is to be read
     */
    void reset(boolean judge) {
        judged = judge;
        start = 0;
        end = 0;
        foreign = false;
        rewrite = false;
        fault = null;
        to = null;
        phase = 0;
        streaming = false;
        ingress = null;
        trace = List.of();
    }

    /** No annotations so far: this is where they would be. */
    void absentAt(int position) {
        start = position;
        end = position;
    }

    /**
     * Reads the section, whose value begins at the cursor.
     *
     * @param sectionStart where its descriptor begins
     * @return false if an annotation is wrong; {@link #fault} tells which
     */
    boolean read(int sectionStart) {
        int sectionEnd = in.openMap();
        int count = in.count;
        start = sectionStart;
        end = sectionEnd;
        if ((count & 1) != 0) {
            return wrong("Odd Number of Elements in a Map");
        }
        int outer = in.limit;
        in.limit = sectionEnd;
        entries = in.pos;
        userCount = count;
        boolean right;
        try {
            right = readEntries(count);
        } catch (Cursor.Bad bad) {
            // The section is all here: more bytes would not help.
            throw in.malformed;
        } finally {
            in.limit = outer;
        }
        in.pos = sectionEnd;
        rewrite = foreign || count == 0;
        return right;
    }

    private boolean readEntries(int count) {
        int at = 0;
        while (at < count && key() == Key.NONE) {
            in.skipValue();
            in.skipValue();
            at += 2;
        }
        entriesEnd = in.pos;
        userCount = at;
        foreign = at < count;
        if (foreign && judged) {
            // All that follows the first key of a router is taken for routers' own.
            for (; at < count; at += 2) {
                Key key = key();
                in.skipValue();
                if (!readValue(key)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Tells which router key is at the cursor. */
    private Key key() {
        in.need(1);
        if (in.bytes[in.pos] != (byte) 0xa3) {
            return Key.NONE;
        }
        in.need(2);
        int text = in.pos + 2;
        int length = in.bytes[in.pos + 1] & 0xff;
        if (length < SHORTEST || length > LONGEST || in.limit - text < length) {
            return Key.NONE;
        }
        for (int i = 0; i < PREFIX.length; i++) {
            if (in.bytes[text + i] != PREFIX[i]) {
                return Key.NONE;
            }
        }
        return switch (new String(in.bytes, text + PREFIX.length, length - PREFIX.length, StandardCharsets.US_ASCII)) {
            case "to" -> Key.TO;
            case "phase" -> Key.PHASE;
            case "stream" -> Key.STREAM;
            case "ingress" -> Key.INGRESS;
            case "trace" -> Key.TRACE;
            case "class" -> Key.CLASS;
            default -> Key.NONE;
        };
    }

    private boolean readValue(Key key) {
        switch (key) {
            case TO -> {
                if (!in.atString()) {
                    return wrong("to-override not a valid string type");
                }
                to = in.string();
            }
            case INGRESS -> {
                if (!in.atString()) {
                    return wrong("ingress router not a string type");
                }
                ingress = in.string();
            }
            case TRACE -> {
                return readTrace();
            }
            case PHASE -> phase = in.integer(0);
            default -> {
                streaming |= key == Key.STREAM;
                in.skipValue();
            }
        }
        return true;
    }

    private boolean readTrace() {
        if (!in.atList()) {
            return wrong("trace annotation is not a list");
        }
        int listEnd = in.openList();
        int count = in.count;
        List<String> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!in.atString()) {
                return wrong("trace list contains non-string entries");
            }
            nodes.add(in.string());
        }
        in.pos = listEnd;
        trace = nodes;
        return true;
    }

    private boolean wrong(String text) {
        fault = text;
        return false;
    }

    /** Returns what is wrong, null if nothing is. */
    String fault() {
        return fault;
    }

    /** Returns the address that overrides the one in the properties; null without one, or if it does not count. */
    String to() {
        return to;
    }

    /** Returns true if the message asks to be forwarded while it arrives. */
    boolean streaming() {
        return streaming;
    }

    /** Returns true if there is something of routers that counts. */
    boolean counts() {
        return foreign && judged;
    }

    /**
     * Makes the annotations of the delivery.
     *
     * @param address the address of its link, which goes before the one in the message; null for an anonymous link
     * @param path whether ingress and trace are kept
     */
    RouterAnnotations annotations(String address, boolean path) {
        return new RouterAnnotations(
            address == null ? to : address, phase, streaming, path ? ingress : null, path ? trace : List.of());
    }

    /** Returns where the section begins in what {@link #kept} has returned, or would begin. */
    int start() {
        return start;
    }

    /** Returns where the section ends in what {@link #kept} has returned. */
    int end() {
        return end;
    }

    /**
     * Returns the message without what routers have written, and without a section in which nothing is left.
     *
     * @param message the array that was looked at
     */
    byte[] kept(byte[] message) {
        if (!rewrite) {
            return message;
        }
        rewrite = false;
        byte[] section = userCount == 0 ? new byte[0]
            : AnnotationWriter.section(message, entries, entriesEnd - entries, userCount, new byte[0], 0);
        byte[] result = new byte[message.length - (end - start) + section.length];
        System.arraycopy(message, 0, result, 0, start);
        System.arraycopy(section, 0, result, start, section.length);
        System.arraycopy(message, end, result, start + section.length, message.length - end);
        end = start + section.length;
        return result;
    }

    /**
     * Tells whether what follows the annotations shall be an array of its own: it has to be copied here, and with them
     * in one array it would be once more, when the next router's annotations are written.
     *
     * @param message the array that was looked at
     */
    boolean apart(byte[] message) {
        return rewrite && message.length - end >= LONG_REST;
    }
}

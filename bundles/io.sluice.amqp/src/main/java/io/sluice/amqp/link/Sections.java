// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Looks at the sections of a message that a router has to read, and at no other: the header's priority, router
 * annotations, and the address in the properties. Never decodes a body. Reused for each message; owner loop only.
 */
final class Sections {

    /** What a look at the first bytes of a message found. */
    enum Result {
        /** Everything needed was read. */
        OK,
        /** The bytes end before everything needed was there. */
        NEED_MORE,
        /** A section that has to be read is wrong. */
        MALFORMED,
        /** The sections can be read, but an annotation is wrong: {@link #fault()} tells which. */
        INVALID_FIELD
    }

    /** Priority of a message without header or priority field. */
    static final int DEFAULT_PRIORITY = 4;

    private static final int HEADER = 0x70;
    private static final int DELIVERY_ANNOTATIONS = 0x71;
    private static final int MESSAGE_ANNOTATIONS = 0x72;
    private static final int PROPERTIES = 0x73;
    private static final byte[] ROUTER_PREFIX = "x-opt-qd.".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int limit;
    private int pos;

    private int priority;
    private String to;
    private int annotationsStart;
    private int annotationsEnd;
    private boolean routerAnnotations;
    private boolean judged;
    private String fault;

    /** Signals that the bytes end too early or make no sense; preallocated because it is control flow. */
    private static final class Bad extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Result result;

        private Bad(Result result) {
            super(null, null, false, false);
            this.result = result;
        }
    }

    private final Bad needMore = new Bad(Result.NEED_MORE);
    private final Bad malformed = new Bad(Result.MALFORMED);
    private final Bad invalid = new Bad(Result.INVALID_FIELD);

    /** As {@link #scan(byte[], boolean, boolean, boolean)}, with router annotations that do not count. */
    Result scan(byte[] message, boolean complete, boolean wantTo) {
        return scan(message, complete, wantTo, false);
    }

    /**
     * Reads the sections before the body.
     *
     * @param message the first bytes of the message
     * @param complete no more bytes will come
     * @param wantTo the address in the properties is needed
     * @param judge router annotations count: they have to be right, and one of them overrides the address
     */
    Result scan(byte[] message, boolean complete, boolean wantTo, boolean judge) {
        judged = judge;
        bytes = message;
        limit = message.length;
        pos = 0;
        priority = DEFAULT_PRIORITY;
        to = null;
        fault = null;
        routerAnnotations = false;
        try {
            if (limit == 0) {
                return complete ? Result.MALFORMED : Result.NEED_MORE;
            }
            scanSections(wantTo, complete);
            return Result.OK;
        } catch (Bad bad) {
            return bad.result == Result.NEED_MORE && complete ? Result.MALFORMED : bad.result;
        } finally {
            bytes = null;
        }
    }

    private void scanSections(boolean wantTo, boolean complete) {
        int last = wantTo ? PROPERTIES : MESSAGE_ANNOTATIONS;
        while (pos < limit) {
            int start = pos;
            int code = sectionCode();
            if (code < HEADER || code > last) {
                return;
            }
            switch (code) {
                case HEADER -> readHeader();
                case DELIVERY_ANNOTATIONS -> skipValue();
                case MESSAGE_ANNOTATIONS -> readAnnotations(start);
                default -> {
                    readProperties();
                    return;
                }
            }
        }
        if (!complete) {
            // Every section so far was a leading one: the next may still be one that has to be read.
            throw needMore;
        }
    }

    /** Returns the section's code, -1 if the bytes do not start like a section. */
    private int sectionCode() {
        if (next() != 0x00) {
            return -1;
        }
        int type = next();
        if (type == 0x53) {
            return next();
        }
        if (type == 0x80) {
            need(8);
            for (int i = 0; i < 7; i++) {
                if (bytes[pos + i] != 0) {
                    return -1;
                }
            }
            pos += 8;
            return bytes[pos - 1] & 0xff;
        }
        return -1;
    }

    private void readHeader() {
        int end = openList();
        if (listCount >= 2) {
            skipValue();
            int type = next();
            if (type == 0x50) {
                priority = Math.min(9, next());
            } else if (type != 0x40) {
                throw malformed;
            }
        }
        if (pos > end) {
            throw malformed;
        }
        pos = end;
    }

    private void readAnnotations(int start) {
        int type = next();
        int end;
        int count;
        if (type == 0xc1) {
            int size = next();
            end = pos + size;
            need(size);
            count = size == 0 ? 0 : next();
        } else if (type == 0xd1) {
            int size = int32();
            end = pos + size;
            need(size);
            count = int32();
        } else if (type == 0x40) {
            return;
        } else {
            throw malformed;
        }
        if ((count & 1) != 0) {
            throw invalid("Odd Number of Elements in a Map");
        }
        annotationsStart = start;
        annotationsEnd = end;
        for (int i = 0; i < count; i += 2) {
            boolean router = routerKey();
            routerAnnotations |= router;
            int key = pos;
            skipValue();
            if (router && judged) {
                judge(new String(bytes, key, pos - key, StandardCharsets.US_ASCII));
            }
            skipValue();
            if (pos > end) {
                throw malformed;
            }
        }
        pos = end;
    }

    /** Tells whether the value at the position is a symbol with the router's prefix. */
    private boolean routerKey() {
        int type = bytes[pos] & 0xff;
        int text = type == 0xa3 ? pos + 2 : type == 0xb3 ? pos + 5 : -1;
        if (text < 0 || text + ROUTER_PREFIX.length > limit) {
            return false;
        }
        for (int i = 0; i < ROUTER_PREFIX.length; i++) {
            if (bytes[text + i] != ROUTER_PREFIX[i]) {
                return false;
            }
        }
        return true;
    }

    /** Looks at the value of a router annotation, at which the position is, and leaves the position there. */
    private void judge(String key) {
        int value = pos;
        if (key.endsWith(".to")) {
            to = text("to-override not a valid string type");
        } else if (key.endsWith(".ingress")) {
            text("ingress router not a string type");
        } else if (key.endsWith(".trace")) {
            int type = next();
            if (type != 0x45 && type != 0xc0 && type != 0xd0) {
                throw invalid("trace annotation is not a list");
            }
            pos = value;
            openList();
            for (int i = listCount; i > 0; i--) {
                text("trace list contains non-string entries");
            }
        }
        pos = value;
    }

    private String text(String otherwise) {
        int type = next();
        if (type != 0xa1 && type != 0xb1) {
            throw invalid(otherwise);
        }
        int length = type == 0xa1 ? next() : int32();
        need(length);
        pos += length;
        return new String(bytes, pos - length, length, StandardCharsets.UTF_8);
    }

    private Bad invalid(String text) {
        fault = text;
        return invalid;
    }

    private void readProperties() {
        int end = openList();
        if (listCount >= 3 && to == null) {
            skipValue();
            skipValue();
            int type = next();
            if (type == 0xa1 || type == 0xb1) {
                int length = type == 0xa1 ? next() : int32();
                need(length);
                to = new String(bytes, pos, length, StandardCharsets.UTF_8);
            } else if (type != 0x40) {
                throw malformed;
            }
        }
        pos = end;
    }

    private int listCount;

    /** Enters a list: sets its element count and returns where it ends. */
    private int openList() {
        int type = next();
        switch (type) {
            case 0x45 -> {
                listCount = 0;
                return pos;
            }
            case 0xc0 -> {
                int size = next();
                need(size);
                int end = pos + size;
                listCount = size == 0 ? 0 : next();
                return end;
            }
            case 0xd0 -> {
                int size = int32();
                need(size);
                int end = pos + size;
                listCount = int32();
                return end;
            }
            default -> throw malformed;
        }
    }

    private void skipValue() {
        int type = next();
        switch (type >>> 4) {
            case 0x0 -> {
                if (type != 0) {
                    throw malformed;
                }
                skipValue();
                skipValue();
            }
            case 0x4 -> { }
            case 0x5 -> skip(1);
            case 0x6 -> skip(2);
            case 0x7 -> skip(4);
            case 0x8 -> skip(8);
            case 0x9 -> skip(16);
            case 0xa, 0xc, 0xe -> skip(next());
            case 0xb, 0xd, 0xf -> skip(int32());
            default -> throw malformed;
        }
    }

    private void skip(int length) {
        need(length);
        pos += length;
    }

    private int next() {
        if (pos >= limit) {
            throw needMore;
        }
        return bytes[pos++] & 0xff;
    }

    private int int32() {
        need(4);
        int value = (bytes[pos] & 0xff) << 24 | (bytes[pos + 1] & 0xff) << 16 | (bytes[pos + 2] & 0xff) << 8
            | bytes[pos + 3] & 0xff;
        pos += 4;
        return value;
    }

    private void need(int length) {
        if (length < 0) {
            throw malformed;
        }
        if (limit - pos < length) {
            throw needMore;
        }
    }

    /** Returns the header's priority, 0 to 9; 4 without one. */
    int priority() {
        return priority;
    }

    /** Returns the address in the properties, or the one that overrides it; null without one. */
    String to() {
        return to;
    }

    /** Returns what is wrong with the annotations, null if nothing is. */
    String fault() {
        return fault;
    }

    /** Returns true if the message annotations hold keys that start with {@code x-opt-qd.}. */
    boolean hasRouterAnnotations() {
        return routerAnnotations;
    }

    /** Returns the message without its router annotations; the section vanishes if nothing else is in it. */
    byte[] withoutRouterAnnotations(byte[] message) {
        bytes = message;
        limit = message.length;
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        int pairs = 0;
        try {
            pos = annotationsStart;
            sectionCode();
            int type = next();
            if (type == 0xc1) {
                next();
            } else {
                int32();
            }
            int count = type == 0xc1 ? next() : int32();
            for (int i = 0; i < count; i += 2) {
                boolean router = routerKey();
                int start = pos;
                skipValue();
                skipValue();
                if (!router) {
                    kept.write(bytes, start, pos - start);
                    pairs++;
                }
            }
        } finally {
            bytes = null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length);
        out.write(message, 0, annotationsStart);
        if (pairs > 0) {
            int size = kept.size() + 4;
            int count = pairs * 2;
            out.write(0x00);
            out.write(0x53);
            out.write(MESSAGE_ANNOTATIONS);
            out.write(0xd1);
            writeInt(out, size);
            writeInt(out, count);
            out.writeBytes(kept.toByteArray());
        }
        out.write(message, annotationsEnd, message.length - annotationsEnd);
        return out.toByteArray();
    }

    private static void writeInt(ByteArrayOutputStream out, int value) {
        out.write(value >>> 24);
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

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
        /** A section that has to be read is wrong: {@link #broken()} tells which. */
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

    private final Cursor in = new Cursor();
    private final AnnotationScan annotations = new AnnotationScan(in);
    private int priority;
    private String to;
    private byte[] userId;
    private String broken;

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
        in.start(message);
        priority = DEFAULT_PRIORITY;
        to = null;
        userId = null;
        broken = null;
        annotations.reset(judge);
        if (message.length == 0) {
            return complete ? Result.MALFORMED : Result.NEED_MORE;
        }
        try {
            return scanSections(wantTo, complete);
        } catch (Cursor.Bad bad) {
            return bad == in.needMore && !complete ? Result.NEED_MORE : Result.MALFORMED;
        } finally {
            in.end();
        }
    }

    private Result scanSections(boolean wantTo, boolean complete) {
        int last = wantTo ? PROPERTIES : MESSAGE_ANNOTATIONS;
        boolean annotated = false;
        while (in.pos < in.limit) {
            int start = in.pos;
            int code = sectionCode();
            if (!annotated && code != HEADER && code != DELIVERY_ANNOTATIONS) {
                annotations.absentAt(start);
                annotated = true;
            }
            if (code < HEADER || code > last) {
                return Result.OK;
            }
            switch (code) {
                case HEADER -> readHeader();
                case DELIVERY_ANNOTATIONS -> {
                    broken = "delivery annotations";
                    in.pos = in.openMap();
                }
                case MESSAGE_ANNOTATIONS -> {
                    broken = "message annotations";
                    if (!annotations.read(start)) {
                        return Result.INVALID_FIELD;
                    }
                    if (!wantTo) {
                        return Result.OK;
                    }
                }
                default -> {
                    readProperties();
                    return Result.OK;
                }
            }
            broken = null;
        }
        if (!complete) {
            // Every section so far was a leading one: the next may still be one that has to be read.
            return Result.NEED_MORE;
        }
        if (!annotated) {
            annotations.absentAt(in.pos);
        }
        return Result.OK;
    }

    /** Returns the section's code, -1 if the bytes do not start like a section. */
    private int sectionCode() {
        if (in.next() != 0x00) {
            return -1;
        }
        int type = in.next();
        if (type == 0x53) {
            return in.next();
        }
        if (type == 0x80) {
            in.need(8);
            for (int i = 0; i < 7; i++) {
                if (in.bytes[in.pos + i] != 0) {
                    return -1;
                }
            }
            in.pos += 8;
            return in.bytes[in.pos - 1] & 0xff;
        }
        return -1;
    }

    private void readHeader() {
        broken = "header";
        int end = in.openList();
        if (in.count >= 2) {
            in.skipValue();
            if (in.next() == 0x50) {
                priority = Math.min(9, in.next());
            } else {
                in.pos--;
                in.skipValue();
            }
        }
        if (in.pos > end) {
            throw in.malformed;
        }
        in.pos = end;
    }

    private void readProperties() {
        broken = "properties";
        int end = in.openList();
        if (in.count >= 2) {
            in.skipValue();
            userId = in.binary();
        }
        if (in.count >= 3) {
            if (in.atText()) {
                to = in.string();
            } else if (in.next() != 0x40) {
                throw in.malformed;
            }
        }
        in.pos = end;
        broken = null;
    }

    /** Returns the header's priority, 0 to 9; 4 without one. */
    int priority() {
        return priority;
    }

    /** Returns the address in the properties, or the one that overrides it; null without one. */
    String to() {
        return annotations.to() == null ? to : annotations.to();
    }

    /** Returns the user that the properties name, null without one. */
    byte[] userId() {
        return userId;
    }

    /** Returns what the section is called that is wrong, null if that is not known. */
    String broken() {
        return broken;
    }

    /** Returns what is wrong with the annotations, null if nothing is. */
    String fault() {
        return annotations.fault();
    }

    /** Returns the message annotations. */
    AnnotationScan annotations() {
        return annotations;
    }
}

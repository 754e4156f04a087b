// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.RouterInfo;

/**
 * Writes router annotations into messages that leave: behind the user's, in the order that routers expect. One router
 * adds itself to the trace, and to the ingress if none is known; an edge router does neither. Owner loop only.
 */
final class AnnotationWriter {

    private static final int SECTION = 0x72;
    private static final byte[] PHASE = key("phase");
    private static final byte[] STREAM = key("stream");
    private static final byte[] TO = key("to");
    private static final byte[] INGRESS = key("ingress");
    private static final byte[] TRACE = key("trace");

    private final Sections sections;
    private final Cursor in = new Cursor();
    private byte[] out = new byte[256];
    private int size;
    private RouterAnnotations lastAnnotations;
    private RouterInfo lastInfo;
    private byte[] lastEncoded;
    private int lastCount;

    AnnotationWriter(Sections sections) {
        this.sections = sections;
    }

    private static byte[] key(String name) {
        byte[] text = ("x-opt-qd." + name).getBytes(StandardCharsets.US_ASCII);
        byte[] key = new byte[text.length + 2];
        key[0] = (byte) 0xa3;
        key[1] = (byte) text.length;
        System.arraycopy(text, 0, key, 2, text.length);
        return key;
    }

    /**
     * Returns the first array of a message with router annotations.
     *
     * @param first the first array of the content; not changed
     * @param content knows where its annotations are, or does not
     * @param annotations what to write
     * @param info who this router is
     */
    byte[] annotated(byte[] first, MessageContent content, RouterAnnotations annotations, RouterInfo info) {
        encode(annotations, info);
        int start = content.annotationsStart();
        int end = content.annotationsEnd();
        if (start < 0) {
            sections.scan(first, true, false);
            start = sections.annotations().start();
            end = sections.annotations().end();
        }
        int entries = end;
        int userCount = 0;
        if (end > start) {
            in.start(first);
            in.pos = start + (first[start + 1] == 0x53 ? 3 : 10);
            in.openMap();
            in.end();
            entries = in.pos;
            userCount = in.count;
        }
        if (userCount + lastCount == 0) {
            return first;
        }
        byte[] section = section(first, entries, end - entries, userCount, lastEncoded, lastCount);
        byte[] result = new byte[first.length - (end - start) + section.length];
        System.arraycopy(first, 0, result, 0, start);
        System.arraycopy(section, 0, result, start, section.length);
        System.arraycopy(first, end, result, start + section.length, first.length - end);
        return result;
    }

    /** Returns a section of the user's entries and routers' ones. */
    static byte[] section(byte[] user, int at, int length, int userCount, byte[] router, int routerCount) {
        int bytes = length + router.length;
        int count = userCount + routerCount;
        boolean small = bytes < 255 && count < 256;
        byte[] section = new byte[(small ? 6 : 12) + bytes];
        section[1] = 0x53;
        section[2] = SECTION;
        int pos;
        if (small) {
            section[3] = (byte) 0xc1;
            section[4] = (byte) (bytes + 1);
            section[5] = (byte) count;
            pos = 6;
        } else {
            section[3] = (byte) 0xd1;
            int32(section, 4, bytes + 4);
            int32(section, 8, count);
            pos = 12;
        }
        System.arraycopy(user, at, section, pos, length);
        System.arraycopy(router, 0, section, pos + length, router.length);
        return section;
    }

    private static void int32(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    /** Encodes the entries, unless they are those of the last message, as on a link with one address they are. */
    private void encode(RouterAnnotations annotations, RouterInfo info) {
        if (annotations == lastAnnotations && info == lastInfo) {
            return;
        }
        boolean edge = info.mode().equals("edge");
        String own = "0/" + info.id();
        size = 0;
        lastCount = 0;
        if (annotations.phase() != 0) {
            putKey(PHASE);
            putInt(annotations.phase());
        }
        if (annotations.streaming()) {
            putKey(STREAM);
            putInt(1);
        }
        if (annotations.to() != null) {
            putKey(TO);
            putString(annotations.to());
        }
        String ingress = annotations.ingress() == null && !edge ? own : annotations.ingress();
        if (ingress != null) {
            putKey(INGRESS);
            putString(ingress);
        }
        if (!edge || !annotations.trace().isEmpty()) {
            putKey(TRACE);
            putTrace(annotations.trace(), edge ? null : own);
        }
        lastEncoded = Arrays.copyOf(out, size);
        lastAnnotations = annotations;
        lastInfo = info;
    }

    private void putKey(byte[] key) {
        put(key);
        lastCount += 2;
    }

    private void putInt(int value) {
        if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
            put(0x54);
            put(value);
        } else {
            put(0x71);
            putInt32(value);
        }
    }

    private void putString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 256) {
            put(0xa1);
            put(bytes.length);
        } else {
            put(0xb1);
            putInt32(bytes.length);
        }
        put(bytes);
    }

    private void putTrace(List<String> trace, String own) {
        int start = size;
        // As a large list first: that it is a small one is known when it is written.
        size += 9;
        trace.forEach(this::putString);
        if (own != null) {
            putString(own);
        }
        int count = trace.size() + (own == null ? 0 : 1);
        int length = size - start - 9;
        ensure(0);
        if (length < 255 && count < 256) {
            System.arraycopy(out, start + 9, out, start + 3, length);
            size -= 6;
            out[start] = (byte) 0xc0;
            out[start + 1] = (byte) (length + 1);
            out[start + 2] = (byte) count;
        } else {
            out[start] = (byte) 0xd0;
            int32(out, start + 1, length + 4);
            int32(out, start + 5, count);
        }
    }

    private void put(int value) {
        ensure(1);
        out[size++] = (byte) value;
    }

    private void putInt32(int value) {
        ensure(4);
        int32(out, size, value);
        size += 4;
    }

    private void put(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, out, size, bytes.length);
        size += bytes.length;
    }

    private void ensure(int more) {
        if (size + more > out.length) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, size + more));
        }
    }
}

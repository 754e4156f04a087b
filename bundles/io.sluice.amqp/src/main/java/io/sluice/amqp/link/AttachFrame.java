// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.nio.ByteBuffer;

/** What an attach says on the wire and the engine's objects do not tell. Stateless. */
final class AttachFrame {

    private static final int DATA_OFFSET = 4;
    private static final int SOURCE = 5;
    private static final int TARGET = 6;
    private static final int SOURCE_CAPABILITIES = 10;
    private static final int TARGET_CAPABILITIES = 6;
    private static final int SYMBOL_8 = 0xa3;
    private static final int SYMBOL_32 = 0xb3;

    private AttachFrame() { }

    /**
     * Returns true if a terminus has a symbol for its capabilities, not an array.
     *
     * @param frame the whole frame; its position and limit are left alone
     * @param target look at the target, else at the source
     */
    static boolean hasBareCapability(ByteBuffer frame, boolean target) {
        byte[] bytes = new byte[frame.limit()];
        frame.get(0, bytes);
        Cursor cursor = new Cursor();
        cursor.start(bytes);
        try {
            cursor.pos = (bytes[DATA_OFFSET] & 0xff) * 4;
            return enter(cursor, target ? TARGET : SOURCE) && atSymbol(cursor, target);
        } catch (Cursor.Bad e) {
            return false;
        }
    }

    /** The same for an encoded terminus alone; null for none. */
    static boolean hasBareCapability(byte[] terminus, boolean target) {
        if (terminus == null) {
            return false;
        }
        Cursor cursor = new Cursor();
        cursor.start(terminus);
        try {
            return atSymbol(cursor, target);
        } catch (Cursor.Bad e) {
            return false;
        }
    }

    private static boolean atSymbol(Cursor cursor, boolean target) {
        if (!enter(cursor, target ? TARGET_CAPABILITIES : SOURCE_CAPABILITIES)) {
            return false;
        }
        int type = cursor.next();
        return type == SYMBOL_8 || type == SYMBOL_32;
    }

    /** Goes from a described list to one of its fields; false if it is not there. */
    private static boolean enter(Cursor cursor, int field) {
        if (cursor.next() != 0) {
            return false;
        }
        cursor.skipValue();
        cursor.openList();
        if (cursor.count <= field) {
            return false;
        }
        for (int i = 0; i < field; i++) {
            cursor.skipValue();
        }
        return true;
    }
}

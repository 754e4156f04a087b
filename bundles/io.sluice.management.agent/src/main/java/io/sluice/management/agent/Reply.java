// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.sluice.management.agent.codec.AmqpWriter;
import io.sluice.management.agent.codec.Blocks;
import io.sluice.management.api.ManagementException;

/** An answer to a request. */
final class Reply {

    static final int OK = 200;
    static final int CREATED = 201;
    static final int NO_CONTENT = 204;

    /** Writes a body. */
    interface Body {

        /** Writes the value. */
        void write(AmqpWriter writer);
    }

    private final int status;
    private final String text;
    private final boolean textFirst;
    private final Body body;
    private final Blocks tail;

    private Reply(int status, String text, boolean textFirst, Body body, Blocks tail) {
        this.status = status;
        this.text = text;
        this.textFirst = textFirst;
        this.body = body;
        this.tail = tail;
    }

    /** Makes an answer of the core's types, whose description comes before the code. */
    static Reply core(int status, String text, Body body) {
        return new Reply(status, text, true, body, null);
    }

    /** Makes an answer of all other types. */
    static Reply other(int status, String text, Object body) {
        return new Reply(status, text, false, writer -> writer.value(body), null);
    }

    /** Makes a refusal, with an empty map. */
    static Reply refused(ManagementException cause) {
        return other(cause.status(), cause.getMessage(), Map.of());
    }

    /**
     * Makes the answer to a query.
     *
     * @param core whether of the core's types
     * @param rows the rows, encoded
     */
    static Reply table(boolean core, List<?> attributeNames, int rowCount, Blocks rows) {
        return table(OK, "OK", core, attributeNames, rowCount, rows);
    }

    /** Makes the answer to a query that is not permitted. */
    static Reply forbiddenTable() {
        return table(ManagementException.FORBIDDEN, "Forbidden", true, List.of(), 0, new Blocks());
    }

    private static Reply table(int status, String text, boolean core, List<?> attributeNames, int rowCount,
            Blocks rows) {
        return new Reply(status, text, core, writer -> {
            int map = writer.beginMap();
            writer.string("attributeNames").value(attributeNames).string("results");
            writer.listHead(rowCount, rows.length());
            writer.end(map, 4, rows.length());
        }, rows);
    }

    int status() {
        return status;
    }

    String text() {
        return text;
    }

    /** Returns the message for whoever asked, in blocks. */
    List<byte[]> encode(Request request) {
        AmqpWriter writer = new AmqpWriter();
        int header = writer.section(0x70).beginList();
        writer.bool(false).end(header, 1);
        int properties = writer.section(0x73).beginList();
        writer.nil().nil().string(request.replyTo()).nil().nil();
        if (request.correlation() == null) {
            writer.nil();
        } else {
            writer.raw(request.correlation());
        }
        writer.end(properties, 6);
        int application = writer.section(0x74).beginMap();
        if (textFirst) {
            writer.string("statusDescription").string(text);
        }
        writer.string("statusCode").wideInteger(status);
        if (!textFirst) {
            writer.string("statusDescription").string(text);
        }
        writer.end(application, 4);
        body.write(writer.section(0x77));
        List<byte[]> blocks = new ArrayList<>();
        blocks.add(writer.toByteArray());
        if (tail != null) {
            blocks.addAll(tail.blocks());
        }
        return blocks;
    }
}

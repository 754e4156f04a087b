// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.List;

import io.sluice.management.agent.codec.AmqpWriter;
import io.sluice.management.agent.codec.Blocks;
import io.sluice.management.api.ManagementException;

/** The rows of a result, encoded one by one, so that nothing but their bytes is kept. */
final class Rows {

    private static final long SMALLEST_LIMIT = 4L * 1024 * 1024;
    private static final long LARGEST_LIMIT = 64L * 1024 * 1024;
    private static final int HEAP_SHARE = 8;

    private final Blocks blocks = new Blocks();
    private final AmqpWriter row = new AmqpWriter();
    private final long limit = Math.min(LARGEST_LIMIT,
        Math.max(SMALLEST_LIMIT, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    private int count;

    /** Adds a row of some columns. */
    void add(int columns, Reply.Body values) throws ManagementException {
        int begin = row.beginList();
        values.write(row);
        row.end(begin, columns);
        blocks.take(row);
        count++;
        if (blocks.length() > limit) {
            throw new ManagementException(ManagementException.BAD_REQUEST,
                "The result is larger than " + limit + " bytes; ask for a part of it with count and offset");
        }
    }

    /** Returns the answer with these rows. */
    Reply reply(boolean core, List<?> attributeNames) {
        return Reply.table(core, attributeNames, count, blocks);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.stat;

import java.util.List;

import io.sluice.cli.text.Column;

/** What is shown of the Java machine. */
final class JvmFields {

    static final List<Field> ALL = List.of(
        Field.of("Java", "version"),
        Field.of("Process", "pid"),
        Field.bytes("Heap Used", "heapUsed"),
        Field.bytes("Heap Committed", "heapCommitted"),
        Field.bytes("Heap Max", "heapMax"),
        Field.bytes("Non-Heap Used", "nonHeapUsed"),
        Field.bytes("Direct Buffers", "directUsed"),
        Field.of("Collections", "collections"),
        new Field(new Column("Collection Time (ms)", Column.Kind.PLAIN), row -> row.get("collectionMillis")),
        Field.of("Threads", "threads"),
        Field.of("Classes", "classes"),
        Field.of("CPU Time (ms)", "cpuMillis"));

    private JvmFields() {
    }
}

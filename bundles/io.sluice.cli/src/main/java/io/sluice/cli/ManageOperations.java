// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.util.Iterator;
import java.util.List;

/** The operations that every router knows, for completion. */
final class ManageOperations implements Iterable<String> {

    static final List<String> ALL = List.of("query", "create", "read", "update", "delete", "get-types",
        "get-attributes", "get-operations", "get-annotations", "get-mgmt-nodes", "get-schema", "get-json-schema",
        "get-log");

    @Override
    public Iterator<String> iterator() {
        return ALL.iterator();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.stat;

import java.util.List;

import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.Node;
import io.sluice.cli.client.Rows;

/**
 * Which router is asked, and how much is to be shown.
 *
 * @param node its management node
 * @param router the router entity
 * @param limit at most so many rows; 0 for all
 * @param verbose whether with all columns
 */
public record Asked(Node node, Rows.Row router, int limit, boolean verbose) {

    /** Returns the entities of a type, all attributes. */
    List<Rows.Row> all(String type) throws ClientException {
        return node.query(type, List.of(), limit).list();
    }

    /** Returns the entities of a type, some attributes. */
    List<Rows.Row> some(String type, List<String> attributes) throws ClientException {
        return node.query(type, attributes, limit).list();
    }
}

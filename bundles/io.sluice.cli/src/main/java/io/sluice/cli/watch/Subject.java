// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.watch;

import java.util.List;

import io.sluice.cli.client.Rows;
import io.sluice.cli.text.AddressKey;

/** What is watched. */
public enum Subject {

    /** Addresses. */
    ADDRESSES("router.address", "name",
        List.of("name", "distribution", "subscriberCount", "remoteCount", "deliveriesIngress", "deliveriesEgress",
            "deliveriesTransit", "deliveriesToContainer", "deliveriesFromContainer",
            "deliveriesRedirectedToFallback"),
        List.of(Figure.text("class", row -> AddressKey.classOf(row.text("name"))),
            Figure.text("addr", row -> AddressKey.address(row.text("name"))),
            Figure.text("phs", row -> AddressKey.phase(row.text("name"))),
            Figure.rate("in/s", "deliveriesIngress"),
            Figure.rate("out/s", "deliveriesEgress"),
            Figure.rate("thru/s", "deliveriesTransit"),
            Figure.rate("to-proc/s", "deliveriesToContainer"),
            Figure.rate("from-proc/s", "deliveriesFromContainer"),
            Figure.rate("fallback/s", "deliveriesRedirectedToFallback"),
            Figure.level("local", "subscriberCount"),
            Figure.level("remote", "remoteCount"),
            Figure.text("distrib", "distribution"))),

    /** Links. */
    LINKS("router.link", "identity",
        List.of("identity", "linkType", "linkDir", "connectionId", "owningAddr", "deliveryCount", "acceptedCount",
            "rejectedCount", "releasedCount", "modifiedCount", "undeliveredCount", "unsettledCount",
            "creditAvailable", "zeroCreditSeconds"),
        List.of(Figure.text("type", "linkType"),
            Figure.text("dir", "linkDir"),
            Figure.text("conn id", "connectionId"),
            Figure.text("id", "identity"),
            Figure.text("addr", row -> AddressKey.address(row.text("owningAddr"))),
            Figure.rate("deliv/s", "deliveryCount"),
            Figure.rate("acc/s", "acceptedCount"),
            Figure.rate("rej/s", "rejectedCount"),
            Figure.rate("rel/s", "releasedCount"),
            Figure.rate("mod/s", "modifiedCount"),
            Figure.level("undel", "undeliveredCount"),
            Figure.level("unsett", "unsettledCount"),
            Figure.level("cred", "creditAvailable"),
            Figure.level("blkd s", "zeroCreditSeconds")));

    private final String type;
    private final String key;
    private final List<String> attributes;
    private final List<Figure> figures;

    Subject(String type, String key, List<String> attributes, List<Figure> figures) {
        this.type = type;
        this.key = key;
        this.attributes = attributes;
        this.figures = figures;
    }

    String type() {
        return type;
    }

    List<String> attributes() {
        return attributes;
    }

    List<Figure> figures() {
        return figures;
    }

    String key(Rows.Row row) {
        return row.text(key);
    }

    /** Returns what is watched in a word. */
    String word() {
        return this == ADDRESSES ? "addresses" : "links";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.stat;

import java.util.ArrayList;
import java.util.List;

import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.RefusedException;
import io.sluice.cli.client.Rows;
import io.sluice.cli.text.Column;
import io.sluice.cli.text.Table;

/** The router itself. */
final class GeneralViews {

    private static final List<Field> ROUTER = List.of(
        Field.of("Version", "version"),
        Field.of("Mode", "mode"),
        Field.of("Router Id", "id"),
        Field.of("Worker Threads", "workerThreads"),
        Field.duration("Uptime", "uptimeSeconds"),
        Field.bytes("VmSize", "memoryUsage"),
        Field.of("Area", "area"),
        Field.of("Link Routes", "linkRouteCount"),
        Field.of("Auto Links", "autoLinkCount"),
        Field.of("Links", "linkCount"),
        Field.of("Nodes", "nodeCount"),
        Field.of("Addresses", "addrCount"),
        Field.of("Connections", "connectionCount"),
        Field.of("Presettled Count", "presettledDeliveries"),
        Field.of("Dropped Presettled Count", "droppedPresettledDeliveries"),
        Field.of("Accepted Count", "acceptedDeliveries"),
        Field.of("Rejected Count", "rejectedDeliveries"),
        Field.of("Released Count", "releasedDeliveries"),
        Field.of("Modified Count", "modifiedDeliveries"),
        Field.of("Deliveries Delayed > 1sec", "deliveriesDelayed1Sec"),
        Field.of("Deliveries Delayed > 10sec", "deliveriesDelayed10Sec"),
        Field.of("Deliveries Stuck > 10sec", "deliveriesStuck"),
        Field.of("Deliveries to Fallback", "deliveriesRedirectedToFallback"),
        Field.of("Links Blocked", "linksBlocked"),
        Field.of("Ingress Count", "deliveriesIngress"),
        Field.of("Egress Count", "deliveriesEgress"),
        Field.of("Transit Count", "deliveriesTransit"),
        Field.of("Deliveries from Route Container", "deliveriesIngressRouteContainer"),
        Field.of("Deliveries to Route Container", "deliveriesEgressRouteContainer"));

    private static final List<Field> POOLS = List.of(
        Field.of("type", row -> row.text("identity").startsWith("allocator/")
            ? row.text("identity").substring("allocator/".length()) : row.text("identity")),
        Field.of("size", "typeSize"),
        Field.of("batch", "transferBatchSize"),
        Field.of("thread-max", "localFreeListMax"),
        Field.of("total", "totalAllocFromHeap"),
        Field.of("in-threads", "heldByThreads"),
        Field.of("rebal-in", "batchesRebalancedToThreads"),
        Field.of("rebal-out", "batchesRebalancedToGlobal"));

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private GeneralViews() {
    }

    static List<Table> general(Asked asked) {
        return List.of(Field.pairs("Router Statistics", ROUTER, asked.router()));
    }

    static List<Table> memory(Asked asked) throws ClientException {
        List<Table> tables = new ArrayList<>();
        List<Rows.Row> pools = new ArrayList<>(asked.all("allocator"));
        if (!pools.isEmpty()) {
            pools.sort((a, b) -> a.text("identity").compareTo(b.text("identity")));
            tables.add(Field.table("Memory Pools", POOLS, pools, "none"));
        }
        tables.addAll(machine(asked));
        List<Field> summary = new ArrayList<>(List.of(Field.bytes("VmSize", "memoryUsage")));
        if (!pools.isEmpty()) {
            long pooled = pools.stream()
                .mapToLong(row -> row.number("typeSize") * row.number("totalAllocFromHeap")).sum();
            summary.add(new Field(new Column("Pooled", Column.Kind.BYTES),
                row -> pooled));
        }
        tables.add(Field.table("Memory Summary", summary, List.of(asked.router()), "none"));
        return tables;
    }

    /** The Java machine, where the router has one. */
    private static List<Table> machine(Asked asked) throws ClientException {
        try {
            List<Rows.Row> rows = asked.all("jvm");
            return rows.isEmpty() ? List.of() : List.of(Field.pairs("Java Machine", JvmFields.ALL, rows.get(0)));
        } catch (RefusedException e) {
            if (e.status() == BAD_REQUEST || e.status() == NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }
}

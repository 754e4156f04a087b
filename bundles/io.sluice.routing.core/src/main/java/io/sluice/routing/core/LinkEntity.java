// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;
import io.sluice.routing.api.LinkStats;

/** A link as management sees it. */
public final class LinkEntity implements ManagedEntity {

    /** Routers that a network can have. */
    static final int ROUTERS = 128;

    private static final String HELLO = "Lqdhello";

    private final Link link;
    private final String identity;

    LinkEntity(Link link) {
        this.link = link;
        this.identity = Long.toString(link.id());
    }

    @Override
    public String entityType() {
        return EntityTypes.LINK;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String name() {
        return link.descriptor().name();
    }

    @Override
    public Object attribute(String attribute) {
        return switch (attribute) {
            case "name", "linkName" -> name();
            case "identity" -> identity;
            case "type" -> EntityTypes.full(EntityTypes.LINK);
            case "linkType" -> linkType();
            case "linkDir" -> link.descriptor().incoming() ? "in" : "out";
            case "owningAddr" -> owningAddress();
            case "peer" -> link.partner() == null ? null : Long.toString(link.partner().id());
            case "capacity" -> link.descriptor().capacity();
            case "connectionId" -> Long.toString(link.connection().descriptor().id());
            case "adminStatus" -> "enabled";
            case "operStatus" -> link.isLive() ? "up" : "down";
            // An address' priority is shown with the address.
            case "priority" -> link.shownPriority();
            case "ingressHistogram" -> histogram();
            case "settleRate" -> link.watch().settleRate();
            default -> figure(attribute, link.stats());
        };
    }

    private String linkType() {
        return link.connection().isEdge() && AttachRules.isDownlink(link.descriptor())
                ? "edge-downlink" : link.kind().toString();
    }

    private String owningAddress() {
        if (link.kind() == LinkKind.CONTROL) {
            // What greets neighbours goes to each of these links.
            return link.descriptor().incoming() ? null : HELLO;
        }
        return link.entry() == null ? link.routedKey() : link.entry().key();
    }

    /** Finished deliveries by the router where they entered the network; this one is the first. */
    private List<Long> histogram() {
        if (link.kind() != LinkKind.ENDPOINT || link.descriptor().incoming()
                || link.descriptor().splice() != null && link.descriptor().routerInitiated()) {
            return null;
        }
        LinkStats stats = link.stats();
        long[] entered = stats.entered;
        List<Long> histogram = new ArrayList<>(Collections.nCopies(Math.max(ROUTERS, entered.length), 0L));
        for (int i = 1; i < entered.length; i++) {
            histogram.set(i, entered[i]);
        }
        long finished = stats.deliveries - stats.unsettled + stats.droppedPresettled;
        histogram.set(0, Math.max(0, finished - LongStream.of(entered).sum()));
        return histogram;
    }

    private static Object figure(String attribute, LinkStats stats) {
        return switch (attribute) {
            case "undeliveredCount" -> (long) stats.undelivered;
            case "unsettledCount" -> (long) stats.unsettled;
            case "deliveryCount" -> stats.deliveries;
            case "presettledCount" -> stats.presettled;
            case "droppedPresettledCount" -> stats.droppedPresettled;
            case "acceptedCount" -> stats.accepted;
            case "rejectedCount" -> stats.rejected;
            case "releasedCount" -> stats.released;
            case "modifiedCount" -> stats.modified;
            case "deliveriesDelayed1Sec" -> stats.delayed1Sec;
            case "deliveriesDelayed10Sec" -> stats.delayed10Sec;
            case "deliveriesStuck" -> stats.stuck;
            case "creditAvailable" -> stats.credit;
            case "zeroCreditSeconds" -> zeroCreditSeconds(stats);
            default -> null;
        };
    }

    private static int zeroCreditSeconds(LinkStats stats) {
        long since = stats.zeroCreditSince;
        return since == 0 ? 0 : (int) TimeUnit.NANOSECONDS.toSeconds(Math.max(0, System.nanoTime() - since));
    }

    /** The administrative status can be written and has no effect, as clients of the type expect. */
    @Override
    public void update(Map<String, Object> changes) throws ManagementException {
        for (String attribute : changes.keySet()) {
            if (!attribute.equals("adminStatus")) {
                throw new ManagementException(ManagementException.BAD_REQUEST, "Bad Request");
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.EntityRegistry;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkGrant;

/** Attaches and removes links. Control thread only. */
public final class LinkControl {

    private static final LinkError FORBIDDEN =
            new LinkError("qd:forbidden", "Connectivity to the node is forbidden");
    private static final LinkError NOT_A_ROUTER =
            new LinkError("qd:connection-role", "Link attach forbidden on inter-router connection");

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final AttachRules rules;
    private final Membership membership;
    private final LinkTotals totals;
    private final EntityRegistry<LinkEntity> entities;
    private final LinkRouting routing;
    private EdgeSide edge = EdgeSide.NONE;

    LinkControl(
            AttachRules rules,
            LinkRouting routing,
            Membership membership,
            LinkTotals totals,
            EntityRegistry<LinkEntity> entities) {
        this.rules = rules;
        this.routing = routing;
        this.membership = membership;
        this.totals = totals;
        this.entities = entities;
    }

    /** Says what this router does about edges. Before the first link. */
    void edge(EdgeSide side) {
        edge = side;
    }

    public LinkRouting routing() {
        return routing;
    }

    void attach(Link link) {
        if (isWanted(link) && (link.owner() != null || !edge.attach(link, this))) {
            attachHere(link);
        }
    }

    private static boolean isWanted(Link link) {
        if (link.connection().isFinished()) {
            link.end();
        }
        return link.state() != Link.State.ENDED;
    }

    /** Attaches a link that has nothing to do with edges. */
    public void attachHere(Link link) {
        if (!isWanted(link) || link.descriptor().splice() == null && trunkLink(link)) {
            return;
        }
        if (link.owner() != null || !routing.attach(link, this)) {
            accept(link);
        }
    }

    /** Attaches a link that nothing else takes to its address. */
    private void accept(Link link) {
        AttachRules.Decision decision = link.owner() == null
                ? rules.decide(link.descriptor(), link.connection().descriptor()) : link.owner().decide();
        if (decision.error() != null) {
            refuse(link, decision.error());
            return;
        }
        AddressEntry entry = decision.resolved() == null ? null : membership.obtain(decision.resolved());
        if (entry != null && link instanceof IncomingLink incoming) {
            incoming.annotate(link.owner() == null ? null : link.owner().routingAddress(), entry.phase());
            incoming.direct(link.owner() == null ? Fallback.isAskedFor(link.descriptor()) : link.owner().isFallback());
        }
        if (!link.grant(entry)) {
            return;
        }
        register(link);
        log.info("{} Link attached: {}", link.tag(), LinkText.attached(link, decision.address()));
        LinkOwner owner = link.owner();
        LinkGrant grant = grant(link, decision, entry);
        if (owner == null) {
            // A client may use its answer at once, so that comes when messages can reach the link.
            membership.whenVisible(() -> link.peer().onAttached(grant));
        } else {
            link.peer().onAttached(grant);
        }
        if (entry != null && (owner == null || owner.joins())) {
            link.join(entry);
        }
        if (owner != null) {
            owner.granted(link);
        }
    }

    private void refuse(Link link, LinkError error) {
        log.info("{} Link attached: {}", link.tag(), LinkText.attached(link, link.descriptor().address()));
        link.refuse(error);
        log.info("{} Link detached: {}", link.tag(), LinkText.detached(link.stats(), false));
    }

    /** Attaches a link between routers, or refuses what is none where one is expected; false if it is another one. */
    private boolean trunkLink(Link link) {
        Trunk trunk = link.connection().trunk();
        if (link.kind() == LinkKind.ENDPOINT) {
            if (trunk == null || trunk.hasControl() || link.owner() != null) {
                return false;
            }
            refuse(link, NOT_A_ROUTER);
        } else if (trunk == null) {
            refuse(link, FORBIDDEN);
        } else if (link.grant(null)) {
            register(link);
            log.info("{} Link attached: {}", link.tag(), LinkText.attached(link, null));
            trunk.attached(link);
            link.peer().onAttached(new LinkGrant(link.id(), null, null, link.shownPriority()));
        }
        return true;
    }

    /** A link has been granted: keeps account of it until it ends. */
    void register(Link link) {
        link.registered(true);
        link.connection().links().add(link);
        link.watch().start(link.stats(), link.descriptor().incoming());
        totals.add(link);
        entities.add(new LinkEntity(link));
    }

    private static LinkGrant grant(Link link, AttachRules.Decision decision, AddressEntry entry) {
        return entry == null
                ? new LinkGrant(link.id(), decision.address(), link.routedKey(), LinkGrant.DEFAULT_PRIORITY, null,
                        link.owner() == null ? 0 : link.owner().window())
                : new LinkGrant(link.id(), decision.address(), entry.key(),
                        entry.priority() < 0 ? LinkGrant.DEFAULT_PRIORITY : entry.priority());
    }

    void ended(Link link) {
        if (!link.registered()) {
            return;
        }
        remove(link);
        link.connection().links().remove(link);
    }

    void connectionEnded(CoreConnection connection) {
        for (Link link : connection.links()) {
            link.end();
            remove(link);
        }
        connection.finish();
    }

    private void remove(Link link) {
        link.registered(false);
        routing.ended(link);
        AddressEntry entry = link.entry();
        if (entry != null) {
            membership.leave(link, entry);
        }
        if (link.kind() != LinkKind.ENDPOINT) {
            link.connection().trunk().lost(link);
        }
        totals.retire(link);
        LinkEntity entity = entities.get(Long.toString(link.id()));
        if (entity != null) {
            entities.remove(entity);
        }
        log.info("{} Link {}: {}", link.tag(), link.connection().isEnding() ? "lost" : "detached",
                LinkText.detached(link.stats(), link.watch().isBlocked()));
    }
}

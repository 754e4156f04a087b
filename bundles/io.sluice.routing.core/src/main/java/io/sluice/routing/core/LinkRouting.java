// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.routing.api.AddressEdit;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkGrant;
import io.sluice.routing.api.LinkSplice;
import io.sluice.routing.core.address.AddressKeys;
import io.sluice.routing.core.address.AddressText;

/**
 * Joins links that are asked for with links towards containers, and takes over those that an earlier router has
 * joined. From then on the protocol's two ends talk to each other, and this router only keeps account. Control thread
 * only.
 */
public final class LinkRouting {

    private static final String COORDINATOR = "$coordinator";

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final LinkRoutes routes;
    private final AddressTable table;
    private final BooleanSupplier resumableAllowed;
    /** Links of an earlier router whose other half has not been announced yet. */
    private final Map<LinkSplice, Link> halves = new IdentityHashMap<>();

    /**
     * Makes the routing of links.
     *
     * @param resumableAllowed whether links that outlive their session may be routed
     */
    LinkRouting(LinkRoutes routes, AddressTable table, BooleanSupplier resumableAllowed) {
        this.routes = routes;
        this.table = table;
        this.resumableAllowed = resumableAllowed;
    }

    /** Returns true if a link is routed, or is to be. */
    boolean concerns(Link link) {
        return link.owner() == null && (link.descriptor().splice() != null || find(link) != null);
    }

    /** Returns true if there is somewhere that a link is routed to, or if it is routed already. */
    public boolean hasWay(Link link) {
        LinkRouteAddress found = link.descriptor().splice() != null ? null : find(link);
        return found == null ? link.descriptor().splice() != null : found.isServed();
    }

    /** Routes a link to another router under its own name: that one knows what it is to be routed by. */
    public void pass(Link link, CoreConnection to, LinkControl links) {
        if (link.descriptor().resumable() && !resumableAllowed.getAsBoolean()) {
            refuse(link, LinkError.LINK_EXPIRATION);
        } else if (link.grant(null)) {
            join(link, link.descriptor().name(), AddressEdit.NONE, to, links);
        }
    }

    /** Nobody takes links to an address that is routed. */
    public void refuse(Link link) {
        refuse(link, LinkError.NO_ROUTE);
    }

    /**
     * Attaches a link, if it is to be routed.
     *
     * @return false if it is not
     */
    boolean attach(Link link, LinkControl links) {
        if (link.descriptor().splice() != null) {
            adopt(link, links);
            return true;
        }
        LinkRouteAddress found = find(link);
        if (found == null) {
            return false;
        }
        if (link.descriptor().resumable() && !resumableAllowed.getAsBoolean()) {
            refuse(link, LinkError.LINK_EXPIRATION);
            return true;
        }
        LinkRouteAddress.Way way = found.next(link.connection());
        if (way == null) {
            refuse(link, LinkError.NO_ROUTE);
        } else if (link.grant(null)) {
            // Between routers it has a name that no other client's has.
            String name = link.descriptor().name();
            join(link, link.connection().trunk() != null
                    ? name : name + "@" + link.connection().descriptor().container(),
                    way.rule() == null ? AddressEdit.NONE : way.rule().edit(), way.connection(), links);
        }
        return true;
    }

    private void refuse(Link link, LinkError error) {
        log.debug("{} Link refused: {}", link.tag(), error);
        link.refuse(error);
    }

    private void join(Link link, String name, AddressEdit edit, CoreConnection to, LinkControl links) {
        LinkDescriptor asked = link.descriptor();
        String address = asked.kind() == LinkDescriptor.Kind.ADDRESSED ? inTenant(link, asked.address()) : null;
        LinkSplice splice = new LinkSplice(edit.reversed(address));
        LinkDescriptor begun = new LinkDescriptor(
                name, !asked.incoming(), asked.kind(), edit.apply(address), List.of(), Map.of(), 0, false, true)
                .withSplice(splice);
        links.register(link);
        Link far = to.core().begin(to, begun, null);
        far.grant(null);
        links.register(far);
        pair(link, far);
        log.info("{} Link attached: {}", link.tag(), LinkText.attached(link, asked.address()));
        link.peer().onAttached(grant(link, splice));
    }

    /** Takes over a link that lives already. */
    private void adopt(Link link, LinkControl links) {
        if (!link.grant(null)) {
            return;
        }
        LinkSplice splice = link.descriptor().splice();
        links.register(link);
        Link other = halves.remove(splice);
        if (other == null) {
            halves.put(splice, link);
        } else if (link.descriptor().routerInitiated()) {
            pair(other, link);
        } else {
            pair(link, other);
        }
        link.peer().onAttached(grant(link, splice));
    }

    private static LinkGrant grant(Link link, LinkSplice splice) {
        return new LinkGrant(link.id(), null, null, LinkGrant.DEFAULT_PRIORITY, splice);
    }

    private void pair(Link accepted, Link begun) {
        String text = text(accepted.descriptor());
        String key = text == null ? null : AddressKeys.mobile('0', AddressText.normalise(text));
        accepted.routedTo(begun, key);
        begun.routedTo(accepted, key);
    }

    /** A link has ended. */
    void ended(Link link) {
        if (link.descriptor().splice() != null) {
            halves.remove(link.descriptor().splice(), link);
        }
    }

    // ---- matching

    private LinkRouteAddress find(Link link) {
        String text = link.isGranted() ? null : text(link.descriptor());
        return text == null ? null
                : routes.match(link.descriptor().incoming(), AddressText.normalise(inTenant(link, text)));
    }

    /** Returns what a link is routed by, null if by nothing. */
    private static String text(LinkDescriptor link) {
        return switch (link.kind()) {
            case COORDINATOR -> COORDINATOR;
            case DYNAMIC -> {
                Object routed = link.nodeProperties().get(AttachRules.ROUTED_ADDRESS_PROPERTY);
                yield routed == null ? null : routed.toString();
            }
            case ADDRESSED -> link.address() == null || link.address().isEmpty() ? null : link.address();
            default -> null;
        };
    }

    /** Puts the connection's tenant in front, where the address is one of those that tenants have of their own. */
    private String inTenant(Link link, String address) {
        String tenant = link.connection().descriptor().tenant();
        return tenant == null || link.descriptor().kind() == LinkDescriptor.Kind.COORDINATOR
                ? address : table.matchText(address, tenant);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.stat;

import java.util.List;

import io.sluice.cli.client.ClientException;
import io.sluice.cli.text.Table;

/** What can be shown of a router. */
public enum View {

    /** The router and its counters. */
    GENERAL(GeneralViews::general),
    /** Connections. */
    CONNECTIONS(ConnectionViews::connections),
    /** Links. */
    LINKS(RoutingViews::links),
    /** Addresses. */
    ADDRESSES(RoutingViews::addresses),
    /** Routers of the network. */
    NODES(RoutingViews::nodes),
    /** Connections of edge routers. */
    EDGES(ConnectionViews::edges),
    /** Auto-links. */
    AUTOLINKS(RoutingViews::autoLinks),
    /** Link routes. */
    LINKROUTES(RoutingViews::linkRoutes),
    /** Memory. */
    MEMORY(GeneralViews::memory),
    /** The policy of the router. */
    POLICY(PolicyViews::policy),
    /** Virtual hosts. */
    VHOSTS(PolicyViews::vhosts),
    /** Groups of users. */
    VHOSTGROUPS(PolicyViews::groups),
    /** Counters of virtual hosts. */
    VHOSTSTATS(PolicyViews::stats),
    /** The latest lines of the log. */
    LOG(LogView::tables);

    private final Maker maker;

    View(Maker maker) {
        this.maker = maker;
    }

    /** Makes the tables of a view. */
    @FunctionalInterface
    private interface Maker {
        List<Table> tables(Asked asked) throws ClientException;
    }

    /** Asks the router and returns what to show. */
    public List<Table> tables(Asked asked) throws ClientException {
        return maker.tables(asked);
    }
}

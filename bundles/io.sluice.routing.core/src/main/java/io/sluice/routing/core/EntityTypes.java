// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

/** Names of the entity types that this bundle serves. */
final class EntityTypes {

    static final String ROUTER = "router";
    static final String LINK = "router.link";
    static final String ADDRESS = "router.address";
    static final String ROUTER_STATS = "router.stats";
    static final String ADDRESS_STATS = "router.address.stats";
    static final String ADDRESS_CONFIG = "router.config.address";
    static final String AUTO_LINK_CONFIG = "router.config.autoLink";
    static final String LINK_ROUTE_CONFIG = "router.config.linkRoute";
    static final String CONNECTION_LINK_ROUTE = "router.connection.linkRoute";

    static final String EXCHANGE = "router.config.exchange";
    static final String BINDING = "router.config.binding";
    static final String INTERCEPTOR = "interceptor";

    private static final String FULL_PREFIX = "org.apache.qpid.dispatch.";

    private EntityTypes() {}

    /** Returns the value of the attribute {@code type}. */
    static String full(String type) {
        return FULL_PREFIX + type;
    }
}

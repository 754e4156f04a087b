// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.function.Supplier;

import org.apache.qpid.proton.engine.Session;

/** The sessions that this side of a connection begins, each with the first link that needs it. Owner loop only. */
final class OwnSessions {

    private final Supplier<Session> begin;
    private Session endpoints;
    private Session routes;

    OwnSessions(Supplier<Session> begin) {
        this.begin = begin;
    }

    /** Returns the session of links that end at this router. */
    Session forEndpoints() {
        if (endpoints == null) {
            endpoints = begin.get();
        }
        return endpoints;
    }

    /** Returns the session of routed links. */
    Session forRoutes() {
        if (routes == null) {
            routes = begin.get();
        }
        return routes;
    }

    /** A session has ended; the next link begins a new one. */
    void ended(Session session) {
        if (session == endpoints) {
            endpoints = null;
        } else if (session == routes) {
            routes = null;
        }
    }
}

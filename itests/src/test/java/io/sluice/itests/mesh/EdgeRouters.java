// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.mesh;

import io.sluice.itests.harness.Conf;

/** Configurations of edge routers and of interior routers for them. */
final class EdgeRouters {

    private EdgeRouters() {
    }

    /** Returns an interior router with a listener {@code amqp} for clients and one {@code edges} for edges. */
    static Conf interior(String id) {
        return open(Conf.empty().section("router", "mode: interior", "id: " + id))
            .listener("edges", "role: edge", "authenticatePeer: no", "saslMechanisms: ANONYMOUS");
    }

    /** Returns an edge router with a listener {@code amqp} for clients, and a connector to each of some ports. */
    static Conf edge(String id, int... interiors) {
        Conf conf = open(Conf.empty().section("router", "mode: edge", "id: " + id));
        for (int port : interiors) {
            conf.section("connector", "name: uplink" + port, "host: 127.0.0.1", "port: " + port, "role: edge",
                "saslMechanisms: ANONYMOUS");
        }
        return conf;
    }

    private static Conf open(Conf conf) {
        return conf.listener("amqp", "authenticatePeer: no", "saslMechanisms: ANONYMOUS");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a router listens. Immutable.
 *
 * @param port of clients
 * @param brokerPort where the broker of a link route connects to
 * @param meshPort of other routers
 */
record RouterConfig(int port, int brokerPort, int meshPort) {

    /** Chooses free ports for all routers of a mesh; they are free at the same time, so they differ. */
    static List<RouterConfig> of(Mesh mesh) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            List<RouterConfig> all = new ArrayList<>();
            for (int i = 0; i < mesh.size(); i++) {
                all.add(new RouterConfig(free(sockets), free(sockets), free(sockets)));
            }
            return all;
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static int free(List<ServerSocket> sockets) throws IOException {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        sockets.add(socket);
        return socket.getLocalPort();
    }

    /** Returns the configuration of one router of a mesh. */
    static String text(Mesh mesh, List<RouterConfig> all, int number) {
        RouterConfig own = all.get(number);
        StringBuilder text = new StringBuilder("""
            router {
                mode: %s
                id: bench-%d
            }
            address {
                prefix: %s
                distribution: balanced
            }
            address {
                prefix: %s
                distribution: multicast
            }
            linkRoute {
                prefix: %s
                containerId: %s
                direction: in
            }
            """.formatted(mesh.alone() ? "standalone" : "interior", number, Layout.Kind.OWN.address(),
                Layout.Kind.MULTICAST.address(), Layout.Kind.ROUTED.address(), ReceiverSide.BROKER));
        text.append(endpoint("listener", own.port, "normal", 1));
        text.append(endpoint("listener", own.brokerPort, "route-container", 1));
        if (!mesh.alone()) {
            text.append(endpoint("listener", own.meshPort, "inter-router", 1));
        }
        for (Mesh.Way way : mesh.ways()) {
            if (way.from() == number) {
                text.append(endpoint("connector", all.get(way.to()).meshPort, "inter-router", way.cost()));
            }
        }
        return text.toString();
    }

    private static String endpoint(String section, int port, String role, int cost) {
        String security = section.equals("listener") ? "    authenticatePeer: no\n" : "";
        String costs = cost > 1 ? "    cost: " + cost + "\n" : "";
        return section + " {\n    host: 127.0.0.1\n    port: " + port + "\n    role: " + role + "\n" + security + costs
            + "    saslMechanisms: ANONYMOUS\n}\n";
    }
}

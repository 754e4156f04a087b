// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.Map;

import io.sluice.amqp.spi.PolicyGuard;
import io.sluice.routing.api.ConnectionPeer;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.RouterLink;

/** Where one generation of the router begins links on one connection. Any thread. */
record LinkOpener(ConnectionLinks links, RouterGate.Generation generation) implements ConnectionPeer {

    @Override
    public LinkPeer open(LinkDescriptor descriptor, RouterLink link) {
        LinkPort port = new LinkPort(links.inbox(), link);
        links.inbox().post(() -> links.begin(generation, descriptor, port));
        return port;
    }

    @Override
    public Map<String, Object> memory() {
        return links.memory();
    }

    @Override
    public boolean allowsLinkRoutes() {
        PolicyGuard policy = links.policy();
        return policy == null || policy.grant().settings().allowDynamicLinkRoutes();
    }

    @Override
    public void active(boolean inUse) {
        links.inbox().post(() -> links.active(generation, inUse));
    }

    @Override
    public void close(LinkError reason) {
        links.inbox().post(() -> links.close(generation, reason));
    }
}

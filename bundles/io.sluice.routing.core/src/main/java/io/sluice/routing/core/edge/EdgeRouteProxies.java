// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.MessageProperties;
import io.sluice.routing.api.MessageSections;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.core.ComposedMessage;
import io.sluice.routing.core.InProcessLink;
import io.sluice.routing.core.LinkRouteAddress;
import io.sluice.routing.core.RouterCore;

/**
 * Makes each link route that leads somewhere here known to the interior router, as one of this connection, by requests
 * to its management. Control thread only, except {@link #onDelivery}.
 */
final class EdgeRouteProxies implements InProcessLink.User {

    private static final String MEMORY = "route ";
    private static final String TYPE = "org.apache.qpid.dispatch.router.connection.linkRoute";
    private static final int WINDOW = 100;
    private static final long CREATED = 201;
    private static final long DELETED = 204;
    private static final long NOT_FOUND = 404;

    /** How far one link route has come. */
    private enum State { NEW, CREATING, CREATED, DELETING }

    /** One link route. */
    private static final class Proxy {
        private final String key;
        private State state = State.NEW;
        private boolean wanted;
        private String identity;
        /** Which request was sent last. */
        private String request;
        /** Not to be tried again before a while has passed. */
        private boolean resting;

        Proxy(String key) {
            this.key = key;
        }
    }

    private final EdgeLinks links;
    private final RouterCore core;
    private final EdgeTimes times;
    private final EdgeService requests;
    private final EdgeService replies;
    private final Map<String, Proxy> proxies = new LinkedHashMap<>();
    private boolean lost;
    private long count;

    EdgeRouteProxies(EdgeLinks links, EdgeTimes times) {
        this.links = links;
        this.core = links.core();
        this.times = times;
        this.requests = new EdgeService(links, times, "management", false, "$management", WINDOW, this);
        this.replies = new EdgeService(links, times, "management reply", true, null, WINDOW, this);
    }

    void begin() {
        for (String purpose : links.known(MEMORY)) {
            Proxy proxy = proxy(purpose.substring(MEMORY.length()));
            proxy.state = State.CREATED;
            proxy.identity = String.valueOf(links.remembered(purpose));
            // Until the container has been announced to this router it seems to be gone.
            rest(proxy);
        }
        requests.begin();
        replies.begin();
        core.linkRoutes().addresses().forEach(this::changed);
    }

    void lost() {
        lost = true;
        requests.lost();
        replies.lost();
    }

    private Proxy proxy(String key) {
        return proxies.computeIfAbsent(key, Proxy::new);
    }

    /** A link route has got a way or has lost one. */
    void changed(LinkRouteAddress address) {
        boolean leads = address.leadsElsewhere(links.connection());
        if (leads || proxies.containsKey(address.key())) {
            proxy(address.key()).wanted = leads;
            sendAll();
        }
    }

    private void rest(Proxy proxy) {
        proxy.resting = true;
        core.control().later(times.retryNanos(), () -> {
            proxy.resting = false;
            sendAll();
        });
    }

    private void sendAll() {
        if (lost || !requests.isOpen() || !replies.isOpen() || replies.link().peerAddress() == null) {
            return;
        }
        for (Proxy proxy : List.copyOf(proxies.values())) {
            if (proxy.state == State.NEW && !proxy.wanted) {
                proxies.remove(proxy.key);
            } else if (!proxy.resting && (proxy.state == State.NEW || proxy.state == State.CREATED && !proxy.wanted)) {
                send(proxy);
            }
        }
    }

    private void send(Proxy proxy) {
        boolean create = proxy.state == State.NEW;
        String id = "route-" + ++count;
        if (requests.link().sendUnsettled(request(proxy, create, id))) {
            proxy.state = create ? State.CREATING : State.DELETING;
            proxy.request = id;
            core.control().later(times.requestNanos(), () -> answered(id, 0, null));
        }
    }

    private byte[] request(Proxy proxy, boolean create, String id) {
        String name = core.info().id() + "/proxyLinkRoute/" + proxy.key;
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("operation", create ? "CREATE" : "DELETE");
        properties.put("type", TYPE);
        properties.put("name", name);
        Map<String, Object> body = new LinkedHashMap<>();
        if (create) {
            char kind = proxy.key.charAt(0);
            String pattern = proxy.key.substring(1);
            body.put("type", TYPE);
            body.put("pattern", kind == 'C' || kind == 'D' ? pattern + "/#" : pattern);
            body.put("direction", kind == 'C' || kind == 'E' ? "in" : "out");
            body.put("name", name);
        } else {
            properties.put("identity", proxy.identity);
        }
        return new ComposedMessage().header().properties(null, replies.link().peerAddress(), id)
            .applicationProperties(properties).body(body);
    }

    @Override
    public void opened(InProcessLink link) {
        sendAll();
    }

    @Override
    public void room(InProcessLink link) {
        sendAll();
    }

    @Override
    public boolean onDelivery(Delivery delivery) {
        MessageSections sections = MessageSections.of(delivery);
        MessageProperties properties = sections.properties();
        Object code = sections.applicationProperties().get("statusCode");
        Object body = sections.bodyValue();
        delivery.stopReading();
        delivery.settle(Outcome.ACCEPTED);
        if (properties != null && properties.correlationId() instanceof String id && code instanceof Number status) {
            String identity = body instanceof Map<?, ?> map && map.get("identity") instanceof String text ? text : null;
            core.control().order(() -> answered(id, status.longValue(), identity));
        }
        return true;
    }

    /** An answer, or, with status 0, none in time. */
    private void answered(String id, long status, String identity) {
        Proxy proxy = proxies.values().stream().filter(each -> id.equals(each.request)).findAny().orElse(null);
        if (proxy == null || lost) {
            return;
        }
        proxy.request = null;
        boolean creating = proxy.state == State.CREATING;
        if (creating && status == CREATED && identity != null) {
            proxy.state = State.CREATED;
            proxy.identity = identity;
            links.remember(MEMORY + proxy.key, identity);
        } else if (!creating && (status == DELETED || status == NOT_FOUND)) {
            proxy.state = State.NEW;
            links.remember(MEMORY + proxy.key, null);
        } else {
            proxy.state = creating ? State.NEW : State.CREATED;
            rest(proxy);
        }
        sendAll();
    }
}

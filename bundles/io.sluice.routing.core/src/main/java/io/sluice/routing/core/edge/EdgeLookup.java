// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.MessageProperties;
import io.sluice.routing.api.MessageSections;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.core.ComposedMessage;
import io.sluice.routing.core.InProcessLink;
import io.sluice.routing.core.Link;
import io.sluice.routing.core.LinkControl;
import io.sluice.routing.core.RouterCore;

/**
 * Asks the interior router whether links of clients are to be routed; the attach waits for the answer. Without one, in
 * time, the link is attached to its address here. Control thread only, except {@link #onDelivery}.
 */
final class EdgeLookup implements InProcessLink.User {

    static final String ADDRESS = "_$qd.addr_lookup";
    static final String VERSION = "version";
    static final String OPCODE = "opcode";
    static final String STATUS = "status";
    /** The only version, the only opcode. */
    static final Long ONE = 1L;
    private static final int REPLY_WINDOW = 250;
    private static final int WINDOW = 32;
    /** More attaches than this do not wait. */
    private static final int MOST = 10_000;

    private record Suspended(Link link, LinkControl links) {}

    private final EdgeLinks links;
    private final RouterCore core;
    private final EdgeTimes times;
    private final EdgeService requests;
    private final EdgeService replies;
    private final Map<String, Suspended> waiting = new LinkedHashMap<>();
    private final Deque<String> unsent = new ArrayDeque<>();
    private long count;

    EdgeLookup(EdgeLinks links, EdgeTimes times) {
        this.links = links;
        this.core = links.core();
        this.times = times;
        this.requests = new EdgeService(links, times, "lookup", false, ADDRESS, WINDOW, this);
        this.replies = new EdgeService(links, times, "lookup reply", true, null, REPLY_WINDOW, this);
    }

    void begin() {
        requests.begin();
        replies.begin();
    }

    /** The connection is gone: whatever waits is attached here. */
    void lost() {
        requests.lost();
        replies.lost();
        giveUp();
    }

    private void giveUp() {
        List<Suspended> all = new ArrayList<>(waiting.values());
        waiting.clear();
        unsent.clear();
        all.forEach(each -> each.links().attachHere(each.link()));
    }

    private boolean isActive() {
        return requests.isOpen() && replies.isOpen() && replies.link().peerAddress() != null;
    }

    /** Has a link wait for an answer; false if it need not. */
    boolean suspend(Link link, LinkControl control) {
        LinkDescriptor asked = link.descriptor();
        if (asked.kind() != LinkDescriptor.Kind.ADDRESSED || asked.address().isEmpty() || !isActive()
                || waiting.size() >= MOST || link.isGranted() || control.routing().hasWay(link)) {
            return false;
        }
        String id = String.format("client-%016x%08x", ++count, System.identityHashCode(link));
        waiting.put(id, new Suspended(link, control));
        unsent.add(id);
        core.control().later(times.lookupNanos(), () -> finish(id, false, false));
        sendAll();
        return true;
    }

    private void sendAll() {
        while (!unsent.isEmpty() && isActive()) {
            Suspended next = waiting.get(unsent.peek());
            if (next != null && !requests.link().send(request(unsent.peek(), next.link().descriptor()))) {
                return;
            }
            unsent.poll();
        }
    }

    private byte[] request(String id, LinkDescriptor asked) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(VERSION, ONE);
        properties.put(OPCODE, ONE);
        return new ComposedMessage().header()
            .properties(null, replies.link().peerAddress(), id)
            .applicationProperties(properties)
            .body(List.of(asked.address(), asked.incoming()));
    }

    @Override
    public void room(InProcessLink from) {
        sendAll();
    }

    @Override
    public void ended(InProcessLink from) {
        giveUp();
    }

    @Override
    public boolean onDelivery(Delivery delivery) {
        MessageSections sections = MessageSections.of(delivery);
        MessageProperties properties = sections.properties();
        boolean known = Long.valueOf(0).equals(sections.applicationProperties().get(STATUS));
        Object body = sections.bodyValue();
        delivery.stopReading();
        delivery.settle(Outcome.ACCEPTED);
        if (properties != null && properties.correlationId() instanceof String id) {
            boolean routed = known && body instanceof List<?> list && list.size() == 2
                    && Boolean.TRUE.equals(list.get(0));
            boolean served = routed && Boolean.TRUE.equals(((List<?>) body).get(1));
            core.control().order(() -> finish(id, routed, served));
        }
        return true;
    }

    private void finish(String id, boolean routed, boolean served) {
        Suspended suspended = waiting.remove(id);
        if (suspended == null) {
            return;
        }
        Link link = suspended.link();
        if (!routed || link.connection().isFinished() || link.state() != Link.State.PENDING) {
            suspended.links().attachHere(link);
        } else if (served) {
            suspended.links().routing().pass(link, links.connection(), suspended.links());
        } else {
            suspended.links().routing().refuse(link);
        }
    }
}

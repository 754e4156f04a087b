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
import io.sluice.routing.core.InProcessOrigin;
import io.sluice.routing.core.LinkRouteAddress;
import io.sluice.routing.core.RouterCore;
import io.sluice.routing.core.address.AddressKeys;
import io.sluice.routing.core.address.AddressText;

/** Tells edges whether links to an address are routed. Control thread, except {@link #onDelivery}. */
final class EdgeLookupServer implements InProcessLink.User {

    private static final int WINDOW = 32;
    private static final long OK = 0;
    private static final long NOT_FOUND = 3;

    private final RouterCore core;
    private final InProcessOrigin origin = new InProcessOrigin(() -> { });

    EdgeLookupServer(RouterCore core) {
        this.core = core;
    }

    /** Returns the service for a link that an edge has asked for. */
    InProcessLink accept() {
        return new InProcessLink(core, this, WINDOW, AddressKeys.mobile('0', EdgeLookup.ADDRESS));
    }

    @Override
    public boolean onDelivery(Delivery delivery) {
        MessageSections sections = MessageSections.of(delivery);
        MessageProperties properties = sections.properties();
        Map<String, Object> header = sections.applicationProperties();
        Object body = sections.bodyValue();
        delivery.stopReading();
        boolean valid = properties != null && properties.replyTo() != null
                && properties.correlationId() instanceof String
                && EdgeLookup.ONE.equals(header.get(EdgeLookup.VERSION))
                && EdgeLookup.ONE.equals(header.get(EdgeLookup.OPCODE))
                && body instanceof List<?> question && question.size() >= 2
                && question.get(0) instanceof String && question.get(1) instanceof Boolean;
        if (valid) {
            List<?> question = (List<?>) body;
            core.control().order(() -> answer(properties, (String) question.get(0), (Boolean) question.get(1)));
        }
        delivery.settle(valid ? Outcome.ACCEPTED : Outcome.REJECTED);
        return true;
    }

    private void answer(MessageProperties request, String address, boolean incoming) {
        LinkRouteAddress found = core.linkRoutes().match(incoming, AddressText.normalise(address));
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(EdgeLookup.VERSION, EdgeLookup.ONE);
        header.put(EdgeLookup.OPCODE, EdgeLookup.ONE);
        header.put(EdgeLookup.STATUS, found == null ? NOT_FOUND : OK);
        byte[] reply = new ComposedMessage().header()
            .properties(request.replyTo(), null, (String) request.correlationId())
            .applicationProperties(header)
            .body(List.of(found != null, found != null && found.isServed()));
        core.send(origin.settled(core, reply, request.replyTo()));
    }
}

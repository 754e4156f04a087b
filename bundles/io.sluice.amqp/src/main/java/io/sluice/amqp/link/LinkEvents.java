// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkStats;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.impl.SessionFlow;

/** What a peer does on its sessions and links, as the engine tells it, and whose it is. Owner loop only. */
final class LinkEvents {

    private final ConnectionLinks connection;
    private final ConnectionSessions sessions;

    LinkEvents(ConnectionLinks connection, ConnectionSessions sessions) {
        this.connection = connection;
        this.sessions = sessions;
    }

    void handle(Event event) {
        switch (event.getType()) {
            case DELIVERY -> onDelivery(event.getDelivery());
            case LINK_FLOW -> onFlow(event.getLink());
            case LINK_REMOTE_OPEN -> onAttach(event.getLink());
            case LINK_REMOTE_CLOSE -> onDetach(event.getLink(), true);
            case LINK_REMOTE_DETACH -> onDetach(event.getLink(), false);
            case SESSION_REMOTE_OPEN -> sessions.begunByPeer(event.getSession());
            case SESSION_REMOTE_CLOSE -> {
                sessions.ending(event.getSession());
                connection.endAll(event.getSession());
                sessions.ended(event.getSession());
            }
            default -> { }
        }
    }

    private void onDelivery(Delivery delivery) {
        if (delivery.getLink().getContext() instanceof BaseLink link) {
            link.onEngineDelivery(delivery);
        }
        SessionFlow.reopen(delivery.getLink().getSession());
    }

    private void onFlow(Link link) {
        if (link.getContext() instanceof BaseLink known) {
            known.onFlow();
        }
    }

    private void onAttach(Link link) {
        if (link.getContext() instanceof BaseLink begun) {
            begun.attachedByPeer();
        } else if (link.getLocalState() == EndpointState.UNINITIALIZED) {
            onNewLink(link);
        }
    }

    private void onNewLink(Link link) {
        BareCapabilities bare = BareCapabilities.of(link, connection.inputFrame());
        LinkDescriptor asked = Termini.describe(link, connection.linkCapacity(), bare);
        LinkError denied = connection.policy() == null ? null : connection.policy().attach(asked);
        if (denied != null) {
            Termini.refuse(link, bare);
            link.open();
            link.setCondition(new ErrorCondition(Symbol.valueOf(denied.condition()), denied.description()));
            link.close();
            connection.touch();
            return;
        }
        BaseLink added = link instanceof Receiver receiver
            ? new IncomingLink(connection, receiver, asked, new LinkStats())
            : new OutgoingLink(connection, (Sender) link, asked, new LinkStats());
        added.bare(bare);
        added.judged(connection.policy() != null);
        connection.attach(added);
    }

    private void onDetach(Link link, boolean closing) {
        if (!(link.getContext() instanceof BaseLink known) || known.detachedByPeer(closing, true)) {
            ConnectionSessions.free(link);
        }
        connection.touch();
    }
}

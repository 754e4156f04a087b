// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.messaging.Terminus;
import org.apache.qpid.proton.amqp.messaging.TerminusExpiryPolicy;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;

/** Sources and targets: what a peer's attach says, and what the answering attach says. */
final class Termini {

    private Termini() { }

    /**
     * Describes the link that a peer has asked for.
     *
     * @param bare how the capabilities came
     */
    static LinkDescriptor describe(Link link, int capacity, BareCapabilities bare) {
        boolean incoming = link instanceof Receiver;
        Object terminus = incoming ? link.getRemoteTarget() : link.getRemoteSource();
        boolean settled = !incoming && link.getRemoteSenderSettleMode() == SenderSettleMode.SETTLED;
        if (terminus instanceof Coordinator) {
            return new LinkDescriptor(link.getName(), incoming, LinkDescriptor.Kind.COORDINATOR, null, List.of(),
                Map.of(), capacity, settled);
        }
        if (!(terminus instanceof Terminus node)) {
            return new LinkDescriptor(link.getName(), incoming, LinkDescriptor.Kind.ANONYMOUS, null, List.of(),
                Map.of(), capacity, settled);
        }
        String address = node.getAddress();
        LinkDescriptor.Kind kind = node.getDynamic() ? LinkDescriptor.Kind.DYNAMIC
            : address == null ? LinkDescriptor.Kind.ANONYMOUS : LinkDescriptor.Kind.ADDRESSED;
        return new LinkDescriptor(link.getName(), incoming, kind,
            kind == LinkDescriptor.Kind.ADDRESSED ? address : null, capabilities(node),
            properties(node.getDynamicNodeProperties()), capacity, settled, false, resumable(node),
            bare.own(incoming), null, null);
    }

    private static boolean resumable(Terminus node) {
        return node.getExpiryPolicy() == TerminusExpiryPolicy.NEVER
            || node.getTimeout() != null && node.getTimeout().longValue() > 0;
    }

    /** Writes the attach of a link that a router begins. */
    static void ask(Link link, LinkDescriptor asked) {
        Source source = new Source();
        source.setExpiryPolicy(TerminusExpiryPolicy.LINK_DETACH);
        Target target = new Target();
        target.setExpiryPolicy(TerminusExpiryPolicy.LINK_DETACH);
        Terminus node = asked.incoming() ? source : target;
        node.setAddress(asked.address());
        boolean dynamic = asked.kind() == LinkDescriptor.Kind.DYNAMIC;
        node.setDynamic(dynamic);
        boolean both = RouterLinks.namesBothEnds(asked);
        if (!asked.capabilities().isEmpty()) {
            Symbol[] symbols = asked.capabilities().stream().map(Symbol::valueOf).toArray(Symbol[]::new);
            node.setCapabilities(symbols);
            (asked.incoming() ? target : source).setCapabilities(both ? symbols : null);
        }
        boolean lone = RouterLinks.namesOneEnd(asked);
        link.setSource(lone && !asked.incoming() ? null : BareTerminus.source(source, asked.bareCapability()));
        link.setTarget(lone && asked.incoming() ? null : BareTerminus.target(target, asked.bareCapability()));
        link.setSenderSettleMode(SenderSettleMode.MIXED);
        link.setReceiverSettleMode(ReceiverSettleMode.FIRST);
        link.setMaxMessageSize(UnsignedLong.ZERO);
    }

    /**
     * Describes what the peer made of a link that a router began.
     *
     * @param bare how the capabilities came
     */
    static LinkDescriptor answer(Link link, LinkDescriptor asked, BareCapabilities bare) {
        Object terminus = asked.incoming() ? link.getRemoteSource() : link.getRemoteTarget();
        boolean settled = !asked.incoming() && link.getRemoteSenderSettleMode() == SenderSettleMode.SETTLED;
        Terminus node = terminus instanceof Terminus known ? known : null;
        String address = node == null ? null : node.getAddress();
        return new LinkDescriptor(asked.name(), asked.incoming(),
            address == null ? LinkDescriptor.Kind.ANONYMOUS : LinkDescriptor.Kind.ADDRESSED, address,
            node == null ? List.of() : capabilities(node), Map.of(), asked.capacity(), settled, true, false,
            bare.own(!asked.incoming()), asked.session(), null);
    }

    private static List<String> capabilities(Terminus node) {
        List<String> names = new ArrayList<>();
        if (node.getCapabilities() != null) {
            for (Symbol symbol : node.getCapabilities()) {
                names.add(symbol.toString());
            }
        }
        return names;
    }

    private static Map<String, Object> properties(Map<?, ?> map) {
        Map<String, Object> properties = new LinkedHashMap<>();
        if (map != null) {
            map.forEach((key, value) -> {
                if (key != null && value != null) {
                    properties.put(key.toString(), value.toString());
                }
            });
        }
        return properties;
    }

    /**
     * Writes the termini of a granted link: those of the peer, with the assigned address if it asked for one. An end
     * that names no node lives as long as its session, whatever the peer asks for.
     */
    static void grant(Link link, LinkDescriptor descriptor, String address, BareCapabilities bare) {
        // A null terminus in an answer is a refusal, even if the peer's own was null.
        Source source = link.getRemoteSource() instanceof Source asked ? (Source) asked.copy() : new Source();
        boolean coordinator = link.getRemoteTarget() != null && !(link.getRemoteTarget() instanceof Target);
        Target target = link.getRemoteTarget() instanceof Target asked ? (Target) asked.copy() : new Target();
        if (descriptor.kind() == LinkDescriptor.Kind.DYNAMIC) {
            (descriptor.incoming() ? target : source).setAddress(address);
        }
        unnamedIsBrief(source);
        unnamedIsBrief(target);
        link.setSource(BareTerminus.source(source, bare.source()));
        link.setTarget(coordinator ? link.getRemoteTarget() : BareTerminus.target(target, bare.target()));
        settleModes(link);
    }

    private static void unnamedIsBrief(Terminus node) {
        if (node.getAddress() == null && !node.getDynamic()) {
            node.setExpiryPolicy(TerminusExpiryPolicy.SESSION_END);
        }
    }

    /** Returns what the peer says is wrong, null if nothing is. */
    static LinkError error(ErrorCondition condition) {
        return condition == null || condition.getCondition() == null ? null
            : new LinkError(condition.getCondition().toString(), condition.getDescription());
    }

    /** Writes the termini of a refused link: the router's own is null, and so is the source of a peer that sends. */
    static void refuse(Link link, BareCapabilities bare) {
        link.setSource(link.getRemoteTarget() instanceof Coordinator ? link.getRemoteSource() : null);
        link.setTarget(link instanceof Receiver ? null : BareTerminus.target(link.getRemoteTarget(), bare.target()));
        settleModes(link);
    }

    private static void settleModes(Link link) {
        // Whatever the peer asks for: the router passes settled and unsettled deliveries on as they are, and takes part
        // in no two-step settlement.
        link.setSenderSettleMode(SenderSettleMode.MIXED);
        link.setReceiverSettleMode(ReceiverSettleMode.FIRST);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.nio.ByteBuffer;
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
     * @param frame the attach as it came, for what the engine's objects do not tell; null if it is not there any more
     */
    static LinkDescriptor describe(Link link, int capacity, ByteBuffer frame) {
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
            bareCapability(node, incoming, frame), null, null);
    }

    private static boolean bareCapability(Terminus node, boolean incoming, ByteBuffer frame) {
        return node.getCapabilities() != null && node.getCapabilities().length == 1 && frame != null
            && AttachFrame.hasBareCapability(frame, incoming);
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
        if (!asked.capabilities().isEmpty()) {
            node.setCapabilities(asked.capabilities().stream().map(Symbol::valueOf).toArray(Symbol[]::new));
        }
        link.setSource(source);
        link.setTarget(target);
        link.setSenderSettleMode(SenderSettleMode.MIXED);
        link.setReceiverSettleMode(ReceiverSettleMode.FIRST);
        link.setMaxMessageSize(UnsignedLong.ZERO);
    }

    /** Describes what the peer made of a link that a router began. */
    static LinkDescriptor answer(Link link, LinkDescriptor asked) {
        Object terminus = asked.incoming() ? link.getRemoteSource() : link.getRemoteTarget();
        boolean settled = !asked.incoming() && link.getRemoteSenderSettleMode() == SenderSettleMode.SETTLED;
        Terminus node = terminus instanceof Terminus known ? known : null;
        String address = node == null ? null : node.getAddress();
        return new LinkDescriptor(asked.name(), asked.incoming(),
            address == null ? LinkDescriptor.Kind.ANONYMOUS : LinkDescriptor.Kind.ADDRESSED, address,
            node == null ? List.of() : capabilities(node), Map.of(), asked.capacity(), settled, true);
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

    /** Writes the termini of a granted link: those of the peer, with the assigned address if it asked for one. */
    static void grant(Link link, LinkDescriptor descriptor, String address) {
        // A null terminus in an answer is a refusal, even if the peer's own was null.
        link.setSource(link.getRemoteSource() == null ? new Source() : link.getRemoteSource());
        link.setTarget(link.getRemoteTarget() == null ? new Target() : link.getRemoteTarget());
        if (descriptor.kind() == LinkDescriptor.Kind.DYNAMIC) {
            if (descriptor.incoming()) {
                Target target = ((Target) link.getRemoteTarget()).copy() instanceof Target copy ? copy : new Target();
                target.setAddress(address);
                link.setTarget(target);
            } else {
                Source source = ((Source) link.getRemoteSource()).copy() instanceof Source copy ? copy : new Source();
                source.setAddress(address);
                link.setSource(source);
            }
        }
        settleModes(link);
    }

    /** Returns what the peer says is wrong, null if nothing is. */
    static LinkError error(ErrorCondition condition) {
        return condition == null || condition.getCondition() == null ? null
            : new LinkError(condition.getCondition().toString(), condition.getDescription());
    }

    /** Writes the termini of a refused link: the router's own is null. */
    static void refuse(Link link) {
        if (link instanceof Receiver) {
            link.setSource(link.getRemoteSource());
            link.setTarget(null);
        } else {
            link.setSource(null);
            link.setTarget(link.getRemoteTarget());
        }
        settleModes(link);
    }

    private static void settleModes(Link link) {
        // Whatever the peer asks for: the router passes settled and unsettled deliveries on as they are, and takes part
        // in no two-step settlement.
        link.setSenderSettleMode(SenderSettleMode.MIXED);
        link.setReceiverSettleMode(ReceiverSettleMode.FIRST);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.sluice.routing.api.AttachFields;
import io.sluice.routing.api.LinkError;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Terminus;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.amqp.transport.Source;
import org.apache.qpid.proton.amqp.transport.Target;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;

/** What attaches and detaches of routed links say: read from one hop, written to the other. Owner loop only. */
final class RoutedTermini {

    private static final int UNSETTLED = 0;
    private static final int SETTLED = 1;
    private static final int MIXED = 2;

    private final ValueCodec codec = new ValueCodec();

    /** Returns what the peer's attach says. */
    AttachFields read(Link link, BareCapabilities bare) {
        UnsignedLong largest = link.getRemoteMaxMessageSize();
        return new AttachFields(
            codec.encode(BareTerminus.source(link.getRemoteSource(), bare.source())),
            codec.encode(BareTerminus.target(link.getRemoteTarget(), bare.target())),
            senderMode(link.getRemoteSenderSettleMode()),
            link.getRemoteReceiverSettleMode() == ReceiverSettleMode.SECOND ? 1 : 0,
            largest == null ? 0 : largest.longValue(),
            codec.encode(link.getRemoteProperties()),
            names(link.getRemoteOfferedCapabilities()),
            names(link.getRemoteDesiredCapabilities()));
    }

    /**
     * Writes an attach of this side.
     *
     * @param address edits the address of the terminus that the route is about
     */
    @SuppressWarnings("unchecked")
    void write(Link link, AttachFields fields, boolean routeByTarget, UnaryOperator<String> address) {
        Source source = (Source) codec.decode(fields.source());
        Target target = (Target) codec.decode(fields.target());
        if ((routeByTarget ? target : source) instanceof Terminus node) {
            node.setAddress(address.apply(node.getAddress()));
        }
        link.setSource(BareTerminus.source(source, AttachFrame.hasBareCapability(fields.source(), false)));
        link.setTarget(BareTerminus.target(target, AttachFrame.hasBareCapability(fields.target(), true)));
        link.setSenderSettleMode(switch (fields.senderSettleMode()) {
            case UNSETTLED -> SenderSettleMode.UNSETTLED;
            case SETTLED -> SenderSettleMode.SETTLED;
            default -> SenderSettleMode.MIXED;
        });
        link.setReceiverSettleMode(
            fields.receiverSettleMode() == 1 ? ReceiverSettleMode.SECOND : ReceiverSettleMode.FIRST);
        link.setMaxMessageSize(UnsignedLong.valueOf(fields.maxMessageSize()));
        link.setProperties((Map<Symbol, Object>) codec.decode(fields.properties()));
        link.setOfferedCapabilities(symbols(fields.offered()));
        link.setDesiredCapabilities(symbols(fields.desired()));
    }

    /** Writes the attach that goes before a detach, for a peer whose attach was never answered by the other one. */
    static void refuse(Link link, BareCapabilities bare) {
        if (link instanceof Receiver) {
            link.setSource(BareTerminus.source(link.getRemoteSource(), bare.source()));
            link.setTarget(null);
        } else {
            link.setSource(null);
            link.setTarget(BareTerminus.target(link.getRemoteTarget(), bare.target()));
        }
        link.setSenderSettleMode(link.getRemoteSenderSettleMode());
        link.setReceiverSettleMode(link.getRemoteReceiverSettleMode());
    }

    /** Returns what the peer's detach says is wrong, null if nothing is. */
    LinkError error(ErrorCondition condition) {
        return condition == null || condition.getCondition() == null ? null
            : new LinkError(condition.getCondition().toString(), condition.getDescription(),
                codec.encode(condition.getInfo()));
    }

    /** Says in the detach what is wrong. */
    @SuppressWarnings("rawtypes")
    void writeError(Link link, LinkError error) {
        if (error != null && error.condition() != null) {
            ErrorCondition condition = new ErrorCondition(Symbol.valueOf(error.condition()), error.description());
            condition.setInfo((Map) codec.decode(error.info()));
            link.setCondition(condition);
        }
    }

    private static int senderMode(SenderSettleMode mode) {
        if (mode == null) {
            return MIXED;
        }
        return switch (mode) {
            case UNSETTLED -> UNSETTLED;
            case SETTLED -> SETTLED;
            default -> MIXED;
        };
    }

    private static List<String> names(Symbol[] symbols) {
        if (symbols == null) {
            return null;
        }
        List<String> names = new ArrayList<>(symbols.length);
        for (Symbol symbol : symbols) {
            names.add(symbol.toString());
        }
        return names;
    }

    private static Symbol[] symbols(List<String> names) {
        return names == null ? null : names.stream().map(Symbol::valueOf).toArray(Symbol[]::new);
    }
}

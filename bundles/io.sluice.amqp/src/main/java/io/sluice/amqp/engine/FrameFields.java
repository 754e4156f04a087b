// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Received;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.security.SaslChallenge;
import org.apache.qpid.proton.amqp.security.SaslFrameBody;
import org.apache.qpid.proton.amqp.security.SaslInit;
import org.apache.qpid.proton.amqp.security.SaslMechanisms;
import org.apache.qpid.proton.amqp.security.SaslOutcome;
import org.apache.qpid.proton.amqp.security.SaslResponse;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transaction.Declare;
import org.apache.qpid.proton.amqp.transaction.Declared;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;

/**
 * A composite type of the protocol taken apart.
 *
 * @param name as the specification has it
 * @param code its descriptor
 * @param values fields by name, in order; null where there is none
 */
record FrameFields(String name, int code, Map<String, Object> values) {

    /** Returns the parts; null if a value is none of the protocol's types. */
    static FrameFields of(Object value) {
        FrameFields frame = frame(value);
        return frame != null ? frame : value instanceof SaslFrameBody ? sasl(value) : state(value);
    }

    /** What proves who the peer is stays out of the log. */
    private static FrameFields sasl(Object value) {
        if (value instanceof SaslMechanisms mechanisms) {
            return new FrameFields("sasl-mechanisms", 64,
                    fields("sasl-server-mechanisms", mechanisms.getSaslServerMechanisms()));
        }
        if (value instanceof SaslInit init) {
            boolean open = init.getMechanism() != null && init.getMechanism().toString().equals("ANONYMOUS");
            return new FrameFields("sasl-init", 65, fields("mechanism", init.getMechanism(), "initial-response",
                    open ? init.getInitialResponse() : hidden(init.getInitialResponse()), "hostname",
                    init.getHostname()));
        }
        if (value instanceof SaslChallenge challenge) {
            return new FrameFields("sasl-challenge", 66, fields("challenge", hidden(challenge.getChallenge())));
        }
        if (value instanceof SaslResponse response) {
            return new FrameFields("sasl-response", 67, fields("response", hidden(response.getResponse())));
        }
        return value instanceof SaslOutcome outcome ? new FrameFields("sasl-outcome", 68, fields("code",
                outcome.getCode() == null ? null : outcome.getCode().getValue(), "additional-data",
                hidden(outcome.getAdditionalData()))) : null;
    }

    private static Binary hidden(Binary secret) {
        return secret == null ? null
                : new Binary((secret.getLength() + " bytes not shown").getBytes(StandardCharsets.US_ASCII));
    }

    private static FrameFields frame(Object value) {
        if (value instanceof Open open) {
            return new FrameFields("open", 16, fields("container-id", open.getContainerId(), "hostname",
                    open.getHostname(), "max-frame-size", open.getMaxFrameSize(), "channel-max", open.getChannelMax(),
                    "idle-time-out", open.getIdleTimeOut(), "outgoing-locales", open.getOutgoingLocales(),
                    "incoming-locales", open.getIncomingLocales(), "offered-capabilities",
                    open.getOfferedCapabilities(), "desired-capabilities", open.getDesiredCapabilities(),
                    "properties", open.getProperties()));
        }
        if (value instanceof Begin begin) {
            return new FrameFields("begin", 17, fields("remote-channel", begin.getRemoteChannel(), "next-outgoing-id",
                    begin.getNextOutgoingId(), "incoming-window", begin.getIncomingWindow(), "outgoing-window",
                    begin.getOutgoingWindow(), "handle-max", begin.getHandleMax(), "offered-capabilities",
                    begin.getOfferedCapabilities(), "desired-capabilities", begin.getDesiredCapabilities(),
                    "properties", begin.getProperties()));
        }
        if (value instanceof Attach attach) {
            return attach(attach);
        }
        if (value instanceof Flow flow) {
            return new FrameFields("flow", 19, fields("next-incoming-id", flow.getNextIncomingId(), "incoming-window",
                    flow.getIncomingWindow(), "next-outgoing-id", flow.getNextOutgoingId(), "outgoing-window",
                    flow.getOutgoingWindow(), "handle", flow.getHandle(), "delivery-count", flow.getDeliveryCount(),
                    "link-credit", flow.getLinkCredit(), "available", flow.getAvailable(), "drain", flow.getDrain(),
                    "echo", ifTrue(flow.getEcho()), "properties", flow.getProperties()));
        }
        if (value instanceof Transfer transfer) {
            return transfer(transfer);
        }
        if (value instanceof Disposition disposition) {
            return new FrameFields("disposition", 21, fields("role", role(disposition.getRole()), "first",
                    disposition.getFirst(), "last", disposition.getLast(), "settled", ifTrue(disposition.getSettled()),
                    "state", disposition.getState(), "batchable", ifTrue(disposition.getBatchable())));
        }
        if (value instanceof Detach detach) {
            return new FrameFields("detach", 22, fields("handle", detach.getHandle(), "closed",
                    ifTrue(detach.getClosed()), "error", detach.getError()));
        }
        if (value instanceof End end) {
            return new FrameFields("end", 23, fields("error", end.getError()));
        }
        return value instanceof Close close ? new FrameFields("close", 24, fields("error", close.getError())) : null;
    }

    private static FrameFields attach(Attach attach) {
        return new FrameFields("attach", 18, fields("name", attach.getName(), "handle", attach.getHandle(), "role",
                role(attach.getRole()), "snd-settle-mode",
                attach.getSndSettleMode() == null ? null : attach.getSndSettleMode().getValue(), "rcv-settle-mode",
                attach.getRcvSettleMode() == null ? null : attach.getRcvSettleMode().getValue(), "source",
                attach.getSource(), "target", attach.getTarget(), "unsettled", attach.getUnsettled(),
                "incomplete-unsettled", ifTrue(attach.getIncompleteUnsettled()), "initial-delivery-count",
                attach.getInitialDeliveryCount(), "max-message-size", attach.getMaxMessageSize(),
                "offered-capabilities", attach.getOfferedCapabilities(), "desired-capabilities",
                attach.getDesiredCapabilities(), "properties", attach.getProperties()));
    }

    private static FrameFields transfer(Transfer transfer) {
        return new FrameFields("transfer", 20, fields("handle", transfer.getHandle(), "delivery-id",
                transfer.getDeliveryId(), "delivery-tag", transfer.getDeliveryTag(), "message-format",
                transfer.getMessageFormat(), "settled", ifTrue(transfer.getSettled()), "more",
                ifTrue(transfer.getMore()), "rcv-settle-mode",
                transfer.getRcvSettleMode() == null ? null : transfer.getRcvSettleMode().getValue(), "state",
                transfer.getState(), "resume", ifTrue(transfer.getResume()), "aborted", ifTrue(transfer.getAborted()),
                "batchable", ifTrue(transfer.getBatchable())));
    }

    private static FrameFields state(Object value) {
        if (value instanceof Accepted) {
            return new FrameFields("accepted", 36, fields());
        }
        if (value instanceof Rejected rejected) {
            return new FrameFields("rejected", 37, fields("error", rejected.getError()));
        }
        if (value instanceof Released) {
            return new FrameFields("released", 38, fields());
        }
        if (value instanceof Modified modified) {
            return new FrameFields("modified", 39, fields("delivery-failed", modified.getDeliveryFailed(),
                    "undeliverable-here", modified.getUndeliverableHere(), "message-annotations",
                    modified.getMessageAnnotations()));
        }
        if (value instanceof Received received) {
            return new FrameFields("received", 35, fields("section-number", received.getSectionNumber(),
                    "section-offset", received.getSectionOffset()));
        }
        if (value instanceof ErrorCondition error) {
            return new FrameFields("error", 29, fields("condition", error.getCondition(), "description",
                    error.getDescription(), "info", error.getInfo()));
        }
        if (value instanceof Declare declare) {
            return new FrameFields("declare", 49, fields("global-id", declare.getGlobalId()));
        }
        if (value instanceof Declared declared) {
            return new FrameFields("declared", 51, fields("txn-id", declared.getTxnId()));
        }
        if (value instanceof TransactionalState state) {
            return new FrameFields("transactional-state", 52, fields("txn-id", state.getTxnId(), "outcome",
                    state.getOutcome()));
        }
        return terminus(value);
    }

    private static FrameFields terminus(Object value) {
        if (value instanceof Source source) {
            return new FrameFields("source", 40, fields("address", source.getAddress(), "durable",
                    source.getDurable() == null ? null : source.getDurable().getValue(), "expiry-policy",
                    source.getExpiryPolicy() == null ? null : source.getExpiryPolicy().getPolicy(), "timeout",
                    source.getTimeout(), "dynamic", source.getDynamic(), "dynamic-node-properties",
                    source.getDynamicNodeProperties(), "distribution-mode", source.getDistributionMode(), "filter",
                    source.getFilter(), "default-outcome", source.getDefaultOutcome(), "outcomes",
                    source.getOutcomes(), "capabilities", source.getCapabilities()));
        }
        if (value instanceof Target target) {
            return new FrameFields("target", 41, fields("address", target.getAddress(), "durable",
                    target.getDurable() == null ? null : target.getDurable().getValue(), "expiry-policy",
                    target.getExpiryPolicy() == null ? null : target.getExpiryPolicy().getPolicy(), "timeout",
                    target.getTimeout(), "dynamic", target.getDynamic(), "dynamic-node-properties",
                    target.getDynamicNodeProperties(), "capabilities", target.getCapabilities()));
        }
        return value instanceof Coordinator coordinator
                ? new FrameFields("coordinator", 48, fields("capabilities", coordinator.getCapabilities())) : null;
    }

    private static Boolean role(Role role) {
        return role == null ? null : role == Role.RECEIVER;
    }

    private static Boolean ifTrue(Boolean flag) {
        return Boolean.TRUE.equals(flag) ? flag : null;
    }

    private static Map<String, Object> fields(Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        return fields;
    }
}

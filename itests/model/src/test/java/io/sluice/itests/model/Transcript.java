// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sluice.itests.model.Dissector.Piece;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.messaging.Terminus;
import org.apache.qpid.proton.amqp.security.SaslInit;
import org.apache.qpid.proton.amqp.security.SaslMechanisms;
import org.apache.qpid.proton.amqp.security.SaslOutcome;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
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
 * What a router says on one connection, in words that leave out what each run and each router chooses: handles and
 * channels, generated names, the sizes of frames and windows, how deliveries are cut into frames and outcomes into
 * dispositions. One list of sentences for the connection and two for each link, its flows apart, because what happens
 * on different links is in no order.
 */
final class Transcript {

    private static final String GENERATED = "qdlink\\..{15}";
    private static final Pattern TEMPORARY = Pattern.compile("temp\\.[-A-Za-z0-9+_]{15}");
    private static final String ANY = "temp.***************";

    private final boolean tags;
    private final boolean values;
    private final Map<String, List<String>> lines = new TreeMap<>();
    /** By channel and handle. */
    private final Map<Long, String> peerLinks = new HashMap<>();
    private final Map<Long, String> ownLinks = new HashMap<>();
    /** By delivery id: the sentence's beginning. */
    private final Map<Long, String> peerDeliveries = new HashMap<>();
    private final Map<Long, String> ownDeliveries = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, String> generated = new HashMap<>();
    /** By the word for a link: the temporary address that it has been given. */
    private final Map<String, String> temporary = new HashMap<>();
    private final Frames frames = new Frames();
    private Transfer current;
    private byte[] content = new byte[0];
    private int size;

    /**
     * Begins one.
     *
     * @param tags whether delivery tags are the same each time
     * @param values whether messages are compared by what they say, not by their bytes
     */
    Transcript(boolean tags, boolean values) {
        this.tags = tags;
        this.values = values;
    }

    /** Returns the sentences, by connection or link. */
    Map<String, List<String>> lines() {
        return lines;
    }

    /** Returns how many things the router has said. */
    int size() {
        return size;
    }

    /** Returns the name that the router has generated for what is called so here, null if there is no such link. */
    String generatedName(String word) {
        return generated.entrySet().stream().filter(entry -> entry.getValue().equals(word)).map(Map.Entry::getKey)
                .findFirst().orElse(null);
    }

    /** Returns the word for a link name. */
    String word(String name) {
        return generated.getOrDefault(name, name);
    }

    /** Returns a frame of the peer with the temporary addresses of another run in place of those of this one. */
    byte[] translated(byte[] frame, Transcript other) {
        String text = new String(frame, StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> entry : temporary.entrySet()) {
            text = text.replace(entry.getValue(), other.temporary.getOrDefault(entry.getKey(), entry.getValue()));
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static long key(Piece piece, UnsignedInteger handle) {
        return ((long) piece.channel() << 32) + handle.longValue();
    }

    // ---- the peer

    /** The peer has sent this. */
    void peer(Piece piece) {
        Object body = piece.body();
        if (body instanceof Attach attach && attach.getHandle() != null) {
            peerLinks.put(key(piece, attach.getHandle()), word(attach.getName()));
        } else if (body instanceof Transfer transfer && transfer.getDeliveryId() != null) {
            String link = peerLinks.get(key(piece, transfer.getHandle()));
            peerDeliveries.put(transfer.getDeliveryId().longValue(), link + ": " + count(link + " in"));
        }
    }

    // ---- the router

    /** The router has sent this. */
    void router(Piece piece) {
        Object body = piece.body();
        if (piece.isHeader()) {
            say("connection", "header " + piece.bytes()[4]);
        } else if (body == null) {
            say("connection", piece.bytes().length == 8 ? "empty frame" : "nonsense");
        } else if (body instanceof Attach attach) {
            attach(attach, key(piece, attach.getHandle()));
        } else if (body instanceof Flow flow) {
            flow(flow, piece);
        } else if (body instanceof Transfer transfer) {
            transfer(transfer, piece);
        } else if (body instanceof Disposition disposition) {
            disposition(disposition);
        } else if (body instanceof Detach detach) {
            say(ownLinks.getOrDefault(key(piece, detach.getHandle()), "unknown link"),
                    "detach" + (Boolean.TRUE.equals(detach.getClosed()) ? " closed" : "") + error(detach.getError()));
        } else {
            say("connection", connection(body));
        }
    }

    /** The router has ended TCP. */
    void ended() {
        say("connection", "end of TCP");
    }

    private void say(String about, String sentence) {
        lines.computeIfAbsent(about, key -> new ArrayList<>()).add(sentence);
        size++;
    }

    private int count(String what) {
        return counts.merge(what, 1, Integer::sum);
    }

    private static String connection(Object body) {
        if (body instanceof SaslMechanisms mechanisms) {
            return "mechanisms " + Arrays.toString(mechanisms.getSaslServerMechanisms());
        } else if (body instanceof SaslInit init) {
            return "init " + init.getMechanism() + " " + init.getInitialResponse();
        } else if (body instanceof SaslOutcome outcome) {
            return "outcome " + outcome.getCode();
        } else if (body instanceof Open open) {
            return "open to " + open.getHostname() + ", channel-max " + open.getChannelMax()
                    + ", idle-time-out " + open.getIdleTimeOut()
                    + ", offers " + Arrays.toString(open.getOfferedCapabilities())
                    + ", desires " + Arrays.toString(open.getDesiredCapabilities());
        } else if (body instanceof Begin begin) {
            return begin.getRemoteChannel() == null ? "begin" : "begin for " + begin.getRemoteChannel();
        } else if (body instanceof End end) {
            return "end" + error(end.getError());
        } else if (body instanceof Close close) {
            return "close" + error(close.getError());
        }
        return body.toString();
    }

    private static String error(ErrorCondition error) {
        return error == null ? "" : " " + error.getCondition() + " \"" + error.getDescription() + "\""
                + (error.getInfo() == null ? "" : " " + error.getInfo());
    }

    private void attach(Attach attach, long key) {
        String name = attach.getName();
        if (name.matches(GENERATED)) {
            String kind = "own " + attach.getRole() + " of " + (attach.getRole() == Role.SENDER
                    ? ((Target) attach.getTarget()).getAddress() : ((Source) attach.getSource()).getAddress());
            generated.put(name, kind + " " + count(kind));
        }
        String link = word(name);
        ownLinks.put(key, link);
        Matcher given = TEMPORARY.matcher(attach.getSource() == null ? "" : attach.getSource().toString());
        if (given.find()) {
            temporary.put(link, given.group());
        }
        // What a receiver says about the initial count means nothing.
        say(link, ("attach " + attach.getRole() + ' ' + attach.getSndSettleMode() + ' ' + attach.getRcvSettleMode()
                + (attach.getRole() == Role.SENDER ? " from count " + attach.getInitialDeliveryCount() : "")
                + ", " + terminus(attach.getSource()) + ", " + terminus(attach.getTarget())
                + capabilities(attach.getOfferedCapabilities()) + capabilities(attach.getDesiredCapabilities())
                + (attach.getProperties() == null ? "" : " " + attach.getProperties()))
                .replaceAll(TEMPORARY.pattern(), "temp.*"));
    }

    private static String terminus(Object terminus) {
        if (terminus instanceof Source source) {
            return terminus("source", source, capabilities(source.getCapabilities()))
                    + (source.getFilter() == null ? "" : " filter " + source.getFilter())
                    + (source.getDistributionMode() == null ? "" : " " + source.getDistributionMode());
        } else if (terminus instanceof Target target) {
            return terminus("target", target, capabilities(target.getCapabilities()));
        } else if (terminus instanceof Coordinator coordinator) {
            return "coordinator" + capabilities(coordinator.getCapabilities());
        }
        return String.valueOf(terminus);
    }

    private static String terminus(String kind, Terminus terminus, String capabilities) {
        return kind + " " + terminus.getAddress() + " " + terminus.getDurable()
                + " " + terminus.getExpiryPolicy() + " " + terminus.getTimeout()
                + (terminus.getDynamic() ? " dynamic" : "")
                + (terminus.getDynamicNodeProperties() == null ? "" : " " + terminus.getDynamicNodeProperties())
                + capabilities;
    }

    private static String capabilities(Object[] symbols) {
        return symbols == null ? "" : " " + Arrays.toString(symbols);
    }

    private void flow(Flow flow, Piece piece) {
        if (flow.getHandle() == null) {
            // Windows are each router's own business.
            return;
        }
        String link = ownLinks.get(key(piece, flow.getHandle()));
        say(link + " flow", "flow count " + flow.getDeliveryCount() + " credit " + flow.getLinkCredit()
                + (Boolean.TRUE.equals(flow.getDrain()) ? " drain" : "")
                + (Boolean.TRUE.equals(flow.getEcho()) ? " echo" : ""));
    }

    private void transfer(Transfer transfer, Piece piece) {
        byte[] payload = piece.payload();
        if (current == null) {
            current = transfer;
            content = new byte[0];
        }
        int before = content.length;
        content = Arrays.copyOf(content, before + payload.length);
        System.arraycopy(payload, 0, content, before, payload.length);
        boolean aborted = Boolean.TRUE.equals(transfer.getAborted());
        if (Boolean.TRUE.equals(transfer.getMore()) && !aborted) {
            return;
        }
        String link = ownLinks.get(key(piece, current.getHandle()));
        int number = count(link + " out");
        ownDeliveries.put(current.getDeliveryId().longValue(), link + ": " + number);
        say(link, "delivery " + number + (tags ? " tag " + current.getDeliveryTag() : "")
                + (isSettled(current) || isSettled(transfer) ? " settled" : "")
                + (aborted ? " aborted" : " format " + current.getMessageFormat() + " of "
                + (values ? frames.text(withoutNames(content))
                        : content.length + " bytes " + Integer.toHexString(Arrays.hashCode(content)))));
        current = null;
    }

    private byte[] withoutNames(byte[] message) {
        if (temporary.isEmpty()) {
            return message;
        }
        String text = new String(message, StandardCharsets.ISO_8859_1);
        for (String name : temporary.values()) {
            text = text.replace(name, ANY);
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isSettled(Transfer transfer) {
        return Boolean.TRUE.equals(transfer.getSettled());
    }

    private void disposition(Disposition disposition) {
        long first = disposition.getFirst().longValue();
        UnsignedInteger last = disposition.getLast();
        Map<Long, String> deliveries = disposition.getRole() == Role.RECEIVER ? peerDeliveries : ownDeliveries;
        for (long id = first; id <= (last == null ? first : last.longValue()); id++) {
            String delivery = deliveries.getOrDefault(id, "unknown: " + id);
            int colon = delivery.lastIndexOf(": ");
            say(delivery.substring(0, colon), "outcome of " + delivery.substring(colon + 2) + " is "
                    + disposition.getState() + (Boolean.TRUE.equals(disposition.getSettled()) ? ", settled" : ""));
        }
    }
}

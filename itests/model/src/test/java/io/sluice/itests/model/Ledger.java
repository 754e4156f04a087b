// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Detach;

/** All that happened in a run, and the judge of what the router does. */
final class Ledger {

    private static final int TRACE = 600;

    final Map<String, ModelAddress> addresses = new LinkedHashMap<>();
    final List<Message> messages = new ArrayList<>();
    int step;
    /** The last step at which a router was replaced or missing, or that this had not taken effect yet. */
    int swapped = Integer.MIN_VALUE;

    private final int capacity;
    private final Deque<String> trace = new ArrayDeque<>();
    private final Frames frames = new Frames();
    private final Verdicts verdicts = new Verdicts(this);

    Ledger(int capacity) {
        this.capacity = capacity;
    }

    // ---- judging

    void check(boolean good, Supplier<String> what) {
        if (!good) {
            fail(what.get());
        }
    }

    void fail(String what) {
        throw new AssertionError("step " + step + ": " + what);
    }

    void trace(Supplier<String> line) {
        if (trace.size() == TRACE) {
            trace.poll();
        }
        trace.add(step + ": " + line.get());
    }

    String traced() {
        return String.join("\n", trace);
    }

    /** States that end a delivery though they leave it unsettled. */
    static boolean terminal(DeliveryState state) {
        return state instanceof Accepted || state instanceof Rejected || state instanceof Released
                || state instanceof Modified;
    }

    // ---- addresses

    ModelAddress address(String text, ModelAddress.Treatment treatment) {
        return addresses.computeIfAbsent(text, key -> new ModelAddress(key, treatment));
    }

    ModelAddress dynamic(String text) {
        check(text != null && !text.isEmpty(), () -> "no address for a dynamic terminus");
        return address(text, ModelAddress.Treatment.ANYCAST);
    }

    void consumerCame(PeerReceiver receiver) {
        trace(() -> "consumer " + receiver + " on " + receiver.address);
        receiver.address.consumers.add(receiver);
        receiver.address.settledOnly |= receiver.settledOnly;
        receiver.address.disturb();
    }

    void consumerLeft(PeerReceiver receiver) {
        if (receiver.address.consumers.remove(receiver)) {
            trace(() -> "consumer " + receiver + " leaves " + receiver.address);
        }
        receiver.address.disturb();
    }

    void granted(PeerSender sender) {
        trace(() -> "sender " + sender + " to " + sender.address);
    }

    void detachedByRouter(PeerLink link, Detach detach) {
        boolean mayRefuse = link.address != null && (link.address.treatment == ModelAddress.Treatment.UNAVAILABLE
                || link.address.treatment == ModelAddress.Treatment.CHANGING);
        // A new router looks at all links anew.
        check((link.refused || swapped > 0) && mayRefuse && detach.getError() != null
                && detach.getError().getCondition().toString().equals("amqp:not-found"),
                () -> "the router detaches " + link + ": " + detach);
    }

    /** Everything that was under way has taken effect. */
    void calm() {
        addresses.values().forEach(address -> address.calm(step));
        if (swapped == Integer.MAX_VALUE) {
            swapped = step;
        }
    }

    boolean wasDisturbed(Message message) {
        return message.began <= swapped || message.address != null && message.address.wasDisturbed(message);
    }

    // ---- messages

    /** Returns what a message with this number looks like. */
    byte[] body(int number, int length) {
        byte[] body = new byte[8 + length];
        ByteBuffer.wrap(body).putInt(number).putInt(length);
        for (int i = 8; i < body.length; i++) {
            body[i] = (byte) (number * 31 + i);
        }
        return body;
    }

    /** A frame of a copy has come. */
    void arrived(Message.Copy copy) {
        if (copy.complete) {
            Message message = read(copy);
            judgeContent(copy, message);
            note(copy, message);
        } else if (copy.message == null) {
            noteEarly(copy);
        }
    }

    /** Finds out early whose copy it is, so that an outcome that comes before the end can be judged. */
    private void noteEarly(Message.Copy copy) {
        int number = NumberScan.find(copy.bytes);
        if (number >= 0 && number < messages.size()) {
            note(copy, messages.get(number));
        }
    }

    private Message read(Message.Copy copy) {
        Object section = frames.lastSection(copy.bytes);
        check(section instanceof Data, () -> "not what was sent: " + section + " at " + copy.receiver);
        byte[] body = ((Data) section).getValue().getArray();
        byte[] exact = Arrays.copyOfRange(body, ((Data) section).getValue().getArrayOffset(),
                ((Data) section).getValue().getArrayOffset() + ((Data) section).getValue().getLength());
        int number = ByteBuffer.wrap(exact).getInt();
        check(number >= 0 && number < messages.size(), () -> "unknown message " + number);
        Message message = messages.get(number);
        check(Arrays.equals(exact, message.body), () -> "content is damaged: " + message + " at " + copy.receiver
                + ", " + exact.length + " bytes of " + message.body.length);
        return message;
    }

    private void judgeContent(Message.Copy copy, Message message) {
        check(message.complete, () -> "complete though it was never sent to its end: " + message);
        check(!message.aborted, () -> "complete though it was aborted: " + message);
        // What the consumer has settled already may be settled by the router's last frame.
        check(copy.settledByUs || message.forgotten
                || copy.settledOnArrival == (message.presettled || copy.receiver.settledOnly),
                () -> "settled " + copy.settledOnArrival + ": " + message + " at " + copy.receiver);
    }

    private void note(Message.Copy copy, Message message) {
        if (copy.message != null) {
            check(copy.message == message, () -> "two messages in one delivery");
            return;
        }
        copy.message = message;
        message.copies.add(copy);
        trace(() -> message + " at " + copy.receiver);
        check(message.address == copy.receiver.address,
                () -> message + " came to " + copy.receiver + " on " + copy.receiver.address);
        long here = message.copies.stream().filter(other -> other.receiver == copy.receiver).count();
        check(here == 1, () -> "twice: " + message + " at " + copy.receiver);
        if (message.address.treatment == ModelAddress.Treatment.ANYCAST) {
            check(message.copies.size() == 1, () -> "more than one consumer has " + message);
        }
        int before = copy.receiver.remember(message.sender.name, message.number);
        check(before < message.number, () -> "out of order: " + message + " after " + before + " at " + copy.receiver);
    }

    /** The router tells the sender a state. */
    void outcome(Message message, DeliveryState state, boolean settled) {
        trace(() -> "outcome " + state + (settled ? " settled: " : ": ") + message);
        check(!message.settled, () -> "a second outcome: " + state + " for " + message);
        // The router may have said so before it read of the abort, but it cannot have settled.
        check(!message.aborted || !settled, () -> "an outcome for what was aborted: " + state + " for " + message);
        if (message.orphaned) {
            return;
        }
        if (settled) {
            message.settled = true;
            message.outcome = state;
            if (!message.forgotten) {
                message.sender.open--;
                verdicts.judge(message, state);
            }
        } else if (!message.forgotten && !terminal(state)) {
            check(message.copies.stream().anyMatch(copy -> copy.commented),
                    () -> "a state that nobody gave: " + state + " for " + message);
        }
    }

    void judgeCredit(PeerSender sender) {
        check(sender.credit + sender.open <= capacity, () -> "more credit than capacity on " + sender + ": "
                + sender.credit + " and " + sender.open + " open");
    }

    int capacity() {
        return capacity;
    }
}

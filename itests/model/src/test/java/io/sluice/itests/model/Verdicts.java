// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Received;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.DeliveryState;

/** Says whether an outcome follows from what the consumers did and what was lost. */
final class Verdicts {

    /** What a multicast aggregates, the lower the weaker. */
    private static final int NONE = 0;
    private static final int RELEASED = 1;
    private static final int MODIFIED = 2;
    private static final int ACCEPTED = 3;
    private static final int REJECTED = 4;

    private final Ledger ledger;

    Verdicts(Ledger ledger) {
        this.ledger = ledger;
    }

    void judge(Message message, DeliveryState state) {
        boolean good = message.address == null ? isError(state, "amqp:precondition-failed") : switch (
                message.address.treatment) {
            case ANYCAST -> anycast(message, state);
            case MULTICAST -> multicast(message, state);
            case UNAVAILABLE -> unavailable(state);
            case CHANGING -> message.copies.isEmpty() && unavailable(state)
                    || anycast(message, state) || multicast(message, state)
                    // A new router has refused the consumer, and says so next.
                    || ledger.wasDisturbed(message) && isFailed(state);
        };
        ledger.check(good, () -> "outcome " + state + " for " + message + ", " + describe(message));
    }

    private boolean unavailable(DeliveryState state) {
        return isError(state, "amqp:not-found") || state instanceof Released && ledger.swapped > 0;
    }

    private static boolean isError(DeliveryState state, String condition) {
        return state instanceof Rejected rejected && rejected.getError() != null
                && rejected.getError().getCondition().toString().equals(condition);
    }

    private boolean anycast(Message message, DeliveryState state) {
        if (message.copies.size() > 1) {
            return false;
        }
        if (message.copies.isEmpty()) {
            return unseen(message, state);
        }
        Message.Copy copy = message.copies.get(0);
        if (copy.answered && same(copy.answer, state)) {
            return true;
        }
        if (copy.settledByUs && copy.answer == null && state instanceof Received) {
            // The last state that was named before it was settled without one.
            return copy.commented;
        }
        if (copy.receiver.settledOnly && state instanceof Accepted) {
            return true;
        }
        boolean silent = !copy.answered || copy.receiver.cut;
        // Not sent to its end is as not sent at all; what the peer has not read may have been sent.
        boolean unsent = !copy.complete && state instanceof Released;
        return hasLeft(copy.receiver) && silent && (isFailed(state) || unsent);
    }

    /** No consumer has seen it. */
    private boolean unseen(Message message, DeliveryState state) {
        if (state instanceof Released) {
            return ledger.wasDisturbed(message) || message.address.consumers.isEmpty();
        } else if (state instanceof Accepted && message.address.settledOnly) {
            // On its way to a consumer that wants no say.
            return true;
        }
        // It may have been on its way to a consumer that was lost.
        return ledger.wasDisturbed(message) && isFailed(state);
    }

    private static boolean hasLeft(PeerReceiver receiver) {
        return receiver.lost || receiver.detachSent || receiver.detachReceived;
    }

    private static boolean isFailed(DeliveryState state) {
        return state instanceof Modified modified && Boolean.TRUE.equals(modified.getDeliveryFailed());
    }

    private static boolean same(DeliveryState given, DeliveryState passed) {
        return String.valueOf(given).equals(String.valueOf(passed));
    }

    private boolean multicast(Message message, DeliveryState state) {
        if (state instanceof Rejected rejected && rejected.getError() != null) {
            return false;
        }
        List<Set<Integer>> branches = new ArrayList<>();
        for (Message.Copy copy : message.copies) {
            Set<Integer> results = new TreeSet<>();
            if (copy.answered) {
                results.add(rank(copy.answer));
            }
            if (copy.receiver.settledOnly) {
                results.add(ACCEPTED);
            }
            if (hasLeft(copy.receiver)) {
                results.add(MODIFIED);
                if (!copy.complete) {
                    results.add(RELEASED);
                }
            }
            branches.add(results);
        }
        boolean all = message.address.consumers.stream().allMatch(
                consumer -> message.copies.stream().anyMatch(copy -> copy.receiver == consumer));
        if (branches.isEmpty() && message.address.consumers.isEmpty() && state instanceof Released) {
            return true;
        }
        if (message.address.settledOnly) {
            branches.add(Set.of(NONE, ACCEPTED));
        }
        if (ledger.wasDisturbed(message)) {
            branches.add(Set.of(NONE, RELEASED, MODIFIED, ACCEPTED));
        } else if (!all && !message.address.settledOnly) {
            return false;
        }
        int rank = rank(state);
        return branches.stream().anyMatch(results -> results.contains(rank))
                && branches.stream().allMatch(results -> results.stream().anyMatch(other -> other <= rank));
    }

    private static int rank(DeliveryState state) {
        if (state == null || state instanceof Received) {
            return NONE;
        } else if (state instanceof Released) {
            return RELEASED;
        } else if (state instanceof Modified) {
            return MODIFIED;
        } else if (state instanceof Accepted) {
            return ACCEPTED;
        }
        return REJECTED;
    }

    private String describe(Message message) {
        StringBuilder text = new StringBuilder("disturbed " + ledger.wasDisturbed(message) + ", consumers "
                + (message.address == null ? null : message.address.consumers) + ", copies:");
        for (Message.Copy copy : message.copies) {
            text.append(' ').append(copy.receiver).append(copy.complete ? "" : " incomplete")
                    .append(copy.answered ? " said " + copy.answer : " silent")
                    .append(hasLeft(copy.receiver) ? " left" : "");
        }
        return text.toString();
    }
}

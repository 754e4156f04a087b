// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.function.Consumer;

/**
 * Decides when a connection is not read at all, because a link of it cannot take more. If that is the only one, nothing
 * else is to be read, and TCP slows the sender; otherwise the session's window has to, which costs many more flow
 * frames. When memory is short TCP slows every connection on which the peer only sends: no outcome can be behind what
 * is not read. Owner loop only.
 */
final class InputHold {

    private final ByteBudget budget;
    private final Consumer<Boolean> connection;
    private final Runnable consider = this::consider;
    private int links;
    /** On which the peer receives. */
    private int receivers;
    private int blocked;
    private boolean held;
    private boolean over;

    /**
     * Makes the hold of a connection.
     *
     * @param connection is told to hold input, or to go on
     */
    InputHold(ByteBudget budget, Consumer<Boolean> connection) {
        this.budget = budget;
        this.connection = connection;
    }

    /**
     * The connection has one more link.
     *
     * @param incoming the peer sends on it
     */
    void came(boolean incoming) {
        links++;
        receivers += incoming ? 0 : 1;
        consider();
    }

    /** A link has left. */
    void left(boolean incoming) {
        links--;
        receivers -= incoming ? 0 : 1;
        consider();
    }

    /** A link cannot take more at the moment, or can again. Told of changes only. */
    void blocked(boolean now) {
        blocked += now ? 1 : -1;
        consider();
    }

    /** The connection ends. */
    void end() {
        over = true;
        budget.forget(consider);
    }

    private void consider() {
        boolean lone = links == 1;
        boolean hold = blocked > 0 && !over && (lone || receivers == 0 && budget.exhausted());
        if (hold && !lone) {
            budget.await(consider);
        }
        if (hold != held) {
            held = hold;
            connection.accept(hold);
        }
    }
}

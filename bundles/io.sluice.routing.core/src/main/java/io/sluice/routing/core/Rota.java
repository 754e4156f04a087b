// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whose turn it is among the members of a snapshot. It behaves like a list whose head moves to the tail with each turn:
 * a new member comes after all present ones, and when one leaves the others keep their sequence.
 */
final class Rota {

    private final AtomicInteger turn = new AtomicInteger();

    /** Returns the position whose turn it is among a number of members, without moving on. Any thread. */
    int turn(int size) {
        return Math.floorMod(turn.getPlain(), size);
    }

    /** Returns the position whose turn it is and moves on; no two callers get the same turn. Any thread. */
    int takeTurn(int size) {
        return Math.floorMod(turn.getAndIncrement(), size);
    }

    /** Moves on. Callers on several threads may overwrite each other: it is only for fairness. Any thread. */
    void next() {
        turn.setPlain(turn.getPlain() + 1);
    }

    /**
     * Returns the sequence for the next snapshot, whose first member has the next turn. Control thread.
     *
     * @param before the present snapshot
     * @param members who is to be in the next one, in the sequence in which they came
     */
    <T> Collection<T> renew(T[] before, Collection<T> members) {
        if (before.length == 0) {
            turn.setPlain(0);
            return members;
        }
        Set<T> sequence = new LinkedHashSet<>();
        int start = turn(before.length);
        for (int i = 0; i < before.length; i++) {
            T member = before[(start + i) % before.length];
            if (members.contains(member)) {
                sequence.add(member);
            }
        }
        sequence.addAll(members);
        turn.setPlain(0);
        return sequence;
    }
}

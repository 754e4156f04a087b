// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkStats;

/**
 * Links of a connection towards another router for messages that are still arriving, so that a long one does not hold
 * up those behind it: each such message has one for itself until all of it is there. Any thread, except where said.
 */
final class StreamingLinks {

    /** What these links share a session under. */
    static final String SESSION = "streaming";
    /** Idle links that a connection may keep. */
    static final int MOST_IDLE = 128;
    /** Surplus links that are ended at a time. */
    private static final int ENDED_AT_ONCE = 10;

    private final Supplier<OutgoingLink> begin;
    private final Consumer<OutgoingLink> end;
    private final List<Member> members = new CopyOnWriteArrayList<>();

    /**
     * Makes the links of one connection.
     *
     * @param begin begins a link; called on any thread
     * @param end ends one; called on the control thread
     */
    StreamingLinks(Supplier<OutgoingLink> begin, Consumer<OutgoingLink> end) {
        this.begin = begin;
        this.end = end;
    }

    private static final class Member {
        private final OutgoingLink link;
        /** The last message that it was given. */
        private final AtomicReference<Delivery> last;

        Member(OutgoingLink link, Delivery first) {
            this.link = link;
            this.last = new AtomicReference<>(first);
        }

        boolean claim(Delivery next) {
            Delivery before = last.get();
            return link.isLive() && isOver(before) && last.compareAndSet(before, next);
        }

        /** What comes behind a message that is complete does not wait for its producer. */
        private static boolean isOver(Delivery delivery) {
            return delivery == null || delivery.settled() || delivery.content().isComplete();
        }

        boolean isIdle() {
            LinkStats stats = link.stats();
            return isOver(last.get()) && stats.undelivered == 0 && stats.outstanding.get() == 0;
        }
    }

    /** Hands a delivery over; false if the connection has ended. */
    boolean offer(Delivery delivery) {
        for (Member member : members) {
            if (member.claim(delivery) && member.link.offer(delivery)) {
                return true;
            }
        }
        OutgoingLink begun = begin.get();
        members.add(new Member(begun, delivery));
        return begun.offer(delivery);
    }

    // ---- control thread

    /** Takes a link that an earlier router has begun; what it carries is complete or not, nobody knows. */
    void adopt(OutgoingLink link) {
        members.add(new Member(link, null));
    }

    void ended(Link link) {
        members.removeIf(member -> member.link == link);
    }

    /** Ends some of the links that nobody needs. */
    void scrub() {
        List<Member> idle = members.stream().filter(Member::isIdle).toList();
        int surplus = Math.min(idle.size() - MOST_IDLE, ENDED_AT_ONCE);
        for (int i = 0; i < surplus; i++) {
            Member member = idle.get(i);
            if (members.remove(member)) {
                end.accept(member.link);
            }
        }
    }
}

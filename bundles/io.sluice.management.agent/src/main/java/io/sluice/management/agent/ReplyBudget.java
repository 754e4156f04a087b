// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.concurrent.atomic.AtomicLong;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.MessageContent;

/** Counts the bytes of replies that are on their way, so that clients which do not read them cannot fill the heap. */
final class ReplyBudget {

    private final AtomicLong outstanding = new AtomicLong();
    private final long limit;

    ReplyBudget(long limit) {
        this.limit = limit;
    }

    /** Returns true if another reply may be made. */
    boolean hasRoom() {
        return outstanding.get() < limit;
    }

    /** Returns the origin of a reply, which takes it out of the count when it has been delivered or dropped. */
    Origin add(long bytes) {
        outstanding.addAndGet(bytes);
        return new Origin(bytes);
    }

    /** One reply. */
    final class Origin implements DeliveryOrigin {

        private final AtomicLong bytes;

        private Origin(long bytes) {
            this.bytes = new AtomicLong(bytes);
        }

        @Override
        public void onOutcome(Delivery delivery) {
            if (delivery.settled()) {
                done();
            }
        }

        @Override
        public void onContentDrained(MessageContent content) {
            // A reply is complete when it is sent.
        }

        /** The reply takes no memory any more, or was not sent. */
        void done() {
            outstanding.addAndGet(-bytes.getAndSet(0));
        }
    }
}

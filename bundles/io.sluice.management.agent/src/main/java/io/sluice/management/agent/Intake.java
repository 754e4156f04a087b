// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryHandler;
import io.sluice.routing.api.DeliverySink;
import io.sluice.routing.api.Outcome;

/**
 * Takes requests off the loops of their senders. Only the bytes are gathered there; a complete message goes to a queue.
 * A request that comes in many parts is read as it comes, and there are few of those at a time, so that slow senders
 * keep neither memory nor places.
 */
final class Intake implements DeliveryHandler {

    /** A complete request.
     *
     * @param delivery still unsettled
     * @param message the whole message
     */
    record Arrived(Delivery delivery, byte[] message) {}

    private static final int MESSAGE_BYTES = 1024 * 1024;
    private static final int GROWING = 16;
    private static final Outcome TOO_LARGE = Outcome.rejected("amqp:link:message-size-exceeded",
            "A management request may have " + MESSAGE_BYTES + " bytes");

    private final BooleanSupplier room;
    private final Predicate<Arrived> queue;
    private final Semaphore growing = new Semaphore(GROWING);

    /**
     * Makes an intake.
     *
     * @param room tells whether the queue will probably take a request
     * @param queue tells whether it has taken a request
     */
    Intake(BooleanSupplier room, Predicate<Arrived> queue) {
        this.room = room;
        this.queue = queue;
    }

    @Override
    public boolean onDelivery(Delivery delivery) {
        // Before anything is read: what is refused may still go elsewhere.
        if (!room.getAsBoolean()) {
            return false;
        }
        if (delivery.content().isComplete()) {
            if (delivery.content().length() > MESSAGE_BYTES) {
                end(delivery, TOO_LARGE);
                return true;
            }
            ByteArrayOutputStream message = new ByteArrayOutputStream((int) delivery.content().length());
            drain(delivery, message);
            if (!queue.test(new Arrived(delivery, message.toByteArray()))) {
                end(delivery, Outcome.RELEASED);
            }
            return true;
        }
        if (!growing.tryAcquire()) {
            return false;
        }
        Growing part = new Growing();
        delivery.sink(part);
        part.onContent(delivery);
        return true;
    }

    private static void drain(Delivery delivery, ByteArrayOutputStream message) {
        for (byte[] part = delivery.read(); part != null; part = delivery.read()) {
            message.writeBytes(part);
        }
    }

    private static void end(Delivery delivery, Outcome outcome) {
        delivery.stopReading();
        delivery.settle(outcome);
    }

    /** A request that is still arriving. Its sender's loop calls. */
    private final class Growing implements DeliverySink {

        private ByteArrayOutputStream message = new ByteArrayOutputStream();

        @Override
        public void onContent(Delivery delivery) {
            if (message == null) {
                return;
            }
            boolean complete = delivery.content().isComplete();
            drain(delivery, message);
            if (message.size() > MESSAGE_BYTES) {
                finish();
                end(delivery, TOO_LARGE);
            } else if (complete) {
                Arrived arrived = new Arrived(delivery, message.toByteArray());
                finish();
                if (delivery.content().isAborted() || !queue.test(arrived)) {
                    end(delivery, Outcome.RELEASED);
                }
            }
        }

        private void finish() {
            message = null;
            growing.release();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.ArrayDeque;
import java.util.Deque;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.engine.Receiver;

/**
 * A link on which the peer sends: takes deliveries from the engine, hands them to the router, and brings outcomes and
 * credit back. Owner loop only, except the {@link DeliveryOrigin} methods.
 *
 * <p>Credit is kept by one rule: what the sender holds plus what is in flight is the link's capacity, as long as
 * there is a path; between routers what is in flight does not count. Bytes are bounded too: beyond what
 * {@link ByteBudget} allows the engine's deliveries are left unread, so that the session's window closes.
 */
final class IncomingLink extends BaseLink implements DeliveryOrigin {

    private static final long PARKED_MILLIS = 10_000;
    private static final Outcome UNAVAILABLE =
        Outcome.rejected("amqp:not-found", "Deliveries cannot be sent to an unavailable address");
    private static final Outcome NO_ADDRESS =
        Outcome.rejected("amqp:precondition-failed", "Routing failure: no address present");

    private final Receiver receiver;
    private final InboundMessage inbound;
    private final boolean control;
    private final boolean eager;
    private final Deque<Delivery> parked = new ArrayDeque<>();
    private final Runnable resume = this::resumeReading;

    private boolean path;
    private boolean creditGiven;
    private boolean drained;
    private boolean noRouteSeen;
    private boolean paused;
    private boolean reading;
    private boolean blocked;
    private boolean lastCall;
    private int inFlight;
    private long bytesInFlight;
    /** Its outcome is this router's own and does not count. */
    private Delivery refused;

    IncomingLink(ConnectionLinks connection, Receiver receiver, LinkDescriptor descriptor, LinkStats stats) {
        super(connection, receiver, descriptor, stats);
        this.receiver = receiver;
        this.control = RouterLinks.control(connection.role(), descriptor);
        this.eager = RouterLinks.eager(connection.role(), descriptor);
        this.inbound = new InboundMessage(this, !connection.stripsIn());
    }

    /** Returns true if this link carries the router protocol. */
    boolean isControl() {
        return control;
    }

    // ---- router

    @Override
    void granted() {
        path = RouterLinks.unaddressed(descriptor());
        creditGiven |= path;
        markReady();
        while (!parked.isEmpty() && routerLink() != null) {
            Delivery delivery = parked.poll();
            if (!route(delivery)) {
                return;
            }
        }
        resumeReading();
    }

    @Override
    void answered() {
        markReady();
        resumeReading();
    }

    @Override
    void path(boolean available) {
        path = available;
        if (available) {
            creditGiven = true;
            drained = false;
            noRouteSeen = false;
            markReady();
        } else if (noRouteSeen) {
            drain();
        }
    }

    @Override
    void park() {
        super.park();
        path = false;
        creditGiven = false;
    }

    private void drain() {
        if (!drained && !eager && !RouterLinks.unaddressed(descriptor()) && receiver.getRemoteCredit() > 0) {
            drained = true;
            receiver.drain(0);
            connection().touch();
        }
    }

    @Override
    boolean flush() {
        if (isOpen() && routerLink() != null && creditGiven && !drained && !connection().draining()) {
            // The engine's own credit still counts what it holds unread or in part; a message that is passed on while
            // it arrives is in flight already.
            int unread = Math.max(0, receiver.getCredit()) - (inbound.isStreaming() ? 1 : 0);
            int credit = descriptor().capacity() - Math.max(0, unread) - (eager ? 0 : inFlight);
            if (credit > 0) {
                receiver.flow(credit);
            }
        }
        noteCredit(receiver.getRemoteCredit());
        return false;
    }

    // ---- engine to router

    @Override
    void onFlow() {
        // A sender's flow says nothing that this side acts on.
    }

    @Override
    void onEngineDelivery(org.apache.qpid.proton.engine.Delivery engineDelivery) {
        if (engineDelivery.getContext() instanceof Delivery && engineDelivery.remotelySettled()
            && !engineDelivery.isSettled()) {
            // The sender settled first and wants no outcome any more; the consumer still gets the message.
            inbound.senderSettled(engineDelivery);
        }
        read();
    }

    private void read() {
        if (reading) {
            // An outcome that came while a delivery was being routed: the loop below goes on by itself.
            return;
        }
        reading = true;
        try {
            // No outcome may go out before the attach that answers the peer's.
            while (isOpen() && !paused) {
                org.apache.qpid.proton.engine.Delivery next = receiver.current();
                if (next == null || atLimit() || !inbound.take(receiver, next)) {
                    return;
                }
            }
        } finally {
            reading = false;
            setBlocked(isOpen() && (paused || atLimit()));
            noteCredit(receiver.getRemoteCredit());
        }
    }

    private void setBlocked(boolean now) {
        if (now != blocked) {
            blocked = now;
            connection().blocked(now);
            if (now && inbox().budget().exhausted()) {
                inbox().budget().await(resume);
            }
        }
    }

    private boolean atLimit() {
        ByteBudget budget = inbox().budget();
        boolean allowed = eager ? budget.allowsShared(bytesInFlight) : budget.allows(bytesInFlight);
        return !lastCall && inbound.idle() && (!allowed || parked.size() >= 2 * descriptor().capacity());
    }

    private void resumeReading() {
        paused = false;
        inbound.resume();
        read();
        connection().touch();
    }

    /** A message, or enough of a long one, has been read. */
    void dispatch(Delivery delivery) {
        inFlight++;
        count(delivery.content().length() + ByteBudget.DELIVERY_BYTES);
        stats().deliveries++;
        connection().noteDelivery();
        if (eager) {
            markReady();
        }
        if (connection().messages() != null) {
            connection().messages().received(delivery, descriptor());
        }
        if (delivery.presettled()) {
            stats().presettled++;
        } else {
            stats().unsettled++;
        }
        if (connection().draining() && !delivery.presettled()) {
            // The sender uses up credit it was given before. A consumer that got this might have no time to answer, and
            // the message would come a second time after the sender has reconnected.
            delivery.settle(Outcome.RELEASED);
        } else if (parked.isEmpty()) {
            route(delivery);
        } else {
            parked.add(delivery);
        }
    }

    /** Counts what a streamed message brings after it was dispatched. */
    void countBytes(int bytes) {
        count(bytes);
    }

    private void count(long bytes) {
        bytesInFlight += bytes;
        inbox().budget().count(bytes);
    }

    /** Returns false if the router is gone and the delivery was parked. */
    private boolean route(Delivery delivery) {
        RouterLink router = routerLink();
        TransferResult result = router == null ? TransferResult.GONE : router.transfer(delivery);
        switch (result) {
            case ROUTED -> { }
            case NO_ROUTE -> {
                noRouteSeen = true;
                stats().unrouted++;
                if (!path) {
                    drain();
                }
                if (delivery.presettled()) {
                    stats().droppedPresettled++;
                }
                delivery.settle(Outcome.RELEASED);
            }
            case UNAVAILABLE -> {
                drain();
                delivery.settle(UNAVAILABLE);
            }
            case TOO_FAR -> refuse(delivery, Outcome.RELEASED);
            case NO_ADDRESS -> refuse(delivery, NO_ADDRESS);
            default -> {
                park(delivery);
                return false;
            }
        }
        return true;
    }

    /** What cannot be routed at all is no delivery of this router's: it is not counted, nor is its outcome. */
    private void refuse(Delivery delivery, Outcome outcome) {
        stats().deliveries--;
        stats().presettled -= delivery.presettled() ? 1 : 0;
        refused = delivery;
        delivery.settle(outcome);
    }

    private void park(Delivery delivery) {
        if (parked.isEmpty()) {
            inbox().loop().schedule(this::releaseParked, PARKED_MILLIS);
        }
        parked.addFirst(delivery);
    }

    /** No router came in time: give what is parked back. */
    private void releaseParked() {
        if (routerLink() == null) {
            while (!parked.isEmpty()) {
                parked.poll().settle(Outcome.RELEASED);
            }
            connection().touch();
        }
    }

    /** The message as a whole is void: reject it without asking the router. */
    void reject(Delivery delivery, Outcome outcome) {
        inFlight++;
        count(delivery.content().length() + ByteBudget.DELIVERY_BYTES);
        if (!delivery.presettled()) {
            stats().unsettled++;
        }
        refused = delivery;
        delivery.settle(outcome);
    }

    // ---- router, or consumer, to engine

    @Override
    public void onOutcome(Delivery delivery) {
        if (inbox().loop().inLoop()) {
            finished(delivery);
        } else if (delivery.enqueueBack()) {
            inbox().pushBack(delivery);
        }
    }

    @Override
    public long connectionId() {
        return connection().connectionId();
    }

    @Override
    public void onContentDrained(MessageContent content) {
        inbox().post(resume);
    }

    /** An outcome has come. Owner loop. */
    void finished(Delivery delivery) {
        boolean settled = delivery.settled();
        if (delivery.ingress == null || isClosed()) {
            return;
        }
        var engineDelivery = (org.apache.qpid.proton.engine.Delivery) delivery.ingress;
        if (!settled) {
            if (!engineDelivery.isSettled()) {
                engineDelivery.disposition(inbox().outcomes().encode(delivery.outcome()));
                markReady();
            }
            return;
        }
        if (!delivery.content().isComplete() || inbound.isReading(delivery)) {
            // proton-j must keep the delivery until its last transfer: tell the outcome now, settle then.
            if (!delivery.presettled()) {
                DeliveryState state = inbox().outcomes().encode(delivery.outcome());
                if (state != null) {
                    engineDelivery.disposition(state);
                }
            }
            inbound.discardRest();
            markReady();
            return;
        }
        settle(delivery, engineDelivery);
        markReady();
        if ((blocked || receiver.current() != null) && !paused) {
            read();
        }
    }

    private void settle(Delivery delivery, org.apache.qpid.proton.engine.Delivery engineDelivery) {
        delivery.ingress = null;
        inFlight--;
        count(-delivery.content().length() - ByteBudget.DELIVERY_BYTES);
        boolean counts = delivery != refused;
        refused = counts ? refused : null;
        if (delivery.presettled()) {
            return;
        }
        stats().unsettled--;
        // What was given back may still stand in a consumer's queue.
        Outcome outcome = delivery.settled() ? delivery.outcome() : Outcome.RELEASED;
        if (counts) {
            stats().count(outcome);
            age(delivery);
        }
        if (!engineDelivery.isSettled()) {
            DeliveryState state = inbox().outcomes().encode(outcome);
            if (state != null) {
                engineDelivery.disposition(state);
            }
            engineDelivery.settle();
        }
    }

    /** Returns the message that is passed on while it arrives, null if there is none. */
    Delivery arriving() {
        return inbound.arriving();
    }

    /** Returns true if the message that arrives is not read because its consumers are behind. */
    boolean isPaused() {
        return paused;
    }

    /** Returns true if the consumers of the message that arrives have all there is of it. */
    boolean starves() {
        Delivery delivery = inbound.arriving();
        return delivery != null && !paused && receiver.current() != null && receiver.current().pending() == 0
            && delivery.content().buffered() == 0;
    }

    /** Gives back the message that is arriving: its consumers drop it, and what still comes of it goes nowhere. */
    void revoke() {
        if (inbound.arriving().presettled()) {
            stats().droppedPresettled++;
            inbound.revoke();
        } else {
            inbound.revoke().disposition(inbox().outcomes().encode(Outcome.RELEASED));
        }
        markReady();
        resumeReading();
    }

    /** The last transfer of a message whose outcome came before it has arrived. */
    void discarded(Delivery delivery) {
        if (delivery.ingress != null) {
            settle(delivery, (org.apache.qpid.proton.engine.Delivery) delivery.ingress);
            markReady();
        }
    }

    /** Stops reading from the engine until the consumers have caught up. */
    void pause() {
        paused = !lastCall;
    }

    /** What the sender had sent completely before it left is delivered, whatever is in flight already. */
    @Override
    void lastCall() {
        if (isOpen() && routerLink() != null) {
            lastCall = true;
            paused = false;
            read();
        }
    }

    @Override
    void ended() {
        setBlocked(false);
        inbox().budget().forget(resume);
        inbound.abort();
        parked.clear();
        inFlight = 0;
        count(-bytesInFlight);
        stats().unsettled = 0;
    }

    @Override
    int inFlight() {
        return inFlight;
    }

    @Override
    void countStuck(long nowNanos) {
        stats().stuck = Delays.stuck(receiver, nowNanos);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.AttachFields;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkSplice;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.SpliceEnd;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;

/**
 * One end of a routed link. What its peer does is told to the other end, and the other way round; the router is only
 * told that the link is there. Owner loop only, except the {@link SpliceEnd} methods, which carry their news to the
 * loop in the order of the calls.
 */
abstract class RoutedLink extends BaseLink implements SpliceEnd {

    private final Link link;
    private final LinkSplice splice;
    private final boolean accepting;
    private SpliceEnd other;
    /** The peer has ended the link. */
    private boolean peerEnded;
    /** The other end has heard that this one has ended. */
    private boolean told;
    /** The other end has ended. */
    private boolean otherEnded;
    /** This side's detach is in the engine. */
    private boolean detachSent;

    RoutedLink(ConnectionLinks connection, Link link, LinkDescriptor descriptor, LinkStats stats, boolean accepting) {
        super(connection, link, descriptor, stats);
        this.link = link;
        this.splice = descriptor.splice();
        this.accepting = accepting;
    }

    /** Makes the end that has a peer's attach to answer, and passes that on. */
    static RoutedLink accept(
            ConnectionLinks connection, Link link, LinkDescriptor descriptor, LinkStats stats, BareCapabilities bare) {
        RoutedLink end = of(connection, link, descriptor, stats, true);
        end.bare(bare);
        end.other = end.splice.accept(end);
        end.other.attach(connection.inbox().termini().read(link, bare));
        return end;
    }

    /** Makes the end that sends an attach, once the other end tells it which. */
    static RoutedLink open(ConnectionLinks connection, Session session, LinkDescriptor asked, LinkStats stats) {
        String name = asked.name();
        Link link = link(session, asked.incoming(), name);
        // Two clients of one container id may use one name; a second link of that name would take over the first.
        for (int i = 2; link.getContext() != null; i++) {
            link = link(session, asked.incoming(), name + "#" + i);
        }
        RoutedLink end = of(connection, link, asked, stats, false);
        end.other = end.splice.open(end);
        return end;
    }

    private static Link link(Session session, boolean incoming, String name) {
        return incoming ? session.receiver(name) : session.sender(name);
    }

    private static RoutedLink of(
            ConnectionLinks connection, Link link, LinkDescriptor descriptor, LinkStats stats, boolean accepting) {
        return link instanceof Receiver receiver
            ? new RoutedReceiver(connection, receiver, descriptor, stats, accepting)
            : new RoutedSender(connection, (Sender) link, descriptor, stats, accepting);
    }

    /** The link that was to be routed has ended meanwhile. */
    static void abandon(LinkSplice splice) {
        splice.accept(NoEnd.INSTANCE).detach(null, true);
    }

    /** The connection that was to carry the link has ended meanwhile. */
    static void lost(LinkSplice splice) {
        splice.open(NoEnd.INSTANCE).detach(LinkError.ROUTED_LINK_LOST, true);
    }

    final SpliceEnd other() {
        return other;
    }

    final boolean peerEnded() {
        return peerEnded;
    }

    final boolean otherEnded() {
        return otherEnded;
    }

    private void post(Runnable task) {
        inbox().post(() -> {
            if (!isClosed()) {
                task.run();
                connection().touch();
            }
        });
    }

    // ---- from the other end, any thread

    @Override
    public final void attach(AttachFields fields) {
        post(() -> {
            // An end that was never asked for anything has nothing to say to its peer.
            if (link.getLocalState() == EndpointState.UNINITIALIZED && !peerEnded) {
                answerOrAsk(fields);
            }
        });
    }

    private void answerOrAsk(AttachFields fields) {
        String asked = descriptor().address();
        boolean routeByTarget = accepting == descriptor().incoming();
        inbox().termini().write(link, fields, routeByTarget, address ->
            accepting ? splice.answerEdit().apply(address) : asked == null ? address : asked);
        link.open();
        if (accepting) {
            opened();
            started();
        }
    }

    @Override
    public final void credit(int added, boolean drain) {
        post(() -> onCredit(added, drain));
    }

    @Override
    public final void drained(int credit) {
        post(() -> onDrained(credit));
    }

    @Override
    public final void deliver(Delivery delivery, byte[] tag, Outcome state) {
        // What comes too late is dropped here: its sender is told of the end by what follows.
        post(() -> onDeliver(delivery, tag, state));
    }

    @Override
    public final void disposition(Delivery delivery, Outcome state, boolean settled) {
        post(() -> onDisposition(delivery, state, settled));
    }

    @Override
    public final void taken(long bytes, int credit) {
        post(() -> onTaken(bytes, credit));
    }

    @Override
    public final void detach(LinkError error, boolean closed) {
        post(() -> {
            otherEnded = true;
            onOtherEnded(error, () -> sendDetach(error, closed));
        });
    }

    private void sendDetach(LinkError error, boolean closed) {
        if (isClosed() || detachSent) {
            return;
        }
        detachSent = true;
        if (link.getLocalState() == EndpointState.UNINITIALIZED) {
            if (!accepting) {
                finish(null);
                ConnectionSessions.free(link);
                return;
            }
            RoutedTermini.refuse(link, bare());
            link.open();
        }
        inbox().termini().writeError(link, error);
        if (closed) {
            link.close();
        } else {
            link.detach();
        }
        if (peerEnded) {
            finish(null);
            ConnectionSessions.free(link);
        }
        connection().touch();
    }

    // ---- router

    @Override
    final void granted() {
        // The router only keeps account of the link.
    }

    @Override
    final void answered() {
        // As above.
    }

    @Override
    final void path(boolean available) {
        // Whether there is a path is the other end's business.
    }

    // ---- peer

    @Override
    final void attachedByPeer() {
        if (!accepting && !isOpen() && !isClosed()) {
            opened();
            bare(BareCapabilities.of(link, connection().inputFrame()));
            other.attach(inbox().termini().read(link, bare()));
            started();
        }
    }

    @Override
    final boolean detachedByPeer(boolean closing, boolean answer) {
        if (!answer) {
            finish(null);
            return false;
        }
        peerLeaves();
        peerEnded = true;
        tell(inbox().termini().error(link.getRemoteCondition()), closing);
        if (detachSent) {
            finish(null);
        }
        connection().touch();
        return detachSent;
    }

    private void tell(LinkError error, boolean closing) {
        if (!told) {
            told = true;
            other.detach(error, closing);
        }
    }

    @Override
    final void ended() {
        boolean lost = !told && !otherEnded;
        release(lost);
        tell(LinkError.ROUTED_LINK_LOST, true);
    }

    // ---- directions

    /** Both peers have attached: data may flow. */
    abstract void started();

    /** The peer has detached: it sends and takes nothing more. */
    abstract void peerLeaves();

    /**
     * The other end has ended.
     *
     * @param detach to be run now, or when what the other end sent before has been passed on
     */
    abstract void onOtherEnded(LinkError error, Runnable detach);

    /**
     * Lets go of all deliveries.
     *
     * @param lost the other end still wants their outcomes
     */
    abstract void release(boolean lost);

    abstract void onCredit(int added, boolean drain);

    abstract void onDrained(int credit);

    abstract void onDeliver(Delivery delivery, byte[] tag, Outcome state);

    abstract void onDisposition(Delivery delivery, Outcome state, boolean settled);

    abstract void onTaken(long bytes, int credit);
}

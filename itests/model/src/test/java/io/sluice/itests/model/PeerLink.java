// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.HashMap;
import java.util.Map;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Flow;

/** A peer's end of a link. */
abstract class PeerLink {

    final PeerSession session;
    final String name;
    final int handle;
    /** Null on an anonymous link and on a dynamic one that was not granted yet. */
    ModelAddress address;
    final boolean dynamic;
    boolean granted;
    boolean refused;
    boolean detachSent;
    boolean detachReceived;
    /** Session or connection have ended under it. */
    boolean lost;
    long deliveryCount;
    private final Map<String, Integer> last = new HashMap<>();

    PeerLink(PeerSession session, String name, int handle, ModelAddress address, boolean dynamic) {
        this.session = session;
        this.name = name;
        this.handle = handle;
        this.address = address;
        this.dynamic = dynamic;
    }

    /** Returns true if it was granted and neither side has begun to end it. */
    final boolean isLive() {
        return granted && !refused && !detachSent && !detachReceived && !lost;
    }

    /** Returns true if frames can be sent on it. */
    final boolean isUsable() {
        return !refused && !detachSent && !detachReceived && !lost;
    }

    final Flow flow() {
        Flow flow = session.flow();
        flow.setHandle(UnsignedInteger.valueOf(handle));
        return flow;
    }

    final void detach() {
        Detach detach = new Detach();
        detach.setHandle(UnsignedInteger.valueOf(handle));
        detach.setClosed(true);
        session.send(detach);
        detachSent = true;
    }

    abstract void attached(Attach attach);

    abstract void flowed(Flow flow);

    /** The link has ended, or has begun to end from this side. */
    abstract void left();

    /** Counts, for the order of messages. */
    final int remember(String key, int value) {
        Integer before = last.put(key, value);
        return before == null ? -1 : before;
    }

    @Override
    public String toString() {
        return name;
    }
}

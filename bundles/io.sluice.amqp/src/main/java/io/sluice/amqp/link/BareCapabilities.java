// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.nio.ByteBuffer;
import org.apache.qpid.proton.amqp.messaging.Terminus;
import org.apache.qpid.proton.engine.Link;

/**
 * Which ends of an attach name their one capability as a symbol of its own, and not as an array of one. The engine
 * shows both as an array; what answers the attach, or passes it on, is to write it as it came.
 */
record BareCapabilities(boolean source, boolean target) {

    /** No end does. */
    static final BareCapabilities NONE = new BareCapabilities(false, false);

    /**
     * Looks at a peer's attach.
     *
     * @param frame the attach as it came; null if it is not there any more
     */
    static BareCapabilities of(Link link, ByteBuffer frame) {
        boolean source = frame != null && one(link.getRemoteSource()) && AttachFrame.hasBareCapability(frame, false);
        boolean target = frame != null && one(link.getRemoteTarget()) && AttachFrame.hasBareCapability(frame, true);
        return source || target ? new BareCapabilities(source, target) : NONE;
    }

    private static boolean one(Object end) {
        return end instanceof Terminus node && node.getCapabilities() != null && node.getCapabilities().length == 1;
    }

    /** Returns what counts for the router's own end of a link that the peer asked for. */
    boolean own(boolean incoming) {
        return incoming ? target : source;
    }
}

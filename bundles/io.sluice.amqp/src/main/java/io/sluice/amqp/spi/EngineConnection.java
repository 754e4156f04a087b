// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.spi;

import java.nio.ByteBuffer;

import io.sluice.transport.api.ConnectionLoop;
import io.sluice.transport.api.EndpointSettings;
import org.apache.qpid.proton.engine.Connection;

/**
 * One AMQP connection's engine, as the link layer sees it. Owner loop only, except {@link #id}, {@link #loop} and
 * {@link #policy}.
 */
public interface EngineConnection {

    /** Returns the connection number, as in logs {@code [C<id>]}. Any thread. */
    long id();

    /** Returns the loop that owns the engine. Any thread. */
    ConnectionLoop loop();

    /** Returns the settings of the listener or connector. */
    EndpointSettings settings();

    /** Returns proton-j's connection endpoint. */
    Connection engine();

    /** Returns the peer's frame whose events are being handled, as it came; null at other times. Not to be changed. */
    ByteBuffer inputFrame();

    /** Asks for {@link LinkLayer#beforeFlush} and one flush of the engine at the end of this pass. Cheap to repeat. */
    void touch();

    /**
     * Returns true while the socket takes what is encoded; if false, {@link LinkLayer#beforeFlush} comes when it does.
     */
    boolean writable();

    /**
     * Stops reading from the peer, or goes on. While input is held the peer's silence is not held against it. Only
     * for a connection on which nothing but more of what cannot be taken would be read.
     */
    void holdInput(boolean hold);

    /** Returns what holds the peer to a policy, null if none does. Known from the Opens on. Any thread. */
    default PolicyGuard policy() {
        return null;
    }

    /** Closes the connection with an AMQP error, after what is encoded so far. */
    void closeWithError(String condition, String description);

    /** Says whether the router uses this connection, or keeps it in case another one is lost. */
    void active(boolean inUse);
}

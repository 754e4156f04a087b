// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.util.List;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLEngine;

import io.sluice.security.api.TlsProfile;
import io.sluice.transport.api.EndpointSettings;
import io.sluice.transport.api.WireHandler;

/** The listener or connector a connection belongs to, as the connection sees it. Called on the connection's loop. */
interface Endpoint {

    /** Returns the configuration. */
    EndpointSettings settings();

    /** Makes the protocol's end; null if there is no protocol now. */
    WireHandler newHandler(MinaConnection connection);

    /** Returns the TLS profile in effect now; null if none is configured or it is absent. */
    TlsProfile tlsProfile();

    /** Makes the TLS engine of a connection. */
    SSLEngine newEngine(TlsProfile profile);

    /** Returns where delegated TLS tasks run. */
    Executor tlsTasks();

    /** The socket is open. */
    void established(MinaConnection connection);

    /** The protocol's opening handshake is complete. */
    void opened(MinaConnection connection, String summary, List<String> failover);

    /**
     * The connection has ended.
     *
     * @param failure condition and description of the first failure recorded, null if none was
     * @param cause as {@link WireHandler#onClosed}
     */
    void closed(MinaConnection connection, String failure, Throwable cause);
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.ErrorCondition;
import org.apache.qpid.protonj2.client.exceptions.ClientConnectionRemotelyClosedException;
import org.apache.qpid.protonj2.client.exceptions.ClientLinkRemotelyClosedException;
import org.junit.jupiter.api.function.Executable;

import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.Peer;

/** Users with a password each, and what a policy tells them. */
final class PolicyUsers {

    private static final String PASSWORD = "secret";

    private PolicyUsers() {
    }

    /** Makes a file of users. */
    static Path file(Path folder, String... names) throws Exception {
        Path file = folder.resolve("users.sasldb");
        for (String name : names) {
            assertEquals(0, Distribution.run(Map.of("SLUICE_OPTS", "-Xms16m -Xmx64m"), PASSWORD + "\n",
                "passwd", "add", "--file", file.toString(), name).status());
        }
        return file;
    }

    private static ConnectionOptions options(String vhost, String name) {
        ConnectionOptions options = new ConnectionOptions().reconnectEnabled(false).virtualHost(vhost);
        if (name != null) {
            options.user(name).password(PASSWORD);
        }
        options.saslOptions().addAllowedMechanism(name == null ? "ANONYMOUS" : "PLAIN");
        return options;
    }

    /** Connects as somebody; without a name as nobody. */
    static Peer connect(int port, String vhost, String name) throws Exception {
        return Peer.connect(port, options(vhost, name));
    }

    /** Returns the error that a connection is closed with, soon after it was opened. */
    static String closed(int port, String vhost, String name) throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        ConnectionOptions options = options(vhost, name)
            .disconnectedHandler((connection, event) -> end.complete(event.failureCause()));
        try (Peer peer = Peer.connect(port, options)) {
            end.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            end.complete(e.getCause());
        }
        return text(assertInstanceOf(ClientConnectionRemotelyClosedException.class, end.get()).getErrorCondition());
    }

    /** Returns the error that a link is refused with. */
    static String refused(Executable attach) {
        Throwable cause = assertThrows(ExecutionException.class, attach).getCause();
        return text(assertInstanceOf(ClientLinkRemotelyClosedException.class, cause).getErrorCondition());
    }

    /** Returns condition and description. */
    static String text(ErrorCondition error) {
        return error.condition() + " " + error.description();
    }
}

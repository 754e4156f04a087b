// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.security.api.SaslContext;
import io.sluice.security.api.SaslMechanismFactory;
import io.sluice.security.api.TemporarySaslException;
import java.nio.charset.StandardCharsets;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

/** ANONYMOUS, a PLAIN that knows user "user" with password "pw", and a TWICE that asks a question before it lets in. */
record TestMechanism(String mechanism, boolean possible) implements SaslMechanismFactory {

    TestMechanism(String mechanism) {
        this(mechanism, true);
    }

    @Override
    public boolean available(SaslContext context) {
        return possible && (!mechanism.equals("PLAIN") || context.encrypted() || context.names("PLAIN"));
    }

    @Override
    public SaslServer newServer(SaslContext context) {
        return new Server();
    }

    private final class Server implements SaslServer {

        private String user;
        private int rounds;

        @Override
        public String getMechanismName() {
            return mechanism;
        }

        @Override
        public byte[] evaluateResponse(byte[] response) throws SaslException {
            String text = new String(response, StandardCharsets.UTF_8);
            if (mechanism.equals("ANONYMOUS")) {
                user = "anonymous";
            } else if (text.equals("\0busy\0pw")) {
                throw new TemporarySaslException("user store away");
            } else if (mechanism.equals("PLAIN")) {
                if (!text.equals("\0user\0pw")) {
                    throw new SaslException("wrong");
                }
                user = "user@test";
            } else if (++rounds < 2) {
                return "again?".getBytes(StandardCharsets.US_ASCII);
            } else if (text.equals("endless")) {
                return new byte[0];
            } else {
                user = text;
                return "welcome".getBytes(StandardCharsets.US_ASCII);
            }
            return null;
        }

        @Override
        public boolean isComplete() {
            return user != null;
        }

        @Override
        public String getAuthorizationID() {
            return user;
        }

        @Override
        public byte[] unwrap(byte[] incoming, int offset, int len) {
            throw new IllegalStateException();
        }

        @Override
        public byte[] wrap(byte[] outgoing, int offset, int len) {
            throw new IllegalStateException();
        }

        @Override
        public Object getNegotiatedProperty(String propName) {
            return null;
        }

        @Override
        public void dispose() {}
    }
}

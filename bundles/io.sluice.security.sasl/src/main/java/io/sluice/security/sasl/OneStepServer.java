// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl;

import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

/** The server's side of a mechanism that is one message of the client, without security layer. */
abstract class OneStepServer implements SaslServer {

    private final String mechanism;
    private boolean asked;
    private boolean finished;
    private String user;

    OneStepServer(String mechanism) {
        this.mechanism = mechanism;
    }

    /** Returns true if the client has to say something, so that an absent initial response is asked for once. */
    abstract boolean needsResponse();

    /** Returns the user that the response proves. */
    abstract String authenticate(byte[] response) throws SaslException;

    @Override
    public final byte[] evaluateResponse(byte[] response) throws SaslException {
        if (finished) {
            throw new SaslException(mechanism + ": the exchange has ended");
        }
        byte[] given = response == null ? new byte[0] : response;
        if (given.length == 0 && needsResponse() && !asked) {
            asked = true;
            return new byte[0];
        }
        finished = true;
        user = authenticate(given);
        return null;
    }

    @Override
    public final String getMechanismName() {
        return mechanism;
    }

    @Override
    public final boolean isComplete() {
        return user != null;
    }

    @Override
    public final String getAuthorizationID() {
        if (user == null) {
            throw new IllegalStateException(mechanism + ": not authenticated");
        }
        return user;
    }

    @Override
    public final byte[] unwrap(byte[] incoming, int offset, int length) {
        throw new IllegalStateException(mechanism + " has no security layer");
    }

    @Override
    public final byte[] wrap(byte[] outgoing, int offset, int length) {
        throw new IllegalStateException(mechanism + " has no security layer");
    }

    @Override
    public final Object getNegotiatedProperty(String property) {
        if (user == null) {
            throw new IllegalStateException(mechanism + ": not authenticated");
        }
        return javax.security.sasl.Sasl.QOP.equals(property) ? "auth" : null;
    }

    @Override
    public final void dispose() {
        finished = true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.SaslListener;
import org.apache.qpid.proton.engine.Transport;

/** Logs in: takes the best of the mechanisms that the router offers and the user's options make possible. */
final class Login implements SaslListener {

    /** Best first. */
    private static final List<String> KNOWN = List.of("EXTERNAL", "PLAIN", "ANONYMOUS");

    private final Credentials credentials;
    private final boolean tls;
    private String refusal;

    Login(Credentials credentials, boolean tls) {
        this.credentials = credentials;
        this.tls = tls;
    }

    /** Returns why the login has failed, null if it has not. */
    String refusal() {
        return refusal;
    }

    @Override
    public void onSaslMechanisms(Sasl sasl, Transport transport) {
        List<String> offered = List.of(sasl.getRemoteMechanisms());
        for (String mechanism : KNOWN) {
            if (offered.contains(mechanism) && allowed(mechanism) && possible(mechanism)) {
                sasl.setMechanisms(mechanism);
                byte[] first = first(mechanism);
                sasl.send(first, 0, first.length);
                return;
            }
        }
        refusal = "the router offers " + (offered.isEmpty() ? "no mechanism" : String.join(", ", offered))
                + ", and " + hint(offered);
    }

    private boolean allowed(String mechanism) {
        return credentials.mechanisms().isEmpty() || credentials.mechanisms().contains(mechanism);
    }

    private boolean possible(String mechanism) {
        return switch (mechanism) {
            case "EXTERNAL" -> credentials.certificate() && tls;
            case "PLAIN" -> credentials.user() != null;
            default -> credentials.user() == null || credentials.mechanisms().contains(mechanism);
        };
    }

    private byte[] first(String mechanism) {
        return switch (mechanism) {
            case "PLAIN" -> ("\0" + credentials.user() + "\0" + credentials.password())
                    .getBytes(StandardCharsets.UTF_8);
            case "ANONYMOUS" -> "sluice".getBytes(StandardCharsets.UTF_8);
            default -> new byte[0];
        };
    }

    private String hint(List<String> offered) {
        if (offered.contains("PLAIN") && credentials.user() == null) {
            return "PLAIN needs a user: --sasl-username and --sasl-password-file";
        } else if (offered.contains("EXTERNAL") && !credentials.certificate()) {
            return "EXTERNAL needs a certificate: --ssl-certificate and --ssl-key";
        } else if (credentials.user() != null && !offered.contains("PLAIN")) {
            return "a user name can be used with PLAIN only; some routers offer PLAIN with TLS (amqps://) only";
        }
        String wanted = credentials.mechanisms().isEmpty() ? String.join(", ", KNOWN)
                : String.join(", ", credentials.mechanisms());
        return "--sasl-mechanisms allows " + wanted;
    }

    @Override
    public void onSaslInit(Sasl sasl, Transport transport) {
        // Only servers get it.
    }

    @Override
    public void onSaslChallenge(Sasl sasl, Transport transport) {
        sasl.send(new byte[0], 0, 0);
    }

    @Override
    public void onSaslResponse(Sasl sasl, Transport transport) {
        // Only servers get it.
    }

    @Override
    public void onSaslOutcome(Sasl sasl, Transport transport) {
        switch (sasl.getOutcome()) {
            case PN_SASL_OK -> refusal = null;
            case PN_SASL_AUTH -> refusal = credentials.user() == null
                    ? "the router does not accept this client"
                    : "wrong user name or password (user " + credentials.user() + ")";
            default -> refusal = "the router could not check the login; try again";
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.sasl;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.RealmChoiceCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.security.SaslChallenge;
import org.apache.qpid.proton.amqp.security.SaslCode;
import org.apache.qpid.proton.amqp.security.SaslInit;
import org.apache.qpid.proton.amqp.security.SaslMechanisms;
import org.apache.qpid.proton.amqp.security.SaslOutcome;
import org.apache.qpid.proton.amqp.security.SaslResponse;

/** The dialling side: picks the strongest mechanism that both ends and the configuration allow. */
public final class SaslClientLayer implements SaslLayer {

    private static final List<String> BY_PASSWORD = List.of("DIGEST-MD5", "CRAM-MD5", "PLAIN");
    private static final int MAX_ROUNDS = 16;

    private final SaslHost host;
    private final Settings settings;
    private String mechanism;
    private SaslClient client;
    private int rounds;

    /** Makes the layer of one connection. */
    public SaslClientLayer(SaslHost host, Settings settings) {
        this.host = host;
        this.settings = settings;
    }

    /**
     * What the connector is configured with.
     *
     * @param allowed the connector's {@code saslMechanisms}, empty for no restriction
     * @param user the connector's {@code saslUsername}, null without one
     * @param password the connector's {@code saslPassword}
     * @param hostname the target's host name
     * @param encrypted TLS is in place
     */
    public record Settings(List<String> allowed, String user, String password, String hostname, boolean encrypted) {}

    @Override
    public void start() {}

    @Override
    public void frame(Object body) {
        if (body instanceof SaslMechanisms offer && mechanism == null) {
            offered(offer.getSaslServerMechanisms());
        } else if (body instanceof SaslChallenge challenge && mechanism != null && ++rounds <= MAX_ROUNDS) {
            challenged(bytes(challenge.getChallenge()));
        } else if (body instanceof SaslOutcome outcome && mechanism != null) {
            ended(outcome);
        } else {
            host.failed("amqp:connection:framing-error", "unexpected frame during SASL");
        }
    }

    private void offered(Symbol[] symbols) {
        List<String> names = symbols == null ? List.of() : List.of(symbols).stream().map(Symbol::toString).toList();
        mechanism = choose(names);
        if (mechanism == null) {
            host.failed("amqp:unauthorized-access", "Authentication failed [mech=none]");
            return;
        }
        SaslInit init = new SaslInit();
        init.setMechanism(Symbol.valueOf(mechanism));
        init.setHostname(settings.hostname());
        try {
            byte[] response = initialResponse();
            if (response != null) {
                init.setInitialResponse(new Binary(response));
            }
        } catch (SaslException e) {
            fail();
            return;
        }
        host.send(init);
    }

    private String choose(List<String> names) {
        if (usable("EXTERNAL", names) && settings.encrypted()
                && (settings.allowed().contains("EXTERNAL") || settings.user() == null)) {
            return "EXTERNAL";
        }
        if (settings.user() != null) {
            for (String candidate : BY_PASSWORD) {
                if (usable(candidate, names)) {
                    return candidate;
                }
            }
        }
        return usable("ANONYMOUS", names) ? "ANONYMOUS" : null;
    }

    private boolean usable(String name, List<String> names) {
        return names.contains(name) && (settings.allowed().isEmpty() || settings.allowed().contains(name));
    }

    private byte[] initialResponse() throws SaslException {
        switch (mechanism) {
            case "ANONYMOUS":
                return "anonymous".getBytes(StandardCharsets.US_ASCII);
            case "EXTERNAL":
                return new byte[0];
            case "PLAIN":
                return ("\0" + settings.user() + "\0" + password()).getBytes(StandardCharsets.UTF_8);
            default:
                client = Sasl.createSaslClient(new String[] {mechanism}, null, "amqp", settings.hostname(), Map.of(),
                        this::answer);
                if (client == null) {
                    throw new SaslException("no client for " + mechanism);
                }
                return client.hasInitialResponse() ? client.evaluateChallenge(new byte[0]) : null;
        }
    }

    private void challenged(byte[] challenge) {
        try {
            byte[] answer = client == null ? initialResponse() : client.evaluateChallenge(challenge);
            SaslResponse response = new SaslResponse();
            response.setResponse(new Binary(answer == null ? new byte[0] : answer));
            host.send(response);
        } catch (SaslException e) {
            fail();
        }
    }

    private void ended(SaslOutcome outcome) {
        if (outcome.getCode() != SaslCode.OK) {
            fail();
            return;
        }
        try {
            if (client != null && !client.isComplete() && outcome.getAdditionalData() != null) {
                client.evaluateChallenge(bytes(outcome.getAdditionalData()));
            }
        } catch (SaslException e) {
            fail();
            return;
        }
        host.authenticated(mechanism, settings.user());
    }

    private void fail() {
        host.failed("amqp:unauthorized-access", "Authentication failed [mech=" + mechanism + "]");
    }

    private String password() {
        return settings.password() == null ? "" : settings.password();
    }

    private void answer(Callback[] callbacks) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(settings.user());
            } else if (callback instanceof PasswordCallback secret) {
                secret.setPassword(password().toCharArray());
            } else if (callback instanceof RealmChoiceCallback choice) {
                choice.setSelectedIndex(choice.getDefaultChoice());
            } else if (callback instanceof RealmCallback realm) {
                realm.setText(realm.getDefaultText());
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    private static byte[] bytes(Binary binary) {
        if (binary == null) {
            return new byte[0];
        }
        byte[] result = new byte[binary.getLength()];
        System.arraycopy(binary.getArray(), binary.getArrayOffset(), result, 0, result.length);
        return result;
    }
}

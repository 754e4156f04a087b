// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.sasl;

import io.sluice.security.api.SaslContext;
import io.sluice.security.api.SaslMechanismFactory;
import io.sluice.security.api.TemporarySaslException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.security.SaslChallenge;
import org.apache.qpid.proton.amqp.security.SaslCode;
import org.apache.qpid.proton.amqp.security.SaslInit;
import org.apache.qpid.proton.amqp.security.SaslMechanisms;
import org.apache.qpid.proton.amqp.security.SaslOutcome;
import org.apache.qpid.proton.amqp.security.SaslResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accepting side. Mechanisms are services; responses are evaluated on an executor, one at a time, with the
 * connection's input held meanwhile. While no service offers anything that the listener allows, the peer waits.
 */
public final class SaslServerLayer implements SaslLayer {

    private static final Logger LOG = LoggerFactory.getLogger("SERVER");
    private static final int MAX_ROUNDS = 16;
    private static final byte[] NO_BYTES = new byte[0];

    private final SaslHost host;
    private final SaslContext context;
    private final MechanismRegistry registry;
    private final Executor executor;
    private Map<String, SaslMechanismFactory> offered;
    private boolean waiting;
    private String mechanism;
    private SaslMechanismFactory factory;
    /** Used by one thread at a time: the executor while input is held, the loop otherwise. */
    private volatile SaslServer server;
    private int rounds;
    private boolean ended;

    /** Makes the layer of one connection. */
    public SaslServerLayer(SaslHost host, SaslContext context, MechanismRegistry registry, Executor executor) {
        this.host = host;
        this.context = context;
        this.registry = registry;
        this.executor = executor;
    }

    @Override
    public void start() {
        offer();
    }

    @Override
    public void mechanismsChanged() {
        if (waiting && !ended) {
            offer();
        }
    }

    private void offer() {
        boolean any = false;
        Map<String, SaslMechanismFactory> offers = new LinkedHashMap<>();
        for (SaslMechanismFactory candidate : registry.factories()) {
            String name = candidate.mechanism();
            if (context.allowedMechanisms().isEmpty() || context.names(name)) {
                any = true;
                if (candidate.available(context)) {
                    offers.putIfAbsent(name, candidate);
                }
            }
        }
        if (!any) {
            if (!waiting) {
                LOG.info("SASL of {} waits: no mechanism service that the listener allows", context.remoteAddress());
                waiting = true;
                host.hold(true);
            }
            return;
        }
        offered = offers;
        SaslMechanisms frame = new SaslMechanisms();
        frame.setSaslServerMechanisms(offers.keySet().stream().map(Symbol::valueOf).toArray(Symbol[]::new));
        host.send(frame);
        if (waiting) {
            waiting = false;
            host.hold(false);
        }
    }

    @Override
    public void frame(Object body) {
        if (ended) {
            return;
        }
        if (body instanceof SaslInit init && mechanism == null && init.getMechanism() != null) {
            init(init);
        } else if (body instanceof SaslResponse response && server != null && ++rounds <= MAX_ROUNDS) {
            if (server.isComplete()) {
                succeed();
            } else {
                evaluate(bytes(response.getResponse()), null);
            }
        } else {
            end();
            host.failed("amqp:connection:framing-error", "unexpected frame during SASL");
        }
    }

    private void init(SaslInit init) {
        mechanism = init.getMechanism().toString();
        factory = offered.get(mechanism);
        if (factory == null) {
            String why = "Failed to authenticate client [mech=" + mechanism + "]";
            boolean excluded = !context.allowedMechanisms().isEmpty() && !context.names(mechanism);
            refuse(SaslCode.AUTH, excluded ? "Client mechanism not in mechanism inclusion list. (" + why + ")" : why);
            return;
        }
        byte[] response = init.getInitialResponse() == null ? null : bytes(init.getInitialResponse());
        if (response == null && (mechanism.equals("PLAIN") || mechanism.startsWith("SCRAM-"))) {
            challengeForInitialResponse(init.getHostname());
            return;
        }
        evaluate(response == null ? NO_BYTES : response, init.getHostname());
    }

    /** A mechanism in which the client speaks first gets an empty challenge if the client did not. */
    private void challengeForInitialResponse(String hostname) {
        SaslMechanismFactory maker = factory;
        run(() -> {
            server = maker.newServer(contextFor(hostname));
            return NO_BYTES;
        });
    }

    private void evaluate(byte[] response, String hostname) {
        SaslMechanismFactory maker = factory;
        run(() -> {
            SaslServer current = server;
            if (current == null) {
                current = maker.newServer(contextFor(hostname));
                server = current;
            }
            return current.evaluateResponse(response);
        });
    }

    private SaslContext contextFor(String hostname) {
        return new SaslContext(context.encrypted(), context.allowedMechanisms(), context.peerCertificates(),
                context.certificateUser(), context.remoteAddress(), hostname);
    }

    private interface Step {
        byte[] take() throws SaslException;
    }

    private void run(Step step) {
        if (!registry.contains(factory)) {
            refuse(SaslCode.SYS_TEMP, "SASL mechanism " + mechanism + " is not available at present");
            return;
        }
        host.hold(true);
        try {
            executor.execute(() -> {
                try {
                    byte[] challenge = step.take();
                    host.post(() -> evaluated(challenge));
                } catch (TemporarySaslException e) {
                    host.post(() -> refused(SaslCode.SYS_TEMP, e));
                } catch (SaslException e) {
                    host.post(() -> refused(SaslCode.AUTH, e));
                } catch (RuntimeException | LinkageError e) {
                    host.post(() -> refused(SaslCode.SYS_TEMP, e));
                }
            });
        } catch (RejectedExecutionException e) {
            host.hold(false);
            refuse(SaslCode.SYS_TEMP, "too many SASL exchanges at once");
        }
    }

    private void evaluated(byte[] challenge) {
        if (ended) {
            return;
        }
        if (server.isComplete() && (challenge == null || challenge.length == 0)) {
            succeed();
        } else {
            // A last word of the server goes as a challenge too, which the client answers with nothing: not every
            // client looks at the outcome's additional-data.
            SaslChallenge frame = new SaslChallenge();
            frame.setChallenge(new Binary(challenge == null ? NO_BYTES : challenge));
            host.send(frame);
        }
        host.hold(false);
    }

    private void succeed() {
        String user = server.getAuthorizationID();
        end();
        SaslOutcome outcome = new SaslOutcome();
        outcome.setCode(SaslCode.OK);
        host.send(outcome);
        host.authenticated(mechanism, user);
    }

    private void refused(SaslCode code, Throwable cause) {
        if (!ended) {
            LOG.debug("SASL {} of {} refused: {}", mechanism, context.remoteAddress(), cause.toString());
            refuse(code, "Failed to authenticate client [mech=" + mechanism + "]");
        }
    }

    private void refuse(SaslCode code, String description) {
        end();
        SaslOutcome outcome = new SaslOutcome();
        outcome.setCode(code);
        host.send(outcome);
        host.failed("amqp:unauthorized-access", description);
    }

    private static byte[] bytes(Binary binary) {
        if (binary == null) {
            return NO_BYTES;
        }
        byte[] result = new byte[binary.getLength()];
        System.arraycopy(binary.getArray(), binary.getArrayOffset(), result, 0, result.length);
        return result;
    }

    private void end() {
        ended = true;
        if (server != null) {
            try {
                server.dispose();
            } catch (SaslException e) {
                LOG.debug("dispose of SASL {}", mechanism, e);
            }
        }
        // The connection goes on, and must not keep the classes of a mechanism that may be replaced meanwhile.
        offered = null;
        factory = null;
        server = null;
    }

    @Override
    public void dispose() {
        ended = true;
    }
}

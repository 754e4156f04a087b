// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl;

import java.util.Map;

import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;

import io.sluice.security.api.SaslContext;
import io.sluice.security.api.SaslMechanismFactory;

/** ANONYMOUS (RFC 4505): everyone is the user {@code anonymous}. */
@Component(
        configurationPid = "io.sluice.router",
        property = {"sasl.mechanism=ANONYMOUS", "service.ranking:Integer=100"})
public final class AnonymousMechanism implements SaslMechanismFactory {

    private static final String NAME = "ANONYMOUS";
    private static final int MAX_TRACE_BYTES = 1024;

    private volatile boolean listed = true;

    /** Takes the router's SASL configuration file, whose {@code mech_list} may leave this mechanism out. */
    @Activate
    @Modified
    void configure(Map<String, Object> router) {
        listed = SaslConfFile.of(router).lists(NAME);
    }

    @Override
    public String mechanism() {
        return NAME;
    }

    @Override
    public boolean available(SaslContext context) {
        return listed && (context.allowedMechanisms().isEmpty() || context.names(NAME));
    }

    @Override
    public SaslServer newServer(SaslContext context) {
        return new OneStepServer(NAME) {
            @Override
            boolean needsResponse() {
                return false;
            }

            @Override
            String authenticate(byte[] trace) throws SaslException {
                if (trace.length > MAX_TRACE_BYTES) {
                    throw new SaslException("malformed response: trace of " + trace.length + " bytes");
                }
                Utf8.text(trace);
                return "anonymous";
            }
        };
    }
}

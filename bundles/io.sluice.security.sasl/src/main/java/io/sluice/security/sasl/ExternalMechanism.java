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

/** EXTERNAL (RFC 4422): the user is the one of the TLS client certificate. */
@Component(
        configurationPid = "io.sluice.router",
        property = {"sasl.mechanism=EXTERNAL", "service.ranking:Integer=300"})
public final class ExternalMechanism implements SaslMechanismFactory {

    private static final String NAME = "EXTERNAL";

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
        return listed && certified(context)
                && (context.allowedMechanisms().isEmpty() || context.names(NAME));
    }

    private static boolean certified(SaslContext context) {
        return context.encrypted() && !context.peerCertificates().isEmpty()
                && context.certificateUser() != null && !context.certificateUser().isEmpty();
    }

    @Override
    public SaslServer newServer(SaslContext context) throws SaslException {
        if (!certified(context)) {
            throw new SaslException("no TLS client certificate");
        }
        return new OneStepServer(NAME) {
            @Override
            boolean needsResponse() {
                return false;
            }

            @Override
            String authenticate(byte[] authorizationId) throws SaslException {
                String wanted = Utf8.text(authorizationId);
                if (!wanted.isEmpty() && !wanted.equals(context.certificateUser())) {
                    throw new SaslException("the certificate's user may not act as another user");
                }
                return context.certificateUser();
            }
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl;

import java.util.List;
import java.util.Map;

import javax.security.sasl.SaslServer;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import io.sluice.security.api.SaslContext;
import io.sluice.security.api.SaslMechanismFactory;
import io.sluice.security.api.UserStore;

/** PLAIN (RFC 4616): user name and password in clear text, so only under TLS unless the listener names it. */
@Component(
        configurationPid = "io.sluice.router",
        property = {"sasl.mechanism=PLAIN", "service.ranking:Integer=200"})
public final class PlainMechanism implements SaslMechanismFactory {

    static final String NAME = "PLAIN";

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<UserStore> stores;

    private final DummyCredential dummy = new DummyCredential();

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
        return listed && (context.allowedMechanisms().isEmpty() ? context.encrypted() : context.names(NAME));
    }

    @Override
    public SaslServer newServer(SaslContext context) {
        return new PlainServer(() -> stores, dummy);
    }

    /** Sets the stores, as the component runtime does. */
    void stores(List<UserStore> newStores) {
        stores = newStores;
    }
}

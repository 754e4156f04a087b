// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.ConfigurationReport;
import io.sluice.security.api.TlsProfile;

/**
 * One configured {@code sslProfile}. It registers its service by hand: the service of a component would carry the
 * whole configuration as its properties, password included, and would be there while the files are unusable.
 */
@Component(
        service = {},
        configurationPid = "io.sluice.sslProfile",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class SslProfile implements TlsProfile {

    private static final Duration EXPIRY_WARNING = Duration.ofDays(30);

    private final Logger log = LoggerFactory.getLogger("CONN_MGR");
    private final BundleContext bundle;
    private final SslProfileEntities entities;

    // Written by the component runtime, one call at a time; read by any thread.
    private volatile EngineFactory factory;
    private volatile String name;
    private volatile Result result;
    private volatile ConfigurationReport report;
    private ServiceRegistration<TlsProfile> registration;
    private SslProfileEntity entity;

    /** What became of the last configuration; without reason it is in use. */
    private record Result(String pid, String attribute, String reason) {}

    /** Called by the component runtime. */
    @Activate
    public SslProfile(BundleContext bundle, @Reference SslProfileEntities entities) {
        this.bundle = bundle;
        this.entities = entities;
    }

    /** Reads the files. */
    @Activate
    void activate(Map<String, Object> configuration) {
        configure(configuration);
    }

    /** Reads the files again: engines made from now on use them. If they are unusable the old ones stay in use. */
    @Modified
    void modified(Map<String, Object> configuration) {
        configure(configuration);
    }

    /** Takes the service away; engines that exist go on. */
    @Deactivate
    void deactivate() {
        if (registration != null) {
            registration.unregister();
            registration = null;
        }
        if (entity != null) {
            entities.registry().remove(entity);
            entity = null;
        }
    }

    private void configure(Map<String, Object> configuration) {
        ProfileSettings wanted = ProfileSettings.of(configuration);
        try {
            Date now = new Date();
            EngineFactory loaded = EngineFactory.load(wanted, now);
            factory = loaded;
            name = wanted.name();
            result = new Result(wanted.pid(), null, null);
            announce(wanted);
            warn(loaded, wanted, now);
            log.info("Created SSL Profile with name {} ", wanted.name());
        } catch (RejectedException e) {
            result = new Result(wanted.pid(), e.attribute(), e.getMessage());
            log.error("SSL Profile {}: {}{}", wanted.name(),
                    e.attribute() == null ? "" : e.attribute() + ": ", e.getMessage());
        }
        tell();
    }

    private void announce(ProfileSettings wanted) {
        SslProfileEntity old = entity;
        entity = new SslProfileEntity(wanted);
        if (old != null && !old.identity().equals(entity.identity())) {
            entities.registry().remove(old);
        }
        entities.registry().add(entity);
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(NAME, wanted.name()));
        if (registration == null) {
            registration = bundle.registerService(TlsProfile.class, this, properties);
        } else if (!wanted.name().equals(registration.getReference().getProperty(NAME))) {
            registration.setProperties(properties);
        }
    }

    private void warn(EngineFactory loaded, ProfileSettings wanted, Date now) {
        Date expires = loaded.expires();
        if (expires != null && expires.toInstant().isBefore(now.toInstant().plus(EXPIRY_WARNING))) {
            log.warn("SSL Profile {}: the certificate in {} expires at {}",
                    wanted.name(), wanted.get("certFile"), expires.toInstant());
        }
        String format = wanted.get("uidFormat");
        if (format != null && !UserIdFormat.valid(format)) {
            log.warn("SSL Profile {}: invalid uidFormat '{}', expected at most 7 of the letters c s l o u n 1 2 5;"
                    + " the certificate's subject is used", wanted.name(), format);
        }
    }

    /** Binds the report, and tells a late one where things stand. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setReport(ConfigurationReport newReport) {
        report = newReport;
        tell();
    }

    /** Forgets the report, unless a newer one was bound already. */
    void unsetReport(ConfigurationReport oldReport) {
        if (report == oldReport) {
            report = null;
        }
    }

    private void tell() {
        ConfigurationReport to = report;
        Result what = result;
        if (to == null || what == null) {
            return;
        }
        if (what.reason() == null) {
            to.applied(what.pid(), null);
        } else {
            to.rejected(what.pid(), what.attribute(), what.reason());
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SSLContext context() {
        return factory.context();
    }

    @Override
    public SSLEngine newServerEngine(boolean requireClientCertificate) {
        return factory.server(requireClientCertificate);
    }

    @Override
    public SSLEngine newServerEngine(boolean requireClientCertificate, String trustedCertsFile) {
        return factory.server(requireClientCertificate, trustedCertsFile);
    }

    @Override
    public SSLEngine newClientEngine(String host, int port, boolean verifyHostname) {
        return factory.client(host, port, verifyHostname);
    }

    @Override
    public String userId(List<X509Certificate> chain) {
        return factory.userId(chain);
    }
}

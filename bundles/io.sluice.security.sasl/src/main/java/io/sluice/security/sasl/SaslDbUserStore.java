// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.ConfigurationReport;
import io.sluice.management.api.EntityListener;
import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.EntitySource;
import io.sluice.management.api.ManagedEntity;
import io.sluice.security.api.UserStore;
import io.sluice.security.sasl.store.UserFile;
import io.sluice.security.sasl.store.UserName;

/** The users file as a service. It works without configuration too, with the file in the installation's folder. */
@Component(
        service = {UserStore.class, EntitySource.class},
        immediate = true,
        configurationPid = {"io.sluice.router", UserStoreSettings.PID},
        property = "entityType=userStore")
public final class SaslDbUserStore implements UserStore, EntitySource {

    private final Logger log = LoggerFactory.getLogger("SERVER");
    private final EntityRegistry<UserStoreEntity> registry = new EntityRegistry<>("userStore");
    private final String home;

    private volatile UserStoreSettings settings;
    private volatile CachedUsers users;
    private volatile ConfigurationReport report;

    /** Called by the component runtime. */
    @Activate
    public SaslDbUserStore(BundleContext bundle, Map<String, Object> configuration) {
        this(bundle.getProperty("sluice.home"), configuration);
    }

    SaslDbUserStore(String home, Map<String, Object> configuration) {
        this.home = home;
        modified(configuration);
    }

    /** Takes another file or realm. */
    @Modified
    void modified(Map<String, Object> configuration) {
        UserStoreSettings wanted = UserStoreSettings.of(configuration, home);
        if (wanted.equals(settings)) {
            return;
        }
        if (wanted.problem() != null) {
            log.error("{}; the users file is {}", wanted.problem(), wanted.path());
        }
        CachedUsers fresh = new CachedUsers(new UserFile(wanted.path()), System::nanoTime);
        users = fresh;
        settings = wanted;
        registry.add(new UserStoreEntity(wanted, fresh));
        tell();
    }

    @Override
    public Optional<StoredUser> find(String user) {
        String full;
        try {
            full = UserName.full(user, settings.realm());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return users.find(full);
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

    /** The users file is only read for the report if someone configured it; else with the first login. */
    private void tell() {
        ConfigurationReport to = report;
        UserStoreSettings now = settings;
        if (to == null || now.pid() == null) {
            return;
        }
        String failure = users.failure();
        if (failure == null) {
            to.applied(now.pid(), null);
        } else {
            to.rejected(now.pid(), "path", failure);
        }
    }

    @Override
    public String entityType() {
        return registry.entityType();
    }

    @Override
    public Collection<? extends ManagedEntity> entities() {
        return registry.entities();
    }

    @Override
    public void addListener(EntityListener listener) {
        registry.addListener(listener);
    }

    @Override
    public void removeListener(EntityListener listener) {
        registry.removeListener(listener);
    }
}

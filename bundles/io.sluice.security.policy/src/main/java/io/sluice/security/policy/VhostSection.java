// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.policy;

import java.util.HashMap;
import java.util.Map;

import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import io.sluice.management.api.ConfigurationReport;
import io.sluice.management.api.Configurator;
import io.sluice.management.api.ManagementException;

/** One configured {@code vhost}. */
@Component(
        service = VhostSection.class,
        immediate = true,
        configurationPid = "io.sluice.vhost",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class VhostSection {

    private final VhostTable table;
    private VhostEntity entity;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ConfigurationReport report;

    /** Keeps what management changes. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Configurator configurator;

    /** Makes a section; {@link #start} applies it, when the report is bound. */
    @Activate
    public VhostSection(@Reference(policyOption = ReferencePolicyOption.GREEDY) VhostTable table) {
        this.table = table;
    }

    @Activate
    @Modified
    void start(Map<String, Object> values) {
        String pid = (String) values.get(Constants.SERVICE_PID);
        ConfigurationReport to = report;
        try {
            apply(values);
            if (to != null) {
                to.applied(pid, null);
            }
        } catch (PolicyException e) {
            if (to != null) {
                to.rejected(pid, e.attribute(), e.getMessage());
            }
        }
    }

    private VhostEntity make(String hostname) {
        return new VhostEntity(hostname, table.counts(hostname), this::change);
    }

    @Deactivate
    synchronized void stop() {
        if (entity != null) {
            table.remove(entity);
            entity = null;
        }
    }

    /** Comes back as a changed configuration, so that it is there for a later instance too. */
    private void change(String identity, Map<String, Object> changes) throws ManagementException {
        Configurator to = configurator;
        if (to == null) {
            throw new ManagementException(ManagementException.INTERNAL_ERROR, "Configuration is not available");
        }
        to.update(VhostEntity.TYPE, identity, changes);
    }

    private synchronized void apply(Map<String, Object> values) throws PolicyException {
        Map<String, Object> attributes = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.indexOf('.') < 0 && value != null) {
                attributes.put(key, value);
            }
        });
        Vhost rules = VhostReader.read(attributes);
        VhostEntity kept = entity != null && entity.rules().hostname().equals(rules.hostname()) ? entity : null;
        VhostEntity next = kept != null ? kept : make(rules.hostname());
        if (kept == null) {
            stop();
        }
        table.put(next, rules);
        next.attributes(attributes);
        entity = next;
    }
}

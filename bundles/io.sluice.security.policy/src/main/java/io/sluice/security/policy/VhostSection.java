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

    @Deactivate
    synchronized void stop() {
        if (entity != null) {
            table.remove(entity);
            entity = null;
        }
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
        VhostEntity next = kept != null ? kept : new VhostEntity(rules.hostname(), this::apply);
        if (kept == null) {
            stop();
        }
        table.put(next, rules);
        next.attributes(attributes);
        entity = next;
    }
}

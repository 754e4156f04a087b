// SPDX-License-Identifier: Apache-2.0
package io.sluice.logging;

import java.util.Map;

import org.osgi.framework.Constants;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import io.sluice.launcher.log.RouterLog;
import io.sluice.management.api.ConfigurationReport;

/** One configured {@code log} section. */
@Component(
        service = LogSection.class,
        immediate = true,
        configurationPid = "io.sluice.log",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class LogSection {

    private final LogBook book;
    private String module;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ConfigurationReport report;

    /** Makes a section; {@link #start} applies it, when the report is bound. */
    @Activate
    public LogSection(@Reference(policyOption = ReferencePolicyOption.GREEDY) LogBook book) {
        this.book = book;
    }

    @Activate
    void start(Map<String, ?> values) {
        String newModule = (String) values.get("module");
        if (newModule == null) {
            newModule = RouterLog.DEFAULT;
        }
        if (module != null && !module.equals(newModule)) {
            book.remove(module);
        }
        module = newModule;
        String pid = (String) values.get(Constants.SERVICE_PID);
        ConfigurationReport to = report;
        try {
            book.put(module, LogSettings.of(values));
            if (to != null) {
                to.applied(pid, null);
            }
        } catch (InvalidSettingsException e) {
            if (to != null) {
                to.rejected(pid, e.attribute(), e.getMessage());
            }
        }
    }

    @Modified
    void change(Map<String, ?> values) {
        start(values);
    }

    /** Only a deleted section has no effect any more; when the bundle is stopped, the log goes on as it is. */
    @Deactivate
    void stop(int reason) {
        if (reason == ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_DELETED) {
            book.remove(module);
        }
    }
}

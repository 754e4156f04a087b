// SPDX-License-Identifier: Apache-2.0
package io.sluice.shell;

import java.util.List;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** {@code sluice:status}: needs nothing, so that it works when nothing else does. */
@Component(
        service = StatusCommands.class,
        property = {"osgi.command.scope=sluice", "osgi.command.function=status"})
public final class StatusCommands {

    private final BundleContext context;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ServiceComponentRuntime runtime;

    /** Called by the component runtime. */
    @Activate
    public StatusCommands(BundleContext context) {
        this.context = context;
    }

    /** Tells the state of every bundle, and which components wait for what. */
    public String status() {
        Table bundles = new Table("ID", "STATE", "VERSION", "BUNDLE");
        for (Bundle bundle : context.getBundles()) {
            bundles.row(bundle.getBundleId(), state(bundle), bundle.getVersion(), Bundles.name(bundle));
        }
        ServiceComponentRuntime now = runtime;
        if (now == null) {
            return bundles + "\n\nNo component runtime: no component can run";
        }
        List<Components.Waiting> waiting = new Components(now).waiting();
        return bundles + "\n\n" + (waiting.isEmpty() ? "All components are satisfied" : WhyCommands.table(waiting));
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> bundle.getHeaders().get("Fragment-Host") == null ? "active" : "fragment";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.INSTALLED -> "installed";
            case Bundle.RESOLVED -> bundle.getHeaders().get("Fragment-Host") == null ? "resolved" : "fragment";
            default -> "uninstalled";
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.shell;

import java.util.List;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** {@code sluice:why}: what the components that do not run are waiting for. */
@Component(
        service = WhyCommands.class,
        property = {"osgi.command.scope=sluice", "osgi.command.function=why"})
public final class WhyCommands {

    private final Components components;

    /** Called by the component runtime. */
    @Activate
    public WhyCommands(@Reference(policyOption = ReferencePolicyOption.GREEDY) ServiceComponentRuntime runtime) {
        this.components = new Components(runtime);
    }

    /** Tells of all components. */
    public String why() {
        return why("");
    }

    /** Tells of the components whose name contains a text. */
    public String why(String part) {
        List<Components.Waiting> waiting = components.waiting().stream()
                .filter(one -> one.component().contains(part)).toList();
        return waiting.isEmpty() ? "No component is waiting" : table(waiting);
    }

    static String table(List<Components.Waiting> waiting) {
        Table table = new Table("BUNDLE", "COMPONENT", "WAITS FOR");
        waiting.forEach(one -> table.row(one.bundle(), one.component(), one.reason()));
        return table.toString();
    }
}

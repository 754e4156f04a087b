// SPDX-License-Identifier: Apache-2.0
package io.sluice.shell;

import java.util.ArrayList;
import java.util.List;

import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Finds components that do not run, and why. */
final class Components {

    private final ServiceComponentRuntime runtime;

    Components(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** A component that does not run. */
    record Waiting(long bundle, String component, String reason) {}

    /** Returns all that wait for a service or failed; what merely has no configuration is not among them. */
    List<Waiting> waiting() {
        List<Waiting> found = new ArrayList<>();
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(description)) {
                String reason = reason(description, configuration);
                if (reason != null) {
                    found.add(new Waiting(description.bundle.id, name(configuration), reason));
                }
            }
        }
        return found;
    }

    private static String name(ComponentConfigurationDTO configuration) {
        Object pid = configuration.properties.get("service.pid");
        String name = configuration.description.name;
        return pid == null || pid.equals(name) ? name : name + " [" + pid + ']';
    }

    private static String reason(ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
        return switch (configuration.state) {
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> missing(description, configuration);
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> "failed: " + (configuration.failure == null
                    ? "see the log" : configuration.failure.lines().findFirst().orElse(""));
            default -> null;
        };
    }

    private static String missing(ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
        List<String> texts = new ArrayList<>();
        for (UnsatisfiedReferenceDTO reference : configuration.unsatisfiedReferences) {
            String wanted = reference.name;
            for (ReferenceDTO declared : description.references) {
                if (declared.name.equals(reference.name)) {
                    wanted = declared.interfaceName;
                }
            }
            texts.add("no service " + wanted + (reference.target == null ? "" : " with " + reference.target));
        }
        return String.join("; ", texts);
    }
}

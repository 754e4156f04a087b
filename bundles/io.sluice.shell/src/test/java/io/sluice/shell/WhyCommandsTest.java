// SPDX-License-Identifier: Apache-2.0
package io.sluice.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

class WhyCommandsTest {

    private final List<ComponentConfigurationDTO> configurations = new ArrayList<>();
    private final WhyCommands commands = new WhyCommands(runtime());

    @Test
    void shouldNameTheServiceThatIsMissing() {
        ComponentConfigurationDTO waiting =
                configuration("x.Waiting", ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
        waiting.properties = Map.of("service.pid", "x~1");
        UnsatisfiedReferenceDTO reference = new UnsatisfiedReferenceDTO();
        reference.name = "router";
        reference.target = "(a=b)";
        waiting.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {reference};
        ReferenceDTO declared = new ReferenceDTO();
        declared.name = "router";
        declared.interfaceName = "x.Router";
        waiting.description.references = new ReferenceDTO[] {declared};
        configuration("x.Running", ComponentConfigurationDTO.ACTIVE);

        assertEquals("BUNDLE  COMPONENT        WAITS FOR\n"
                + "7       x.Waiting [x~1]  no service x.Router with (a=b)",
                commands.why());
        assertEquals(commands.why(), commands.why("Waiting"));
        assertEquals("No component is waiting", commands.why("Running"));
    }

    @Test
    void shouldTellWhyActivationFailed() {
        configuration("x.Failed", ComponentConfigurationDTO.FAILED_ACTIVATION).failure =
                "java.lang.Error: boom\n\tat x";

        assertTrue(commands.why().contains("failed: java.lang.Error: boom"), commands.why());
        assertFalse(commands.why().contains("at x"));
    }

    @Test
    void shouldNotComplainOfComponentsWithoutConfiguration() {
        configuration("x.Unconfigured", ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION);

        assertEquals("No component is waiting", commands.why());
    }

    private ComponentConfigurationDTO configuration(String name, int state) {
        ComponentDescriptionDTO description = new ComponentDescriptionDTO();
        description.name = name;
        description.bundle = new BundleDTO();
        description.bundle.id = 7;
        description.references = new ReferenceDTO[0];
        ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
        configuration.description = description;
        configuration.state = state;
        configuration.properties = Map.of();
        configurations.add(configuration);
        return configuration;
    }

    private ServiceComponentRuntime runtime() {
        return (ServiceComponentRuntime) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {ServiceComponentRuntime.class}, (self, method, arguments) -> switch (method.getName()) {
                    case "getComponentDescriptionDTOs" -> configurations.stream().map(one -> one.description).toList();
                    case "getComponentConfigurationDTOs" ->
                        configurations.stream().filter(one -> one.description == arguments[0]).toList();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}

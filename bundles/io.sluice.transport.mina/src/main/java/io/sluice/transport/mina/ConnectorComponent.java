// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Ties a {@link Connector} to its configuration. */
@Component(service = {}, immediate = true, configurationPid = "io.sluice.connector",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ConnectorComponent {

    private final Connector connector;

    /** Called by the component runtime. */
    @Activate
    public ConnectorComponent(@Reference MinaTransport transport, Map<String, Object> properties) {
        connector = new Connector(transport, Settings.text(properties, "service.pid", ""),
                Settings.attributes(properties), RetryTimings.DEFAULT, ConnectionTimings.DEFAULT);
        connector.start();
    }

    @Deactivate
    void deactivate() {
        connector.stop();
    }
}

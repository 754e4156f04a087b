// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Ties a {@link Listener} to its configuration. */
@Component(service = {}, immediate = true, configurationPid = "io.sluice.listener",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ListenerComponent {

    /** Between attempts to bind a port that another process, or an older version of this bundle, holds. */
    private static final long RETRY_MILLIS = 1_000;

    private final Listener listener;

    /** Called by the component runtime. */
    @Activate
    public ListenerComponent(@Reference MinaTransport transport, Map<String, Object> properties) {
        listener = new Listener(transport, Settings.text(properties, "service.pid", ""),
                Settings.attributes(properties), RETRY_MILLIS, ConnectionTimings.DEFAULT);
        listener.start();
    }

    @Deactivate
    void deactivate() {
        listener.stop();
    }
}

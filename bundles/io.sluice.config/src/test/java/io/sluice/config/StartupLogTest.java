// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

class StartupLogTest {

    @Test
    void shouldAnnounceListenersAndConnectors() throws Exception {
        Plan plan = Configs.load("router {\nid: R\n}\nsslProfile {\nname: tls\n}\n"
            + "listener {\nhost: 127.0.0.1\nport: 5671\nsslProfile: tls\n}\n"
            + "connector {\nhost: broker\nport: amqp\nrole: route-container\n}\n");
        List<String> lines = plan.sections().stream().map(StartupLog::configuredLine).filter(Objects::nonNull).sorted()
            .toList();
        assertEquals(List.of("Configured Connector: broker:amqp proto=any, role=route-container",
            "Configured Listener: 127.0.0.1:5671 proto=any, role=normal, sslProfile=tls"), lines);
    }
}

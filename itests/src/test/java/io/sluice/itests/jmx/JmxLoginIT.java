// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.jmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Map;

import javax.management.remote.JMXConnector;

import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.Jmx;
import io.sluice.itests.harness.SluiceProcess;

/** The remote JMX connector asks for the same users as the router does. */
class JmxLoginIT {

    @Test
    void shouldAskForAUserOfTheStore() throws Exception {
        Path folder = Distribution.workFolder("jmx-login");
        Path users = folder.resolve("users.sasldb");
        assertEquals(0, Distribution.run(Map.of(), "secret\n", "passwd", "add", "admin", "--file", users.toString())
            .status());
        Conf conf = Conf.router("ITEST.JMXLOGIN").section("userStore", "path: " + users)
            .section("jmx", "host: 127.0.0.1", "port: 0");
        try (SluiceProcess router = new SluiceProcess.Start(conf).in(folder).start()) {
            try (Jmx jmx = Jmx.connect(router, credentials("admin", "secret"))) {
                assertEquals(1, jmx.names("io.sluice:type=router").size());
            }
            assertThrows(SecurityException.class, () -> Jmx.connect(router, credentials("admin", "wrong")));
            assertThrows(SecurityException.class, () -> Jmx.connect(router, credentials("nobody", "secret")));
            assertThrows(SecurityException.class, () -> Jmx.connect(router, Map.of()));
        }
    }

    private static Map<String, Object> credentials(String user, String password) {
        return Map.of(JMXConnector.CREDENTIALS, new String[] {user, password});
    }
}

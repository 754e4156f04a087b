// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.sluice.itests.harness.Certificates;
import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.Distribution.Result;

/** A configuration that cannot work ends the start with status 1 and says where the fault is. */
class WrongConfigurationIT {

    private static Result start(Path folder, String text) throws Exception {
        Path file = Files.writeString(folder.resolve("wrong.conf"), text);
        Result result = Distribution.run(Map.of("SLUICE_OPTS", "-Xms16m -Xmx64m"), "", "run", "-c", file.toString());
        assertEquals(1, result.status(), result.err());
        assertEquals("", result.out());
        return result;
    }

    /** Checks that one line names the place and all the words, and that no stack trace is shown. */
    private static void assertSays(Result result, String... words) {
        assertTrue(result.err().lines().anyMatch(line -> List.of(words).stream().allMatch(line::contains)),
            () -> String.join(", ", words) + " expected in one line of\n" + result.err());
        assertFalse(result.err().contains("\tat "), result.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "listener | prot: 5672            | 6 | prot             | port",
        "listener | authenticatePeer: si  | 6 | authenticatePeer | si",
        "listener | role: normale         | 6 | role             | normal",
        "listener | port: 70000           | 6 | port             | 70000",
        "listenr  | port: 0               | 5 | listenr          | listener",
        "address  | distribution: nearest | 6 | distribution     | nearest",
        "log      | enable: loud+         | 6 | enable           | loud+",
    })
    void shouldNameFileLineAndNearestName(String section, String line, int number, String attribute, String hint)
            throws Exception {
        String text = "# a comment\nrouter {\n    id: X\n}\n" + section + " {\n    " + line + "\n";
        if (section.equals("address")) {
            text += "    prefix: a\n";
        } else if (section.equals("log")) {
            text += "    module: DEFAULT\n";
        }
        Result result = start(Distribution.workFolder("wrong"), text + "}\n");
        assertSays(result, "wrong.conf:" + number, attribute, hint);
    }

    @Test
    void shouldRefuseDuplicateNames() throws Exception {
        Result result = start(Distribution.workFolder("wrong"),
            Conf.router("X").listener("twin").listener("twin").toString());
        assertSays(result, "wrong.conf:", "twin", "duplicates unique attribute 'name'");
    }

    @Test
    void shouldRefuseBrokenSyntax() throws Exception {
        assertSays(start(Distribution.workFolder("wrong"), "router {\n    id X\n}\n"), "wrong.conf:2");
    }

    @Test
    void shouldRefuseWhatIsNotSupportedYet() throws Exception {
        Result result = start(Distribution.workFolder("wrong"),
            Conf.router("X").section("authServicePlugin", "name: a", "host: h").toString());
        assertSays(result, "wrong.conf:", "authServicePlugin", "not supported yet");
    }

    @Test
    void shouldRefuseAMissingFile() throws Exception {
        Result result = Distribution.run("run", "-c", "/nowhere/router.conf");
        assertEquals(1, result.status());
        assertSays(result, "Not found: Configuration file could not be opened");
    }

    @Test
    void shouldRefuseAnEmptyFile() throws Exception {
        assertSays(start(Distribution.workFolder("wrong"), ""), "Configuration: Configuration file was empty");
    }

    @Test
    void shouldRefuseAPortInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Result result = start(Distribution.workFolder("wrong"), Conf.router("X").section("listener",
                "name: amqp", "host: 127.0.0.1", "port: " + taken.getLocalPort()).toString());
            assertSays(result, "wrong.conf:", "listener", Integer.toString(taken.getLocalPort()));
        }
    }

    private static Conf profile(String... lines) {
        return Conf.open("X").section("sslProfile", lines)
            .listener("amqps", "sslProfile: tls", "authenticatePeer: no");
    }

    @Test
    void shouldRefuseAnUnreadableKey() throws Exception {
        Path folder = Distribution.workFolder("wrong");
        Certificates certificates = new Certificates(folder);
        Files.writeString(folder.resolve("broken.pem"), "-----BEGIN PRIVATE KEY-----\nnonsense\n");
        Result result = start(folder, profile("name: tls", "certFile: " + certificates.server().certificate(),
            "privateKeyFile: " + folder.resolve("broken.pem")).toString());
        assertSays(result, "wrong.conf:", "sslProfile", "broken.pem");
    }

    @Test
    void shouldRefuseAMissingKey() throws Exception {
        Path folder = Distribution.workFolder("wrong");
        Certificates certificates = new Certificates(folder);
        Result result = start(folder, profile("name: tls", "certFile: " + certificates.server().certificate(),
            "privateKeyFile: " + folder.resolve("missing.pem")).toString());
        assertSays(result, "wrong.conf:", "sslProfile", "missing.pem");
    }

    @Test
    void shouldRefuseAWrongKeyPassword() throws Exception {
        Path folder = Distribution.workFolder("wrong");
        Certificates certificates = new Certificates(folder);
        Result result = start(folder, profile("name: tls", "certFile: " + certificates.server().certificate(),
            "privateKeyFile: " + certificates.server().encryptedKey(), "password: pass:wrong").toString());
        assertSays(result, "wrong.conf:", "sslProfile", "password");
    }
}

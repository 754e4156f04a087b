// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.jmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.SluiceProcess;

/** A session with jmxterm, as a person types it. */
class JmxtermIT {

    private static String session(SluiceProcess router, List<String> options, String... lines) throws Exception {
        Path input = Files.write(router.folder().resolve("session"), List.of(lines));
        Path output = router.folder().resolve("session.out");
        String target = router.log().await("JMX connector: service:jmx:rmi:///jndi/rmi://(\\S+)/jmxrmi").group(1);
        List<String> command = new java.util.ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
            System.getProperty("jmxterm.jar"), "-n", "-l", target));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectInput(input.toFile()).redirectErrorStream(true)
            .redirectOutput(output.toFile()).start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "jmxterm does not end");
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private static void assertHas(String output, String part) {
        assertTrue(output.contains(part), () -> "no '" + part + "' in\n" + output);
    }

    @Test
    void shouldLookChangeCreateAndDelete() throws Exception {
        Conf conf = Conf.open("ITEST.JMXTERM").section("jmx", "host: 127.0.0.1", "port: 0", "authenticate: no");
        try (SluiceProcess router = SluiceProcess.start(conf)) {
            String output = session(router, List.of(),
                "domain io.sluice", "beans",
                "bean io.sluice:type=router", "get id", "get -s mode", "info",
                "bean io.sluice:type=router.stats", "set histograms term.*", "get histograms", "get egressLatency",
                "bean io.sluice:type=management",
                "run query listener name,port name=amqp",
                "run createAddress copies term/copies \"\" multicast",
                "run query router.config.address name,distribution prefix=term/copies",
                "run delete router.config.address copies",
                "run query router.config.address",
                "run delete listener nothing",
                "bean io.sluice:name=\"log/SERVER\",type=log", "set enable debug+", "get enable",
                "close", "quit");
            assertHas(output, "io.sluice:name=\"amqp\",type=listener");
            assertHas(output, "id = ITEST.JMXTERM;");
            assertHas(output, "\nstandalone\n");
            assertHas(output, "deliveriesIngress (java.lang.Long, r)");
            assertHas(output, "histograms = term.*;");
            assertHas(output, "p999 = 0;");
            assertHas(output, "( listener/127.0.0.1:0:amqp ) = {");
            assertHas(output, "distribution = multicast;");
            assertHas(output, "No entity with name=nothing");
            assertHas(output, "enable = debug+;");
        }
    }

    @Test
    void shouldLetAUserWhoMayOnlyLookLookOnly() throws Exception {
        Path folder = Distribution.workFolder("jmxterm");
        Path users = folder.resolve("users.sasldb");
        for (String user : List.of("viewer", "admin")) {
            assertEquals(0, Distribution.run(Map.of(), "secret\n", "passwd", "add", user, "--file", users.toString())
                .status());
        }
        Conf conf = Conf.router("ITEST.VIEW").section("userStore", "path: " + users)
            .section("jmx", "host: 127.0.0.1", "port: 0", "adminUsers: admin");
        String[] lines = {"bean io.sluice:type=management", "run createAddress a term/a \"\" multicast",
            "run query router.config.address name prefix=term/a", "quit"};
        try (SluiceProcess router = new SluiceProcess.Start(conf).in(folder).start()) {
            String viewed = session(router, List.of("-u", "viewer", "-p", "secret"), lines);
            assertHas(viewed, "This user may only look");
            assertHas(viewed, "operation returns");
            assertTrue(!viewed.contains("name = a;"), viewed);
            assertHas(session(router, List.of("-u", "admin", "-p", "secret"), lines), "name = a;");
        }
    }
}

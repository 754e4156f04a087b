// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.cli;

import static io.sluice.itests.harness.Distribution.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Distribution.Result;
import io.sluice.itests.harness.SluiceProcess;

/** The tools in a network: other routers are asked by way of the one that is connected, over AMQP and over JMX. */
class NetworkToolsIT {

    private static final String OPEN = "authenticatePeer: no";
    private static final String ANYBODY = "saslMechanisms: ANONYMOUS";
    /** Each look takes a process of its own. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static SluiceProcess first;
    private static SluiceProcess second;
    private static SluiceProcess edge;

    @BeforeAll
    static void startRouters() throws Exception {
        first = SluiceProcess.start(Conf.empty().section("router", "mode: interior", "id: TOOLS.A")
            .listener("amqp", OPEN, ANYBODY)
            .listener("trunk", "role: inter-router", OPEN, ANYBODY)
            .listener("uplink", "role: edge", OPEN, ANYBODY));
        second = SluiceProcess.start(Conf.empty().section("router", "mode: interior", "id: TOOLS.B")
            .section("connector", "name: trunk", "host: 127.0.0.1", "port: " + first.port("trunk"),
                "role: inter-router"));
        edge = SluiceProcess.start(Conf.empty().section("router", "mode: edge", "id: TOOLS.E")
            .section("connector", "name: uplink", "host: 127.0.0.1", "port: " + first.port("uplink"), "role: edge"));
        first.log().await("Computed next hops: \\{TOOLS.B=TOOLS.B\\}");
        second.log().await("Computed next hops: \\{TOOLS.A=TOOLS.A\\}");
        edge.log().await("Edge connection \\(id=\\d+\\) to interior established");
        for (SluiceProcess router : List.of(first, second)) {
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertEquals(2,
                local(router, "manage", "query", "--type", "router.node", "id").out().split("\"id\"").length - 1));
        }
        Awaitility.await().atMost(LIMIT)
            .untilAsserted(() -> assertTrue(local(first, "stat", "-e").out().contains("TOOLS.E")));
    }

    @AfterAll
    static void stopRouters() {
        edge.close();
        second.close();
        first.close();
    }

    private static Result local(SluiceProcess router, String... arguments) throws Exception {
        return with(arguments, "--pid=" + router.pid());
    }

    private static Result amqp(String... arguments) throws Exception {
        return with(arguments, "--bus=127.0.0.1:" + first.port());
    }

    private static Result with(String[] arguments, String last) throws Exception {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = last;
        return run(all);
    }

    /** Returns whose answers were printed. */
    private static List<String> routers(Result result) {
        assertEquals(0, result.status(), result.err());
        return result.out().lines().filter(line -> line.startsWith("TOOLS.")).toList();
    }

    @Test
    void shouldShowTheNetwork() throws Exception {
        String out = amqp("stat", "-n").out();
        assertTrue(out.contains("TOOLS.A    (self)"), out);
        assertTrue(out.contains("TOOLS.B"), out);
    }

    @Test
    void shouldAskOneOtherRouter() throws Exception {
        assertEquals(List.of("TOOLS.B"), routers(amqp("stat", "-c", "-r", "TOOLS.B")));
        assertEquals(List.of("TOOLS.A"), routers(local(second, "stat", "-c", "-r", "TOOLS.A")));
        assertEquals(List.of("TOOLS.E"), routers(amqp("stat", "-c", "-d", "TOOLS.E")));
        assertEquals(List.of("TOOLS.E"), routers(local(first, "stat", "-d", "TOOLS.E")));
        assertEquals(List.of("TOOLS.A"), routers(local(edge, "stat", "-r", "TOOLS.A")));
    }

    @Test
    void shouldAskAllRouters() throws Exception {
        assertEquals(List.of("TOOLS.A", "TOOLS.B"), routers(amqp("stat", "-a", "--all-routers")).stream().sorted()
            .toList());
        assertEquals(List.of("TOOLS.A", "TOOLS.B"), routers(local(second, "stat", "--all-routers")).stream().sorted()
            .toList());
    }

    @Test
    void shouldChangeAnotherRouter() throws Exception {
        Result created = amqp("manage", "create", "-r", "TOOLS.B", "--type", "address", "--name", "far",
            "prefix=far");
        assertEquals(0, created.status(), created.err());
        assertEquals(0, local(second, "manage", "delete", "--type", "address", "--name", "far").status());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.cli;

import static io.sluice.itests.harness.Distribution.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.sluice.itests.harness.Certificates;
import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.Distribution.Result;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** The commands stat, manage, log and watch, against a router, over AMQP, TLS and JMX. */
class ToolsIT {

    private static SluiceProcess router;
    private static Certificates certificates;
    private static Path password;
    private static Path trust;

    @BeforeAll
    static void startRouter() throws Exception {
        Path folder = Distribution.workFolder("tools");
        certificates = new Certificates(folder);
        trust = certificates.authority();
        Certificates.Identity server = certificates.server();
        Path users = folder.resolve("users");
        password = Files.writeString(folder.resolve("password"), "pa:ss w0rd\n");
        assertEquals(0, run(Map.of(), "pa:ss w0rd\n", "passwd", "add", "--file", users.toString(), "op").status());
        router = new SluiceProcess.Start(Conf.open("ITEST.TOOLS")
            .section("userStore", "path: " + users)
            .section("sslProfile", "name: tls", "certFile: " + server.certificate(),
                "privateKeyFile: " + server.key(), "caCertFile: " + trust)
            .listener("login", "authenticatePeer: yes", "saslMechanisms: PLAIN")
            .listener("tls", "sslProfile: tls", "requireSsl: yes", "authenticatePeer: no",
                "saslMechanisms: ANONYMOUS PLAIN")
            .listener("certificate", "sslProfile: tls", "requireSsl: yes", "authenticatePeer: yes",
                "saslMechanisms: EXTERNAL")
            .section("address", "name: a", "prefix: tools/a", "distribution: multicast")
            .section("autoLink", "name: u", "address: tools/u", "direction: in", "containerId: broker")
            .section("linkRoute", "name: r", "prefix: tools/r", "direction: in", "containerId: broker"))
            .in(folder).start();
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    private static String bus(String listener) {
        return "127.0.0.1:" + router.port(listener);
    }

    /** Runs a command against the listener for everybody. */
    private static Result ask(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--bus=" + bus("amqp"));
        return run(all.toArray(new String[0]));
    }

    private static String done(Result result) {
        assertEquals(0, result.status(), result.err());
        assertEquals("", result.err());
        return result.out();
    }

    private static void failed(int status, String message, Result result) {
        assertEquals(status, result.status(), result.out() + result.err());
        assertTrue(result.err().contains(message), result.err());
        assertEquals("", result.out());
    }

    @Test
    void shouldShowAllViews() throws Exception {
        String out = done(ask("stat", "--all-entities"));
        assertEquals("ITEST.TOOLS", out.lines().skip(1).findFirst().orElse(""), out);
        for (String title : List.of("Router Statistics", "Connections", "Router Links", "Router Addresses",
                "Routers in the Network", "Edge Connections", "AutoLinks", "Link Routes", "Java Machine",
                "Memory Summary", "Policy Configuration", "Policy Status", "Vhosts", "Vhost Groups", "Vhost Stats",
                "Log")) {
            assertTrue(out.contains("\n\n" + title), title + " is not in\n" + out);
        }
    }

    @Test
    void shouldShowTheSameOverJmxAsOverAmqp() throws Exception {
        String pid = Long.toString(router.pid());
        String local = done(run("stat", "--linkroutes", "--pid", pid));
        assertEquals(local.lines().skip(1).toList(), done(ask("stat", "--linkroutes")).lines().skip(1).toList());
        assertEquals(done(run("manage", "query", "--type", "listener", "--pid", pid)),
            done(ask("manage", "query", "--type", "listener")));
        assertTrue(done(run("log", "--pid", pid, "-n", "1000")).contains("Container Name: ITEST.TOOLS"));
    }

    @Test
    void shouldSayThatAProcessIsNoRouter() throws Exception {
        failed(3, "sluice stat: ", run("stat", "--pid", Long.toString(ProcessHandle.current().pid())));
    }

    @Test
    void shouldWriteCsvAndJson() throws Exception {
        assertTrue(done(ask("stat", "--autolinks", "--csv")).endsWith("""
            AutoLinks
            "addr","dir","phs","extAddr","link","status","lastErr"
            "tools/u","in","1",,,"inactive",
            """));
        String json = done(ask("stat", "--linkroutes", "--json"));
        assertTrue(json.contains("\"router\": \"ITEST.TOOLS\""), json);
        assertTrue(json.contains("\"address\": \"tools/r\""), json);
    }

    @Test
    void shouldLimitRows() throws Exception {
        assertEquals(2, done(ask("stat", "-a", "--limit", "1", "--csv")).lines()
            .filter(line -> line.startsWith("\"")).count());
    }

    @Test
    void shouldCreateReadUpdateAndDelete() throws Exception {
        String created = done(ask("manage", "create", "--type", "address", "--name", "made", "prefix=tools/made",
            "distribution=closest"));
        assertTrue(created.contains("\"distribution\": \"closest\""), created);
        assertEquals(created, done(ask("manage", "read", "--type", "address", "--name", "made")));
        assertEquals("", done(ask("manage", "delete", "--type", "address", "--name", "made")));
        failed(1, "sluice manage: Not found. 'sluice manage query --type TYPE name identity' lists what there is",
            ask("manage", "read", "--type", "address", "--name", "made"));
        String updated = done(ask("manage", "update", "--type=log", "--name=log/POLICY", "enable=debug+",
            "--indent=-1"));
        assertTrue(updated.startsWith("{") && updated.contains("\"enable\": \"debug+\"")
            && updated.lines().count() == 1, updated);
    }

    @Test
    void shouldCreateAListFromStandardInputOverTheLocalWay() throws Exception {
        String pid = Long.toString(router.pid());
        String list = "[{\"name\": \"in1\", \"prefix\": \"tools/in1\"}, {\"name\": \"in2\", \"pattern\": \"tools/#\"}]";
        String out = done(run(Map.of(), list, "manage", "create", "--type", "address", "--stdin", "--pid", pid));
        assertTrue(out.startsWith("[") && out.contains("\"in1\"") && out.contains("\"in2\""), out);
        done(run(Map.of(), list, "manage", "delete", "--type", "address", "--stdin", "--pid", pid));
        assertFalse(done(ask("manage", "query", "--type", "address", "name")).contains("in1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"get-operations", "get-mgmt-nodes", "get-json-schema", "query"})
    void shouldPrintJsonForEachOperation(String operation) throws Exception {
        String out = done(ask("manage", operation));
        assertTrue(out.startsWith("{") || out.startsWith("["), out);
    }

    @Test
    void shouldSayWhatIsWrongWithARequest() throws Exception {
        failed(1, "sluice manage: Bad request: No such entity type 'org.apache.qpid.dispatch.nosuch'",
            ask("manage", "query", "--type", "nosuch"));
        failed(1, "sluice manage: Not found: No entity with name=x. 'sluice manage query --type TYPE name identity'",
            ask("manage", "read", "--type", "listener", "--name", "x"));
        failed(1, "sluice manage: Bad request: Cannot specify both a 'prefix' and a 'pattern' attribute",
            ask("manage", "create", "--type", "address", "prefix=a", "pattern=b"));
        failed(1, "sluice manage: Not implemented: Operation 'DELETE' not implemented for",
            ask("manage", "delete", "--type", "policy", "--identity", "policy/None"));
        failed(3, "No answer from _topo/0/NOBODY/$management",
            ask("stat", "-r", "NOBODY", "-t", "2"));
        failed(3, "There is no way to _topo/0/NOBODY/$management",
            run("stat", "-r", "NOBODY", "--pid", Long.toString(router.pid())));
        failed(2, "sluice stat: Unknown option: '--nosuch'", ask("stat", "--nosuch"));
    }

    @Test
    void shouldSayThatNobodyListensThere() throws Exception {
        failed(3, "sluice stat: Cannot connect to amqp://127.0.0.1:1: Connection refused", run("stat", "-b",
            "127.0.0.1:1"));
        failed(3, "there is no host of this name", run("stat", "-b", "nosuchhost.invalid"));
    }

    @Test
    void shouldLogInWithUserAndPassword() throws Exception {
        String out = done(run("stat", "-c", "-b", bus("login"), "--sasl-username", "op", "--sasl-password-file",
            password.toString()));
        assertTrue(out.contains("op@sluice(PLAIN)"), out);
        assertTrue(done(run("stat", "-c", "-b", "amqp://op:pa%3Ass%20w0rd@" + bus("login"))).contains("(PLAIN)"));
    }

    @Test
    void shouldSayWhyALoginIsRefused() throws Exception {
        failed(3, "refused: wrong user name or password (user op)", run("stat", "-b", bus("login"),
            "--sasl-username", "op", "--sasl-password", "wrong"));
        failed(3, "the router offers PLAIN, and PLAIN needs a user: --sasl-username", run("stat", "-b",
            bus("login")));
        failed(3, "There is no password, and no terminal to ask for it", run("stat", "-b", bus("login"),
            "--sasl-username", "op"));
        failed(3, "--sasl-mechanisms allows ANONYMOUS", run("stat", "-b", bus("login"), "--sasl-username", "op",
            "--sasl-password", "x", "--sasl-mechanisms", "ANONYMOUS"));
    }

    @Test
    void shouldUseTls() throws Exception {
        String out = done(run("stat", "-c", "-b", "amqps://" + bus("tls"), "--ssl-trustfile", trust.toString()));
        assertTrue(out.contains("TLSv1.3("), out);
        out = done(run("stat", "-c", "-b", bus("tls"), "--ssl-trustfile=" + trust, "--sasl-username=op",
            "--sasl-password-file=" + password));
        assertTrue(out.contains("op@sluice(PLAIN)"), out);
    }

    @Test
    void shouldShowACertificate() throws Exception {
        Certificates.Identity client = certificates.client("operator");
        String out = done(run("stat", "-c", "-b", bus("certificate"), "--ssl-trustfile", trust.toString(),
            "--ssl-certificate", client.certificate().toString(), "--ssl-key", client.key().toString()));
        assertTrue(out.contains("(EXTERNAL)"), out);
        Path opening = Files.writeString(router.folder().resolve("opening"), Certificates.PASSWORD + "\n");
        out = done(run("stat", "-c", "-b", bus("certificate"), "--ssl-trustfile", trust.toString(),
            "--ssl-certificate", client.certificate().toString(), "--ssl-key", client.encryptedKey().toString(),
            "--ssl-password-file", opening.toString()));
        assertTrue(out.contains("(EXTERNAL)"), out);
    }

    @Test
    void shouldSayWhyTlsFails() throws Exception {
        failed(3, "is not signed by a CA that is trusted; --ssl-trustfile", run("stat", "-b",
            "amqps://" + bus("tls")));
        failed(3, "the port does not talk TLS; amqp://", run("stat", "-b", "amqps://" + bus("amqp")));
        failed(3, "does it expect TLS", run("stat", "-b", "amqp://" + bus("tls")));
        failed(3, "--ssl-trustfile: there is no file nowhere.pem", run("stat", "-b", bus("tls"),
            "--ssl-trustfile", "nowhere.pem"));
    }

    @Test
    void shouldShowLatestLinesOfTheLog() throws Exception {
        String out = done(ask("log", "--module", "ROUTER", "--level", "info", "-n", "0"));
        assertTrue(out.contains(" ROUTER (info) "), out);
        assertFalse(out.contains("SERVER"), out);
        assertTrue(done(ask("log", "-n", "1", "--json")).startsWith("{\"time\": \""));
    }

    @Test
    void shouldWatchRatesInLinesWhereThereIsNoTerminal() throws Exception {
        try (Peer peer = Peer.connect(router.port())) {
            Receiver receiver = peer.receiver("tools/watched", 10_000);
            Sender sender = peer.sender("tools/watched");
            ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();
            traffic.scheduleAtFixedRate(() -> {
                try {
                    Peer.pass(sender, receiver, "m");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }, 0, 5, TimeUnit.MILLISECONDS);
            try {
                String out = done(ask("watch", "-i", "0.5", "--count", "3"));
                assertTrue(out.contains(" address class=mobile addr=tools/watched phs=0 in/s="), out);
                out = done(ask("watch", "-l", "-i", "0.5", "--count", "2", "--filter", "watched"));
                assertTrue(out.contains("addr=tools/watched deliv/s="), out);
            } finally {
                traffic.shutdownNow();
                assertTrue(traffic.awaitTermination(10, TimeUnit.SECONDS));
            }
        }
    }
}

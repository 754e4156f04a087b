// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.Distribution.Result;

/** {@code sluice check}: what it says of files, and that it is what {@code sluice run} says. */
class CheckIT {

    private static final Map<String, String> SMALL = Map.of("SLUICE_OPTS", "-Xms16m -Xmx64m");

    private static final String PROGRAM = Distribution.script() + ": ";

    private static Result run(String... arguments) throws Exception {
        return Distribution.run(SMALL, "", arguments);
    }

    private static Path file(String name, String text) throws Exception {
        return Files.writeString(Distribution.workFolder("check").resolve(name), text);
    }

    private static void assertLines(List<String> starts, String text) {
        List<String> lines = text.lines().toList();
        assertEquals(starts.size(), lines.size(), text);
        for (int i = 0; i < starts.size(); i++) {
            assertTrue(lines.get(i).startsWith(starts.get(i)), () -> starts + " expected, but it was\n" + text);
        }
    }

    @Test
    void shouldSayWhatAGoodFileHas() throws Exception {
        String file = file("good.conf", """
            router {
                mode: interior
                id: CHECKED
            }
            policy {
                enableVhostPolicy: yes
            }
            vhost {
                hostname: shop
                groups: {
                    "all": {
                        "users": "*",
                        "remoteHosts": "*"
                    }
                }
            }
            listener {
                port: 1
                protocolFamily: IPv4
            }
            listener {
                port: 2
                role: inter-router
            }
            """).toString();
        Result result = run("check", file);
        assertEquals("", result.err());
        assertEquals(0, result.status());
        assertEquals(file + ":19: listener: protocolFamily: Attribute 'protocolFamily' of entity 'listener' has been"
            + " deprecated. Use 'socketAddressFamily' instead\n"
            + file + ": valid: router CHECKED (interior), 1 vhost, 2 listener\n", result.out());
        assertEquals(new Result(0, "", ""), run("check", "--quiet", file));
    }

    @Test
    void shouldSayAllThatIsWrongAsRunDoes() throws Exception {
        String file = file("bad.conf", """
            router {
                id: X
            }
            listener {
                prot: 1
                authenticatePeer: si
                role: normale
            }
            listenr {
                port: 1
            }
            address {
                distribution: closest
            }
            connector {
                port: 1
                sslProfile: missing
            }
            vhost {
                maxConnections: many
            }
            """).toString();
        Result result = run("check", file);
        assertEquals(1, result.status());
        assertEquals("", result.out());
        String start = PROGRAM + file + ':';
        assertLines(List.of(
            start + "5: listener: prot: Unknown attribute 'prot' for 'org.apache.qpid.dispatch.listener'",
            start + "6: listener: authenticatePeer: Invalid Boolean value ''si''",
            start + "7: listener: role: Invalid value for enum['normal', 'inter-router', 'route-container', 'edge']",
            start + "9: listenr: No such entity type 'listenr'",
            start + "20: vhost: maxConnections: Invalid value for maxConnections: 'many'",
            start + "19: vhost: hostname: Missing required attribute 'hostname'",
            start + "12: address: Either a 'prefix' or 'pattern' attribute must be provided",
            start + "17: connector: sslProfile: Invalid value for sslProfile: 'missing'"), result.err());
        assertTrue(result.err().contains("did you mean 'port'?"), result.err());
        Result run = run("run", "-c", file);
        assertEquals(1, run.status());
        assertEquals(result.err().lines().toList(),
            run.err().lines().filter(line -> line.startsWith(PROGRAM)).toList());
    }

    @Test
    void shouldGiveReasonsForWhatIsNotSupported() throws Exception {
        String file = file("unsupported.conf", """
            router {
                id: X
            }
            authServicePlugin {
                name: a
                host: h
            }
            console {
                proxy: p
            }
            listener {
                port: 1
                http: yes
            }
            """).toString();
        Result result = run("check", file);
        assertEquals(1, result.status());
        assertLines(List.of(PROGRAM + file + ":4: authServicePlugin: ", PROGRAM + file + ":8: console: ",
            PROGRAM + file + ":13: listener: http: "), result.err());
        result.err().lines().forEach(line -> assertTrue(line.contains("not supported yet"), line));
        assertTrue(result.err().contains("this version has no HTTP server"), result.err());
        assertTrue(result.err().contains("no service is asked about logins"), result.err());
        assertTrue(result.err().contains("a router starts no other programs"), result.err());
    }

    @Test
    void shouldLookIntoTheFolderOfVhosts() throws Exception {
        Path folder = Distribution.workFolder("check");
        Path vhosts = Files.createDirectories(folder.resolve("vhosts"));
        Path wrong = Files.writeString(vhosts.resolve("wrong.json"),
            "[[\"vhost\", {\"hostname\": \"v\", \"grups\": {}}]]");
        Path file = Files.writeString(folder.resolve("a.conf"),
            "policy {\n    enableVhostPolicy: yes\n    policyDir: " + vhosts + "\n}\n");
        Result result = run("check", file.toString());
        assertEquals(1, result.status());
        assertTrue(result.err().startsWith(PROGRAM + wrong + ":1: vhost: grups: Unknown attribute 'grups'"),
            result.err());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class AssemblyTest {

    @Test
    void shouldAddSingletonsAndRouterId() throws ConfigException {
        Plan plan = Configs.load("# nothing\n");
        assertEquals(List.of("router", "policy"), plan.sections().stream().map(s -> s.type().sectionName()).toList());
        assertTrue(plan.router().text("id").matches("Standalone_[A-Za-z0-9+_]{15}"));
        assertEquals(plan.router().text("id"), plan.router().name());
        assertEquals("router/" + plan.router().text("id"), plan.router().identity());
        assertEquals("policy/None", Configs.section(plan, "policy").identity());
    }

    @Test
    void shouldSortByActivation() throws ConfigException {
        Plan plan = Configs.load("listener {\n}\nbinding {\nexchangeName: x\nnextHopAddress: h\n}\n"
            + "exchange {\nname: x\naddress: y\n}\nconnector {\n}\n"
            + "autoLink {\naddress: a\ndirection: in\n}\naddress {\nprefix: a\n}\njmx {\n}\nsslProfile {\n"
            + "name: p\n}\nlog {\nmodule: DEFAULT\n}\npolicy {\n}\nuserStore {\n}\nrouter {\n}\n");
        assertEquals(
            List.of("log", "router", "policy", "sslProfile", "userStore", "jmx", "address", "autoLink", "exchange",
                "binding", "connector", "listener"),
            plan.sections().stream().map(s -> s.type().sectionName()).toList());
    }

    @Test
    void shouldNumberAutoLinks() throws ConfigException {
        Plan plan = Configs.load("auto-link {\naddr: a\ndir: in\n}\n"
            + "autoLink {\nname: mine\naddress: b\ndirection: out\nexternalAddr: c\n}\n");
        List<Section> links = plan.sections().stream()
            .filter(s -> s.type().sectionName().equals("autoLink")).toList();
        assertEquals("1", links.get(0).identity());
        assertEquals("autoLink/0", links.get(0).name());
        assertEquals("2", links.get(1).identity());
        assertEquals("mine", links.get(1).name());
        assertEquals("c", links.get(1).text("externalAddress"));
    }

    @Test
    void shouldGiveIdentitiesAndNames() throws ConfigException {
        Plan plan = Configs.load("listener {\nport: 1\n}\nlistener {\nhost: h\nport: 2\nname: n\n}\n"
            + "address {\nprefix: a\n}\naddress {\nname: b\npattern: b.#\n}\nlog {\nmodule: ERROR\n}\n"
            + "connector {\nport: 9\n}\nsslProfile {\nname: p\n}\n");
        List<String> seen = plan.sections().stream().filter(s -> !s.type().singleton())
            .map(s -> s.identity() + " " + s.name()).toList();
        assertEquals(List.of("log/ERROR log/ERROR", "sslProfile/p p", "1 null", "2 b",
            "connector/127.0.0.1:9 connector/127.0.0.1:9", "listener/:1 listener/:1", "listener/h:2:n n"), seen);
    }

    @Test
    void shouldNameLinkRoutesByTheirPlace() throws ConfigException {
        Plan plan = Configs.load("linkRoute {\nprefix: q\ndirection: in\n}\nlinkRoute {\nprefix: q\ndir: out\n}\n"
            + "linkRoute {\nname: n\npattern: a.*\ndirection: in\n}\n");
        assertEquals(List.of("1 linkRoute/0 in", "2 linkRoute/1 out", "3 n in"), plan.sections().stream()
            .filter(s -> s.type().sectionName().equals("linkRoute"))
            .map(s -> s.identity() + " " + s.name() + " " + s.text("direction")).toList());
    }

    @Test
    void shouldFillInDefaultsAndConvert() throws ConfigException {
        Section listener = Configs.section(
            Configs.load("listener {\nauthenticate-peer: YES\nstripAnnotations: 1\nmaxSessions: 7\n}\n"), "listener");
        assertEquals(true, listener.values().get("authenticatePeer"));
        assertEquals("out", listener.values().get("stripAnnotations"));
        assertEquals(7, listener.values().get("maxSessions"));
        assertEquals("amqp", listener.values().get("port"));
        assertEquals(16384, listener.values().get("maxFrameSize"));
        assertNull(listener.values().get("linkCapacity"));
    }

    @Test
    void shouldAcceptOldNamesWithWarning() throws ConfigException {
        Plan plan = Configs.load("ssl-profile {\nname: p\ncert-db: ca\nkeyFile: k\n}\n"
            + "listener {\nprotocolFamily: IPv6\n}\nlog {\nmodule: ERROR\nsource: yes\noutput: x\n}\n");
        assertEquals("ca", Configs.section(plan, "sslProfile").text("caCertFile"));
        assertEquals("k", Configs.section(plan, "sslProfile").text("privateKeyFile"));
        assertEquals("IPv6", Configs.section(plan, "listener").text("socketAddressFamily"));
        assertEquals("x", Configs.section(plan, "log").text("outputFile"));
        assertEquals(5, plan.warnings().size());
        assertTrue(plan.warnings().contains(
            "Attribute 'certDb' of entity 'sslProfile' has been deprecated. Use 'caCertFile' instead"));
    }

    @Test
    void shouldResolvePasswords() throws ConfigException {
        Plan plan = Configs.load("sslProfile {\nname: p\npassword: env:KEY_PW\n}\n"
            + "connector {\nsaslPassword: pass:${PLAIN}\n}\n", Map.of("KEY_PW", "secret", "PLAIN", "word"));
        assertEquals("secret", Configs.section(plan, "sslProfile").text("password"));
        assertEquals("word", Configs.section(plan, "connector").text("saslPassword"));
        assertEquals("t.conf:3: sslProfile: password: Unable to open password file /none/such, error: no such file;"
            + " expected a readable file", Configs.problem("sslProfile {\nname: p\npasswordFile: /none/such\n}\n"));
    }

    @Test
    void shouldTakePluginDistribution() throws ConfigException {
        assertEquals("plugin:nearest", Configs.section(
            Configs.load("address {\nprefix: a\ndistribution: plugin:nearest\n}\n"), "address").text("distribution"));
        assertTrue(Configs.problem("address {\nprefix: a\ndistribution: plugin:\n}\n").contains("plugin:<name>"));
    }

    @Test
    void shouldAcceptFullNamesOfSections() throws ConfigException {
        assertEquals("a", Configs.section(Configs.load("router.config.address {\nprefix: a\n}\n"), "address")
            .text("prefix"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {

    private static String listener(String line) {
        return Configs.problem("listener {\n" + line + "\n}\n");
    }

    @Test
    void shouldNameUnknownSectionWithNearest() {
        String problem = Configs.problem("router {\n}\n\nlistner {\n}\n");
        assertTrue(problem.startsWith("t.conf:4: listner: No such entity type 'listner'; expected one of router, "));
        assertTrue(problem.endsWith("; did you mean 'listener'?"), problem);
    }

    @Test
    void shouldNameUnknownAttributeWithNearest() {
        assertEquals("t.conf:2: listener: athenticatePeer: Unknown attribute 'athenticatePeer' for"
            + " 'org.apache.qpid.dispatch.listener'; expected an attribute of listener; did you mean"
            + " 'authenticatePeer'?", listener("athenticatePeer: no"));
        assertTrue(listener("zzzz: no").endsWith("expected an attribute of listener"));
    }

    @Test
    void shouldNameWrongValues() {
        assertEquals("t.conf:2: listener: authenticatePeer: Invalid Boolean value ''maybe''; expected yes, true, on,"
            + " no, false or off", listener("authenticatePeer: maybe"));
        assertEquals("t.conf:2: listener: maxFrameSize: Invalid value for maxFrameSize: 'big'; expected a whole"
            + " number", listener("maxFrameSize: big"));
        assertEquals("t.conf:2: listener: maxFrameSize: Invalid value for maxFrameSize: '-1'; expected 0 to"
            + " 2147483647", listener("maxFrameSize: -1"));
        assertEquals("t.conf:2: listener: stripAnnotations: Invalid value for enum['in', 'out', 'both', 'no']: 'bth';"
            + " expected one of in, out, both, no; did you mean 'both'?", listener("stripAnnotations: bth"));
        assertEquals("t.conf:2: listener: port: Invalid value for port: '65536'; expected a number from 0 to 65535 or"
            + " the name of a service", listener("port: 65536"));
        assertEquals("t.conf:2: listener: openProperties: Properties must be a map; expected a map",
            listener("openProperties: x"));
    }

    @Test
    void shouldReportAllProblemsOneLineEach() {
        assertEquals(3, Configs.problem("listener {\na: 1\nmaxSessions: x\n}\nnone {\n}\n").lines().count());
    }

    @Test
    void shouldNameMissingRequiredAttribute() {
        assertTrue(Configs.problem("log {\nenable: info+\n}\n")
            .startsWith("t.conf:1: log: module: Missing required attribute 'module'; expected one of ROUTER, "));
    }

    @Test
    void shouldAcceptConnectionsBetweenInteriorRouters() throws ConfigException {
        Configs.load("router {\nmode: interior\nid: A\nhelloMaxAgeSeconds: 5\nmaxRouters: 200\n}\n"
            + "listener {\nport: 1\nrole: inter-router\ncost: 7\n}\n"
            + "connector {\nport: 2\nrole: inter-router\n}\n");
    }

    @Test
    void shouldRefuseRolesThatOnlyAnInteriorRouterHas() throws ConfigException {
        Section listener = Configs.section(Configs.load(
            "router {\nmode: interior\n}\nlistener {\nport: 1\nrole: inter-router\n}\n"), "listener");
        assertEquals("role='inter-router' only allowed with router mode='interior' for listener.",
            new SectionRules(Set.of(), "edge").check(listener).get(0).cause().getMessage());
        assertEquals(List.of(), new SectionRules(Set.of(), "interior").check(listener));
    }

    @ParameterizedTest
    @CsvSource({"role,edge", "role,inter-router", "role,1"})
    void shouldRefuseNetworkRolesInStandaloneMode(String key, String value) {
        assertTrue(listener(key + ": " + value).startsWith("t.conf:2: listener: role: role='standalone' not allowed to"
            + " connect to or accept connections from other routers.; expected role normal or route-container"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http: yes", "httpRootDir: /x", "saslPlugin: p",
        "healthz: no"})
    void shouldRefuseWhatHasNoBehaviourYet(String line) {
        String name = line.substring(0, line.indexOf(':'));
        assertTrue(listener(line).startsWith("t.conf:2: listener: " + name + ": not supported yet: '"), listener(line));
    }

    @Test
    void shouldAcceptDefaultsOfWhatHasNoBehaviourYet() throws ConfigException {
        Configs.load("listener {\nhttp: no\nmultiTenant: yes\nhealthz: yes\ncost: 1\n}\n"
            + "address {\nprefix: a\nwaypoint: no\ningressPhase: 0\negressPhase: 0\nenableFallback: yes\n}\n"
            + "router {\narea: 0\nallowUnsettledMulticast: yes\ndebugDumpFile: x\nhelloInterval: 1\n}\n"
            + "connector {\nport: 1\nallowRedirect: no\nrole: route-container\n}\n"
            + "policy {\nmaxConnections: 10\nenableVhostPolicy: no\n}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"authServicePlugin", "console"})
    void shouldRefuseSectionsWithoutBehaviourYet(String section) {
        assertTrue(Configs.problem(section + " {\n}\n").startsWith("t.conf:1: " ), section);
        assertTrue(Configs.problem(section + " {\n}\n").contains(": not supported yet"), section);
        assertTrue(Configs.problem(section + " {\n}\n").contains("; expected one of router, ssl"), section);
    }

    @Test
    void shouldRefuseIncompleteExchangesAndBindings() {
        assertTrue(Configs.problem("exchange {\nname: x\n}\n").contains("address"));
        assertTrue(Configs.problem("binding {\nexchangeName: x\n}\n").contains("nextHopAddress"));
        assertTrue(Configs.problem("exchange {\naddress: x\nmatchMethod: glob\n}\n").contains("matchMethod"));
    }

    @Test
    void shouldAllowAnEdgeRouterToDialButNotToBeDialledByEdges() throws ConfigException {
        Configs.load("router {\nmode: edge\n}\nconnector {\nport: 1\nrole: edge\n}\n");
        assertTrue(Configs.problem("router {\nmode: edge\n}\nlistener {\nport: 1\nrole: edge\n}\n")
            .contains("role='edge' only allowed with router mode='interior' for listener."));
    }

    @Test
    void shouldRefuseReadOnlyAttributes() {
        assertEquals("t.conf:2: connector: connectionStatus: Cannot set attribute 'connectionStatus' in CREATE;"
            + " expected no such line: the router sets it", Configs.problem("connector {\nconnectionStatus: X\n}\n"));
        assertTrue(listener("identity: x").contains("'identity' attribute cannot be specified"));
        assertTrue(Configs.problem("connection {\n}\n").contains("'connection' cannot be configured"));
    }

    @Test
    void shouldCheckRouterId() {
        assertTrue(Configs.problem("router {\nid: a b\n}\n").startsWith(
            "t.conf:2: router: id: Router id attribute containing character ' ' in id 'a b' is disallowed."));
        assertTrue(Configs.problem("router {\nid: " + "x".repeat(128) + "\n}\n")
            .contains("exceeds the maximum allowed length (127 characters)"));
    }

    @Test
    void shouldCheckOpenProperties() {
        assertTrue(listener("openProperties: {\n\"product\": \"x\"\n}")
            .startsWith("t.conf:2: listener: openProperties: Reserved key 'product' not allowed in openProperties"));
        assertTrue(listener("openProperties: {\n\"qd.x\": 1\n}").contains("Reserved key 'qd.x'"));
        assertTrue(listener("openProperties: {\n\"\u00e4\": 1\n}").contains("Property keys must be ASCII encoded"));
    }

    @Test
    void shouldCheckAddress() {
        assertTrue(Configs.problem("address {\n}\n").contains("Either a 'prefix' or 'pattern' attribute must be"));
        assertTrue(Configs.problem("address {\nprefix: a\npattern: b\n}\n").contains("Cannot specify both a 'prefix'"));
        assertTrue(Configs.problem("address {\npattern: ..\n}\n").contains("Pattern invalid - no tokens"));
        assertTrue(Configs.problem("address {\nprefix: a\npriority: 10\n}\n")
            .contains("Priority value, if present, must be between 0 and QDR_MAX_PRIORITY"));
        assertTrue(Configs.problem("address {\nprefix: a\ndistribution: ballanced\n}\n")
            .contains("did you mean 'balanced'?"));
    }

    @Test
    void shouldNameUnknownProfile() {
        assertEquals("t.conf:5: listener: sslProfile: Invalid value for sslProfile: 'sevrer'; expected the name of an"
            + " sslProfile section; did you mean 'server'?",
            Configs.problem("sslProfile {\nname: server\n}\nlistener {\nsslProfile: sevrer\n}\n"));
    }

    @Test
    void shouldRefuseDuplicates() {
        assertEquals("t.conf:4: router: Adding router singleton when router singleton at t.conf:1 already exists;"
            + " expected one router section", Configs.problem("router {\n}\n\nrouter {\n}\n"));
        assertTrue(Configs.problem("listener {\nname: a\nport: 1\n}\nlistener {\nname: a\nport: 2\n}\n")
            .startsWith("t.conf:6: listener: name: adding listener 'a' duplicates unique attribute 'name' from existing"
            + " listener at t.conf:1"));
        assertTrue(Configs.problem("listener {\n}\nlistener {\n}\n").contains("duplicates unique attribute"));
        assertTrue(Configs.problem("address {\nprefix: a\n}\naddress {\nprefix: a\n}\n")
            .contains("duplicates unique attribute 'prefix'"));
        assertTrue(Configs.problem("log {\nmodule: ERROR\n}\nlog {\nmodule: ERROR\n}\n").contains("log/ERROR"));
    }

    @Test
    void shouldRefuseOldAndNewNameTogether() {
        assertEquals("t.conf:3: listener: protocolFamily: Both 'protocolFamily' and 'socketAddressFamily' cannot be"
            + " specified for entity 'org.apache.qpid.dispatch.listener'; expected one of them",
            listener("socketAddressFamily: IPv4\nprotocolFamily: IPv4"));
    }

    @Test
    void shouldSayWhyThingsHaveNoBehaviour() {
        assertEquals("t.conf:2: listener: http: not supported yet: 'true' (this version has no HTTP server; JMX and"
            + " $management have what it would tell); expected the default, no", listener("http: yes"));
        assertTrue(Configs.problem("console {\n}\n").startsWith(
            "t.conf:1: console: not supported yet (a router starts no other programs; run it by itself); expected"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "address|prefix: a,priority: -1|Priority value, if present, must be between 0 and QDR_MAX_PRIORITY",
        "address|prefix: a,ingressPhase: 10|Phase values must be between 0 and 9",
        "address|prefix: a,egressPhase: -1|Phase values must be between 0 and 9",
        "address|prefix: a,waypoint: yes,enableFallback: yes|Fallback cannot be specified with waypoint or non-zero"
            + " ingress and egress phases",
        "address|prefix: a,egressPhase: 1,enableFallback: yes|Fallback cannot be specified with waypoint or non-zero"
            + " ingress and egress phases",
        "address|prefix: ./.|Prefix invalid - no tokens",
        "linkRoute|direction: in|Either a 'prefix' or 'pattern' attribute must be provided",
        "linkRoute|prefix: a,pattern: b,direction: in|Cannot specify both a 'prefix' and a 'pattern' attribute",
        "linkRoute|prefix: a|Missing required attribute 'direction'",
        "linkRoute|prefix: a,direction: up|Invalid value for enum['in', 'out']: 'up'",
        "linkRoute|prefix: a,direction: in,connection: c,containerId: d|Both connection and containerId cannot be"
            + " specified. Specify only one",
        "autoLink|address: a,direction: in,connection: c,containerId: d|Both connection and containerId cannot be"
            + " specified. Specify only one",
        "autoLink|address: a,direction: in,phase: 10|autoLink phase must be between 0 and 9",
        "autoLink|direction: in|Missing required attribute 'address'",
        "exchange|name: e,address: a,phase: 12|phase must be in the range 0-9",
        "exchange|name: e,address: a,alternatePhase: -1|phase must be in the range 0-9",
        "binding|exchangeName: e,nextHopAddress: a,nextHopPhase: 10|phase must be in the range 0-9",
        "binding|exchangeName: none,nextHopAddress: a|Named exchange does not exist",
        "listener|role: inter-router|role='standalone' not allowed to connect to or accept connections from other"
            + " routers.",
        "connector|saslPassword: env:NO_SUCH|Failed to find a password in the environment variable",
        "connector|saslPassword: file:/none/such|Unable to open password file /none/such, error: ",
        "vhosts|id: x|No such entity type 'vhosts'",
        "vhost|maxConnections: 5|Missing required attribute 'hostname'",
    })
    void shouldSayItInTheWordsThatToolsKnow(String section, String lines, String text) {
        String problem = Configs.problem(section + " {\n" + lines.replace(",", "\n") + "\n}\n");
        assertTrue(problem.contains(": " + text), problem);
        assertEquals(1, problem.lines().count(), problem);
    }

    @Test
    void shouldKeepOpenPropertiesToNormalConnections() {
        assertTrue(Configs.problem("router {\nmode: interior\n}\nlistener {\nrole: inter-router\n"
            + "openProperties: {\n\"a\": 1\n}\n}\n").contains("openProperties not allowed for role inter-router"));
    }

    @ParameterizedTest
    @CsvSource({
        "router,helloInterval,helloIntervalSeconds,2", "router,helloMaxAge,helloMaxAgeSeconds,2",
        "router,raInterval,raIntervalSeconds,2", "router,raIntervalFlux,raIntervalFluxSeconds,2",
        "router,remoteLsMaxAge,remoteLsMaxAgeSeconds,2", "router,debugDump,debugDumpFile,x",
        "router,saslConfigPath,saslConfigDir,x", "sslProfile,certDb,caCertFile,x",
        "sslProfile,keyFile,privateKeyFile,x", "sslProfile,displayNameFile,uidNameMappingFile,x",
        "listener,protocolFamily,socketAddressFamily,IPv4", "listener,failoverList,failoverUrls,amqp://h",
        "listener,logMessage,messageLoggingComponents,all", "connector,logMessage,messageLoggingComponents,all",
        "connector,verifyHostName,verifyHostname,no", "log,timestamp,includeTimestamp,yes",
        "log,source,includeSource,yes", "log,output,outputFile,stderr", "linkRoute,dir,direction,in",
        "autoLink,dir,direction,in", "autoLink,addr,address,a", "autoLink,externalAddr,externalAddress,b"})
    void shouldAcceptDeprecatedNames(String section, String old, String current, String value) throws ConfigException {
        String rest = switch (section) {
            case "log" -> "module: ERROR\n";
            case "linkRoute" -> "prefix: p\n";
            case "autoLink" -> old.equals("addr") ? "direction: in\n"
                : old.equals("dir") ? "address: a\n" : "direction: in\naddress: a\n";
            case "sslProfile" -> "name: p\n";
            default -> "";
        };
        Plan plan = Configs.load(section + " {\n" + rest + old + ": " + value + "\n}\n");
        assertTrue(plan.warnings().contains("Attribute '" + old + "' of entity '" + Configs.section(plan, section)
            .type().shortName() + "' has been deprecated. Use '" + current + "' instead"), plan.warnings().toString());
        assertNotNull(Configs.section(plan, section).text(current));
    }

    @Test
    void shouldTakeVhostsWithGroupsInBothForms() throws ConfigException {
        Section vhost = Configs.section(Configs.load("vhost {\nid: a.b\nmaxMessageSize: 9\ngroups: {\n$default: {\n"
            + "users: *\nremoteHosts: *\nmaxSenders: 3\n}\n}\n}\n"), "vhost");
        assertEquals("vhost/a.b", vhost.identity());
        assertEquals("vhost/a.b", vhost.name());
        assertEquals(9, vhost.values().get("maxMessageSize"));
        assertEquals("{$default={users=*, remoteHosts=*, maxSenders=3}}", vhost.text("groups"));
        Section json = Configs.section(
            Configs.json("[[\"vhost\", {\"hostname\": \"h\", \"groups\": {\"g\": {\"users\": \"u\"}}}]]"), "vhost");
        assertEquals("{g={users=u}}", json.text("groups"));
        assertTrue(Configs.problem("vhost {\nhostname: h\n}\nvhost {\nhostname: h\n}\n")
            .contains("adding vhost 'vhost/h' duplicates unique attribute"));
    }

    @Test
    void shouldReadVhostsFromTheFolderOfThePolicy(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("b.json"), "[[\"vhost\", {\"hostname\": \"b\"}], [\"listener\", {}]]");
        Files.writeString(folder.resolve("c.txt"), "none of it");
        Environment environment = new Environment(Map.of());
        String text = "policy {\npolicyDir: " + folder + "\n}\n";
        Plan plan = new ConfigLoader(environment, null)
            .load(List.of(new ConfigText("t.conf", text, false)), null, remarks -> { });
        assertEquals("b", Configs.section(plan, "vhost").text("hostname"));
        assertTrue(plan.sections().stream().noneMatch(section -> section.type().sectionName().equals("listener")));
        Files.writeString(folder.resolve("d.json"), "[[\"vhost\", {\"hostnam\": \"b\"}]]");
        ConfigException wrong = assertThrows(ConfigException.class, () -> new ConfigLoader(environment, null)
            .load(List.of(new ConfigText("t.conf", text, false)), null, remarks -> { }));
        assertTrue(wrong.getMessage().startsWith(folder.resolve("d.json") + ":1: vhost: hostnam: Unknown attribute"),
            wrong.getMessage());
        ConfigException missing = assertThrows(ConfigException.class, () -> new ConfigLoader(environment, null)
            .load(List.of(new ConfigText("t.conf", "policy {\npolicyDir: /none/such\n}\n", false)), null, r -> { }));
        assertTrue(missing.getMessage().startsWith("t.conf:2: policy: policyDir: cannot read /none/such"),
            missing.getMessage());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.management.api.ManagementException;

/** Requests that no recording has. */
class RequestsTest {

    private static final String PREFIX = "org.apache.qpid.dispatch.";

    private AgentFixture agent;

    @BeforeEach
    void start() {
        agent = new AgentFixture();
        agent.base();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private Messages.Answer ask(Object body, Object... properties) throws Exception {
        return agent.ask(Messages.map(properties), body);
    }

    private void assertAnswer(long status, String text, Messages.Answer answer) {
        assertEquals(status + " " + text, answer.status() + " " + answer.text());
    }

    private List<?> rows(Messages.Answer answer) {
        return (List<?>) ((Map<?, ?>) answer.body()).get("results");
    }

    private List<?> names(Messages.Answer answer) {
        return (List<?>) ((Map<?, ?>) answer.body()).get("attributeNames");
    }

    @Test
    void shouldPageThroughManyEntitiesInTheOrderOfTheirNumbers() throws Exception {
        for (int i = 1200; i > 0; i--) {
            agent.add(new FakeEntity("router.link", "" + i, "link" + i, Map.of()));
        }
        List<String> seen = new ArrayList<>();
        for (int offset = 0; offset <= 1000; offset += 500) {
            for (Object row : rows(ask(Map.of("attributeNames", List.of("identity")), "operation", "QUERY",
                    "entityType", PREFIX + "router.link", "offset", offset, "count", 500))) {
                seen.add((String) ((List<?>) row).get(0));
            }
        }
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 1200; i++) {
            expected.add("" + i);
        }
        assertEquals(expected, seen);
    }

    @Test
    void shouldShowAllRowsForACountOfZeroOrLess() throws Exception {
        for (int count : new int[] {0, -1}) {
            agent.add(new FakeEntity("router.link", "1", "a", Map.of()));
            agent.add(new FakeEntity("router.link", "2", "b", Map.of()));
            assertEquals(2, rows(ask(Map.of(), "operation", "QUERY", "entityType", PREFIX + "router.link",
                "count", count)).size());
        }
    }

    @Test
    void shouldShowNothingBeyondTheEnd() throws Exception {
        assertEquals(List.of(), rows(ask(Map.of(), "operation", "QUERY", "entityType", PREFIX + "router.link",
            "offset", 5, "count", 5)));
    }

    @Test
    void shouldKeepThePlaceOfANameThatIsNoText() throws Exception {
        agent.add(new FakeEntity("router.address", "M0a", "M0a", Map.of("key", "M0a")));
        Messages.Answer answer = ask(Map.of("attributeNames", List.of("key", 5, "nix")), "operation", "QUERY",
            "entityType", PREFIX + "router.address");
        assertEquals(List.of("key", "name"), names(answer));
        assertEquals(List.of(Arrays.asList("M0a", null, "M0a")), rows(answer));
    }

    @Test
    void shouldAnswerWhatTheTypesOfTheCoreCannotDo() throws Exception {
        agent.add(new FakeEntity("router.address", "M0a", "M0a", Map.of()));
        agent.add(new FakeEntity("connection", "1", "connection/x", Map.of()));
        for (String[] row : new String[][] {
            {"router", "CREATE", "403 Forbidden"}, {"router", "READ", "403 Forbidden"},
            {"router", "UPDATE", "501 Not Implemented"}, {"router", "DELETE", "403 Forbidden"},
            {"connection", "CREATE", "501 Not Implemented"}, {"connection", "DELETE", "403 Forbidden"},
            {"router.link", "CREATE", "501 Not Implemented"}, {"router.link", "DELETE", "501 Not Implemented"},
            {"router.address", "CREATE", "501 Not Implemented"}, {"router.address", "UPDATE", "501 Not Implemented"},
            {"router.address", "READ", "404 Not Found"}, {"router.config.address", "UPDATE", "501 Not Implemented"},
            {"router.config.exchange", "DELETE", "400 No name or identity provided"},
            {"router.config.binding", "DELETE", "400 No binding name or identity provided"},
            {"router.link", "UPDATE", "400 No name or identity provided"},
            {"connection", "UPDATE", "400 Bad Request"}, {"connection", "READ",
                "400 Name not supported. Identity required"},
            {"console", "READ", "403 Forbidden"}, {"console", "CREATE", "403 Forbidden"},
        }) {
            Messages.Answer answer = ask(Map.of(), "operation", row[1], "type", PREFIX + row[0]);
            assertEquals(row[2], answer.status() + " " + answer.text(), row[0] + " " + row[1]);
        }
    }

    @Test
    void shouldReadLinksAndAddresses() throws Exception {
        agent.add(new FakeEntity("router.link", "5", "l", Map.of("linkDir", "in")));
        agent.add(new FakeEntity("router.address", "M0a", "M0a", Map.of("key", "M0a")));
        Messages.Answer link = ask(null, "operation", "READ", "type", PREFIX + "router.link", "identity", "5");
        assertEquals("in", ((Map<?, ?>) link.body()).get("linkDir"));
        Messages.Answer address = ask(null, "operation", "READ", "type", PREFIX + "router.address", "name", "M0a");
        assertEquals("M0a", ((Map<?, ?>) address.body()).get("key"));
    }

    @Test
    void shouldNameTheRequesterWhenAConnectionIsToEnd() throws Exception {
        FakeEntity victim = agent.add(new FakeEntity("connection", "1", "connection/x", Map.of()));
        assertAnswer(200, "OK", ask(Map.of("adminStatus", "deleted"), "operation", "UPDATE",
            "type", PREFIX + "connection", "identity", "1"));
        assertEquals("deleted", victim.attributes.get("adminStatus"));
        assertEquals("connection [C7]", victim.requester);
    }

    @Test
    void shouldSwitchFrameTracing() throws Exception {
        FakeEntity connection = agent.add(new FakeEntity("connection", "1", "connection/x", Map.of()));
        ask(Map.of("enableProtocolTrace", "yes"), "operation", "UPDATE", "type", PREFIX + "connection",
            "identity", "1");
        assertEquals(true, connection.attributes.get("enableProtocolTrace"));
        assertAnswer(400, "Bad Request", ask(Map.of("enableProtocolTrace", "maybe"), "operation", "UPDATE",
            "type", PREFIX + "connection", "identity", "1"));
    }

    @Test
    void shouldCreateWithWhatTheTypeKnows() throws Exception {
        agent.creates(new FakeEntity("router.config.autoLink", "3", "a", Map.of()));
        assertAnswer(201, "Created", ask(Messages.map("addr", "q", "dir", "in", "phase", "1", "unknown", 1,
            "operStatus", "active", "type", "x", "containerId", null), "operation", "CREATE",
            "type", PREFIX + "router.config.autoLink", "name", "a"));
        assertEquals(List.of("create router.config.autoLink a {address=q, direction=in, phase=1}"), agent.changes);
    }

    @Test
    void shouldSayWhatACreationLacks() throws Exception {
        for (Object[] row : new Object[][] {
            {"linkRoute", Map.of("prefix", "a"), "No 'direction' attribute provided - it is mandatory"},
            {"linkRoute", Map.of("prefix", "a", "dir", "up"), "Invalid value for 'direction'"},
            {"linkRoute", Map.of("prefix", "a", "dir", "in", "distribution", "x"), "Invalid value for 'distribution'"},
            {"autoLink", Map.of("addr", "a"), "address and direction fields are mandatory"},
            {"autoLink", Map.of("dir", "in"), "address and direction fields are mandatory"},
            {"autoLink", Map.of("address", "a", "direction", "up"), "Invalid value for 'direction'"},
            {"exchange", Map.of("address", "a"), "exchange requires a unique name"},
            {"binding", Map.of("nextHopAddress", "a"), "Binding configuration requires an exchange"},
            {"binding", Map.of("exchangeName", "a"), "No next hop specified"},
        }) {
            assertAnswer(400, (String) row[2],
                ask(row[1], "operation", "CREATE", "type", PREFIX + "router.config." + row[0]));
        }
        assertAnswer(400, "exchange address is mandatory", ask(Map.of(), "operation", "CREATE",
            "type", PREFIX + "router.config.exchange", "name", "e"));
        assertAnswer(400, "Exchange matchMethod must be either 'amqp' or 'mqtt'", ask(Map.of("address", "a",
            "matchMethod", "x"), "operation", "CREATE", "type", PREFIX + "router.config.exchange", "name", "e"));
        assertAnswer(400, "Body of request must be a map", ask("text", "operation", "CREATE",
            "type", PREFIX + "router.config.exchange", "name", "e"));
        assertEquals(List.of(), agent.changes);
    }

    @Test
    void shouldDeleteByIdentity() throws Exception {
        agent.add(new FakeEntity("router.config.address", "12", null, Map.of()));
        assertAnswer(204, "No Content", ask(Map.of(), "operation", "DELETE",
            "type", PREFIX + "router.config.address", "identity", "12"));
        assertEquals(List.of("delete router.config.address 12"), agent.changes);
    }

    @Test
    void shouldCheckLinkRoutesOfAConnection() throws Exception {
        String type = PREFIX + AgentFixture.SCOPED;
        assertAnswer(400, "Pattern field is required",
            ask(Map.of("direction", "in"), "operation", "CREATE", "type", type));
        assertAnswer(400, "No 'direction' attribute provided - it is mandatory",
            ask(Map.of("pattern", "a"), "operation", "CREATE", "type", type));
        assertAnswer(400, "Invalid value for 'direction'",
            ask(Map.of("pattern", "a", "direction", "up"), "operation", "CREATE", "type", type));
        agent.creates(new FakeEntity(AgentFixture.SCOPED, "1", "n", Map.of("pattern", "a")));
        assertAnswer(201, "Created",
            ask(Messages.map("pattern", "a", "direction", "out"), "operation", "CREATE", "type", type, "name", "n"));
        assertEquals("create on 7 n {pattern=a, direction=out}", agent.changes.get(0));
        assertAnswer(400, "Name conflicts with an existing entity", ask(Messages.map("pattern", "b",
            "direction", "out"), "operation", "CREATE", "type", type, "name", "n"));
        assertAnswer(204, "No Content", ask(null, "operation", "DELETE", "type", type, "name", "n"));
        assertEquals("delete on 7 1", agent.changes.get(1));
    }

    @Test
    void shouldNotLookAtLinkRoutesOfAConnectionThatMayNotHaveAny() throws Exception {
        agent.refuses(new ManagementException(ManagementException.FORBIDDEN, "Forbidden"));
        assertAnswer(403, "Forbidden",
            ask("no map", "operation", "CREATE", "type", PREFIX + AgentFixture.SCOPED, "name", "n"));
        assertEquals(List.of(), agent.changes);
    }

    @Test
    void shouldSayWhatIsWrongWithTheTarget() throws Exception {
        assertAnswer(404, "No entity with name=x identity=log/ROUTER",
            ask(null, "operation", "READ", "name", "x", "identity", "log/ROUTER"));
        assertAnswer(400, "Conflicting name=main identity=log/ROUTER",
            ask(null, "operation", "READ", "name", "main", "identity", "log/ROUTER"));
        assertAnswer(400, "Conflicting values for 'name'",
            ask(Map.of("name", "a"), "operation", "CREATE", "type", "listener", "name", "b"));
        assertAnswer(404, "Entity type '" + PREFIX + "listener' does match requested type '" + PREFIX
            + "configurationEntity'", ask(null, "operation", "READ", "name", "main", "type", "configurationEntity"));
        assertAnswer(400, "Entity type '" + PREFIX + "listener' does not extend requested type '" + PREFIX
            + "connector'", ask(null, "operation", "READ", "name", "main", "type", "connector"));
        assertAnswer(400, PREFIX + "listener: No name or identity provided",
            ask(null, "operation", "READ", "type", "listener"));
        assertAnswer(404, "No entity with identity=nix", ask(null, "operation", "READ", "identity", "nix"));
        assertAnswer(400, "No such entity type 'nix'", ask(null, "operation", "READ", "type", "nix", "name", "x"));
        assertAnswer(400, "No 'type' attribute in {'type': None, 'name': 'n'}",
            ask(null, "operation", "CREATE", "name", "n"));
        assertAnswer(400, "Conflicting values for 'type'",
            ask(Map.of("type", "connector"), "operation", "CREATE", "type", "listener"));
        assertAnswer(400, "Cannot set attribute 'identity' in CREATE",
            ask(Map.of("identity", "5"), "operation", "CREATE", "type", "listener"));
        assertAnswer(501, "Operation 'CREATE' not implemented for '" + PREFIX + "configurationEntity' ['READ']",
            ask(null, "operation", "CREATE", "type", "configurationEntity"));
        assertAnswer(501, "Operation 'UPDATE' not implemented for '" + PREFIX
            + "listener' ['CREATE', 'DELETE', 'READ']", ask(Map.of("port", "3"), "operation", "UPDATE",
            "type", "listener", "name", "main"));
    }

    @Test
    void shouldSayThatANameIsTakenTwice() throws Exception {
        agent.add(new FakeEntity("connector", "connector/x:1:main", "main", Map.of()));
        assertAnswer(500, "Duplicate (2) entities with name=main", ask(null, "operation", "READ", "name", "main"));
        assertAnswer(200, "OK", ask(null, "operation", "READ", "name", "main", "type", "connector"));
    }

    @Test
    void shouldNotCountAsChangeWhatIsAsItWas() throws Exception {
        assertAnswer(200, "OK", ask(Messages.map("enable", "info+", "module", "ROUTER"), "operation", "UPDATE",
            "type", "log", "name", "log/ROUTER"));
        assertAnswer(400, PREFIX + "log: Invalid Boolean value ''maybe''", ask(Map.of("includeSource", "maybe"),
            "operation", "UPDATE", "type", "log", "name", "log/ROUTER"));
    }

    @Test
    void shouldQueryAllTypesThatExtendOne() throws Exception {
        Messages.Answer answer = ask(Map.of("attributeNames", List.of("name", "type")), "operation", "QUERY",
            "entityType", "configurationEntity");
        assertTrue(rows(answer).contains(List.of("main", PREFIX + "listener")), () -> rows(answer).toString());
        assertTrue(rows(answer).contains(List.of("log/ROUTER", PREFIX + "log")));
        assertFalse(rows(answer).toString().contains("self"));
    }

    @Test
    void shouldQueryEverythingButTheMasses() throws Exception {
        agent.add(new FakeEntity("router.link", "5", "l", Map.of()));
        Messages.Answer answer = ask(Map.of(), "operation", "QUERY");
        assertTrue(rows(answer).toString().contains("management"));
        assertFalse(rows(answer).toString().contains("router.link"));
    }

    @Test
    void shouldLeaveOutRowsWithoutAnyOfTheAttributes() throws Exception {
        assertEquals(List.of(List.of("21801")), rows(ask(Map.of("attributeNames", List.of("port")),
            "operation", "QUERY")));
    }

    @Test
    void shouldSayWhichAttributesAreUnknown() throws Exception {
        assertAnswer(404, "Unknown attributes [1, 'nix'] for type " + PREFIX + "listener.",
            ask(Map.of("attributeNames", List.of(1, "port", "nix")), "operation", "QUERY", "entityType", "listener"));
    }

    @Test
    void shouldNotShowHiddenAttributes() throws Exception {
        agent.add(new FakeEntity("connector", "connector/x:1", "c", Map.of("saslPassword", "secret")));
        assertNull(((Map<?, ?>) ask(null, "operation", "READ", "name", "c").body()).get("saslPassword"));
        assertFalse(rows(ask(Map.of(), "operation", "QUERY", "entityType", "connector")).toString()
            .contains("secret"));
    }

    @Test
    void shouldDescribeItself() throws Exception {
        Map<?, ?> schema = (Map<?, ?>) ask(null, "operation", "get_schema").body();
        assertEquals("org.apache.qpid.dispatch", schema.get("prefix"));
        Map<?, ?> listener = (Map<?, ?>) ((Map<?, ?>) schema.get("entityTypes")).get("listener");
        assertEquals(List.of("CREATE", "DELETE", "READ"), listener.get("operations"));
        Map<?, ?> role = (Map<?, ?>) ((Map<?, ?>) listener.get("attributes")).get("role");
        assertEquals("normal", role.get("default"));
        assertEquals(List.of("normal", "inter-router", "route-container", "edge"), role.get("type"));
        String json = (String) ask(null, "operation", "GET-JSON-SCHEMA", "indent", 2).body();
        assertTrue(json.startsWith("{\n  \"prefix\": \"org.apache.qpid.dispatch\",\n  \"entityTypes\": {"), json);
    }

    @Test
    void shouldHaveNoNodesOutsideANetwork() throws Exception {
        agent.add(new FakeEntity("router", "1", "QDR", Map.of("id", "QDR", "mode", "standalone")));
        assertEquals(List.of(), ask(null, "operation", "GET-MGMT-NODES").body());
    }

    @Test
    void shouldAnswerWithoutALog() throws Exception {
        assertEquals(List.of(), ask(null, "operation", "GET-LOG", "limit", "5").body());
        assertAnswer(500, "ValueError: invalid literal for int() with base 10: 'x'",
            ask(null, "operation", "GET-LOG", "limit", "x"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.MessageSections;
import io.sluice.routing.core.ComposedMessage;
import io.sluice.routing.core.CoreFixture;
import io.sluice.routing.core.FakeContainer;
import io.sluice.routing.core.FakeContainer.Asked;
import io.sluice.routing.core.FakePeer;
import io.sluice.routing.core.LinkRouteRule;
import io.sluice.routing.core.LinkRoutes;
import io.sluice.routing.core.rule.RuleFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;


/** Routed links of an edge router: those that the interior routes, and those that it routes for the interior. */
class EdgeLookupTest {

    private EdgeFixture edge = new EdgeFixture(EdgeFixture.PATIENT);

    @AfterEach
    void stop() {
        edge.close();
    }

    private FakePeer attach(boolean incoming, String address) {
        FakePeer peer = new FakePeer();
        edge.core.attach(CoreFixture.link(incoming, Kind.ADDRESSED, address), peer);
        return peer;
    }

    // ---- lookups

    @Test
    void shouldAskBeforeItAttachesALink() throws Exception {
        edge.connect();
        FakePeer peer = attach(true, "amqp:/lr.q");
        assertFalse(peer.attached);
        Delivery asked = edge.lookups.peer.deliveries.peek();
        assertTrue(asked.presettled());
        MessageSections question = MessageSections.of(asked);
        assertEquals(List.of("amqp:/lr.q", true), question.bodyValue());
        assertEquals(Map.of("version", 1L, "opcode", 1L), question.applicationProperties());
        assertEquals(EdgeFixture.REPLIES, question.properties().replyTo());
        assertTrue(((String) question.properties().correlationId()).matches("client-[0-9a-f]{24}"));
        edge.answerLookup(false, false);
        assertTrue(peer.attached);
        assertEquals("M0lr.q", peer.owningAddress);
    }

    @Test
    void shouldPassALinkOnThatTheInteriorRoutes() throws Exception {
        edge.connect();
        FakePeer peer = attach(false, "lr.q");
        edge.answerLookup(true, true);
        Asked routed = edge.interior.next();
        assertEquals("link", routed.descriptor.name());
        assertEquals("lr.q", routed.descriptor.address());
        assertTrue(routed.descriptor.incoming());
        assertNotNull(routed.descriptor.splice());
        assertSame(routed.descriptor.splice(), peer.splice);
    }

    @Test
    void shouldRefuseALinkThatIsRoutedToNobody() throws Exception {
        edge.connect();
        FakePeer peer = attach(false, "lr.q");
        edge.answerLookup(true, false);
        assertTrue(peer.detached);
        assertEquals(LinkError.NO_ROUTE, peer.error);
    }

    @Test
    void shouldAttachHereWithoutAnAnswerInTime() throws Exception {
        edge.close();
        edge = new EdgeFixture(EdgeFixture.SHORT);
        edge.connect();
        FakePeer peer = attach(true, "q");
        assertFalse(peer.attached);
        await().until(() -> peer.attached);
    }

    @Test
    void shouldAttachHereWhenTheInteriorIsLost() throws Exception {
        edge.connect();
        FakePeer peer = attach(true, "q");
        edge.interior.connection.closed();
        edge.core.sync();
        assertTrue(peer.attached);
    }

    @Test
    void shouldNotAskWithoutAnInterior() {
        assertTrue(attach(true, "q").attached);
    }

    @Test
    void shouldIgnoreAnswersToNothing() throws Exception {
        edge.connect();
        edge.send(edge.lookupReplies, new ComposedMessage().body("nonsense"));
        edge.send(edge.lookupReplies, new ComposedMessage().properties(null, null, "client-0").body(true));
        FakePeer peer = attach(true, "q");
        edge.answerLookup(false, false);
        assertTrue(peer.attached);
    }

    @Test
    void shouldKeepQuestionsBackBeyondTheWindow() throws Exception {
        edge.connect();
        FakePeer last = null;
        for (int i = 0; i < 40; i++) {
            last = attach(true, "q" + i);
        }
        assertEquals(32, edge.lookups.peer.deliveries.size());
        for (int i = 0; i < 40; i++) {
            edge.answerLookup(false, false);
        }
        assertTrue(last.attached);
    }

    @Test
    void shouldNotAskForLinksOfTheInteriorItself() throws Exception {
        edge.connect();
        FakePeer peer = new FakePeer();
        edge.interior.connection.attach(CoreFixture.link(true, Kind.ADDRESSED, "q"), peer);
        edge.core.sync();
        assertTrue(peer.attached);
    }

    // ---- link routes of this router

    private FakeContainer broker() {
        return new FakeContainer(edge.core, 70, "broker", "BROKER");
    }

    private void linkRoute(String attribute, String pattern, String direction) {
        RuleFactory<LinkRouteRule> routes = edge.core.factory(LinkRoutes.PID, edge.core.core.linkRoutes());
        String pid = LinkRoutes.PID + "~" + pattern + direction;
        routes.updated(pid, new Hashtable<>(Map.of(
                attribute, pattern, "direction", direction, "containerId", "BROKER", "identity", pid)));
        edge.core.sync();
    }

    private MessageSections answerRequest(long status, Map<String, Object> body) {
        Delivery delivery = EdgeFixture.next(edge.requests);
        assertFalse(delivery.presettled());
        MessageSections request = MessageSections.of(delivery);
        assertEquals(EdgeFixture.REPLIES, request.properties().replyTo());
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("statusCode", (int) status);
        edge.send(edge.requestReplies, new ComposedMessage()
            .properties(EdgeFixture.REPLIES, null, (String) request.properties().correlationId())
            .applicationProperties(properties).body(body));
        return request;
    }

    @Test
    void shouldTellTheInteriorOfLinkRoutesWhileTheyLeadSomewhere() throws Exception {
        linkRoute("prefix", "elr", "in");
        edge.connect();
        assertTrue(edge.requests.peer.deliveries.isEmpty());
        FakeContainer broker = broker();
        MessageSections create = answerRequest(201, Map.of("identity", "77"));
        assertEquals(Map.of("operation", "CREATE", "type", "org.apache.qpid.dispatch.router.connection.linkRoute",
                "name", "me/proxyLinkRoute/Celr"), create.applicationProperties());
        assertEquals(Map.of("type", "org.apache.qpid.dispatch.router.connection.linkRoute", "pattern", "elr/#",
                "direction", "in", "name", "me/proxyLinkRoute/Celr"), create.bodyValue());
        broker.connection.closed();
        MessageSections delete = answerRequest(204, Map.of());
        assertEquals("DELETE", delete.applicationProperties().get("operation"));
        assertEquals("77", delete.applicationProperties().get("identity"));
        assertEquals(Map.of(), delete.bodyValue());
    }

    @Test
    void shouldTryAgainWhatTheInteriorRefused() throws Exception {
        linkRoute("pattern", "elr.*.y", "out");
        edge.connect();
        broker();
        answerRequest(500, Map.of());
        MessageSections again = answerRequest(201, Map.of("identity", "1"));
        assertEquals("me/proxyLinkRoute/Felr.*.y", again.applicationProperties().get("name"));
        assertEquals("elr.*.y", ((Map<?, ?>) again.bodyValue()).get("pattern"));
        assertEquals("out", ((Map<?, ?>) again.bodyValue()).get("direction"));
    }

    @Test
    void shouldTellTheNextInteriorToo() throws Exception {
        linkRoute("prefix", "elr", "in");
        edge.connect();
        broker();
        answerRequest(201, Map.of("identity", "1"));
        edge.interior.connection.closed();
        edge.core.sync();
        edge.answerAll(edge.open(51));
        assertEquals("CREATE", answerRequest(201, Map.of("identity", "1")).applicationProperties().get("operation"));
    }

    @Test
    void shouldRouteLinksOfTheInteriorToItsContainers() throws Exception {
        linkRoute("prefix", "elr", "in");
        edge.connect();
        FakeContainer broker = broker();
        FakePeer peer = new FakePeer();
        edge.interior.connection.attach(CoreFixture.link(true, Kind.ADDRESSED, "elr.q"), peer);
        assertEquals("elr.q", broker.next().descriptor.address());
        edge.core.sync();
        assertNotNull(peer.splice);
        assertNull(peer.error);
    }
}

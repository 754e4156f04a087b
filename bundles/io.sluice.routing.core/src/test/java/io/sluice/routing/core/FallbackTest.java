// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.core.rule.AddressRuleReader;
import io.sluice.routing.core.rule.RuleException;

class FallbackTest {

    private static final String PID = AddressRules.PID + "~fallback";

    private final CoreFixture fixture = new CoreFixture();
    private final FakeProducer producer = new FakeProducer();
    private final FakePeer sender = new FakePeer();
    private final FakePeer primary = new FakePeer();
    private final FakePeer fallback = new FakePeer();

    @BeforeEach
    void configure() {
        fixture.address(PID, Map.of("prefix", "fb", "enableFallback", true));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private RouterLink fallbackReceiver(String address, FakePeer peer) {
        return fixture.attach(CoreFixture.link(false, Kind.ADDRESSED, address, "qd.fallback"), peer);
    }

    @Test
    void shouldTakeAnArrayWithTheCapabilityForNothing() {
        LinkDescriptor array = new LinkDescriptor("link", false, Kind.ADDRESSED, "fb/x", List.of("qd.fallback"),
                Map.of(), CoreFixture.CAPACITY, false);
        fixture.attach(array, fallback);
        assertEquals("M0fb/x", fallback.owningAddress);
    }

    private Object attribute(String key, String attribute) {
        return fixture.core.addressEntities().get(key).attribute(attribute);
    }

    @Test
    void shouldShowTheFallbackWithItsAddress() {
        RouterLink link = fixture.sender("fb/x", sender);
        assertNotNull(fixture.core.addressEntities().get("MFfb/x"));
        assertEquals(0, attribute("MFfb/x", "subscriberCount"));
        link.detached(null);
        fixture.sync();
        assertEquals(0, fixture.core.table().size());
        assertNull(fixture.core.addressEntities().get("MFfb/x"));
    }

    @Test
    void shouldRedirectWhatNoConsumerHas() {
        RouterLink link = fixture.sender("fb/x", sender);
        fallbackReceiver("fb/x", fallback);
        assertEquals("MFfb/x", fallback.owningAddress);
        assertEquals(TransferResult.ROUTED, link.transfer(producer.message()));
        assertEquals(TransferResult.ROUTED, link.transfer(producer.presettled()));
        for (Delivery delivery : fallback.deliveries) {
            assertEquals("fb/x", delivery.annotations().to());
            assertEquals(22, delivery.annotations().phase());
        }
        fallback.settleOne(Outcome.ACCEPTED);
        assertEquals(List.of(Outcome.ACCEPTED), producer.outcomes);
        assertEquals(2L, attribute("M0fb/x", "deliveriesRedirectedToFallback"));
        assertEquals(0L, attribute("MFfb/x", "deliveriesRedirectedToFallback"));
        assertEquals(2L, new RouterEntity(fixture.core).attribute("deliveriesRedirectedToFallback"));
    }

    @Test
    void shouldPreferTheAddressItself() {
        RouterLink link = fixture.sender("fb/x", sender);
        fallbackReceiver("fb/x", fallback);
        RouterLink receiver = fixture.receiver("fb/x", primary);
        link.transfer(producer.message());
        assertEquals(RouterAnnotations.NONE, primary.deliveries.peek().annotations());
        assertTrue(fallback.deliveries.isEmpty());
        receiver.detached(null);
        // The link has ended, although the table does not know it yet.
        assertEquals(TransferResult.ROUTED, link.transfer(producer.message()));
        assertEquals(1, fallback.deliveries.size());
    }

    @Test
    void shouldGiveAPathWithEither() {
        RouterLink link = fixture.sender("fb/x", sender);
        assertFalse(sender.path());
        RouterLink spare = fallbackReceiver("fb/x", fallback);
        assertTrue(sender.path());
        RouterLink receiver = fixture.receiver("fb/x", primary);
        spare.detached(null);
        fixture.sync();
        assertTrue(sender.path());
        receiver.detached(null);
        fixture.sync();
        assertFalse(sender.path());
        assertEquals(TransferResult.NO_ROUTE, link.transfer(producer.message()));
        fallbackReceiver("fb/x", new FakePeer());
        FakePeer late = new FakePeer();
        fixture.sender("fb/x", late);
        assertTrue(late.path());
        assertEquals(List.of(true, false, true), sender.paths);
    }

    @Test
    void shouldKeepTheAnnotationsOfWhatNobodyTakes() {
        RouterLink link = fixture.sender("fb/x", sender);
        Delivery delivery = producer.message();
        assertEquals(TransferResult.NO_ROUTE, link.transfer(delivery));
        assertEquals(RouterAnnotations.NONE, delivery.annotations());
    }

    @Test
    void shouldNotRedirectWhatComesBackFromTheFallback() {
        FakePeer back = new FakePeer();
        RouterLink link = fixture.attach(CoreFixture.link(true, Kind.ADDRESSED, "fb/x", "qd.fallback"), back);
        assertEquals("M0fb/x", back.owningAddress);
        fallbackReceiver("fb/x", fallback);
        assertTrue(back.path());
        assertEquals(TransferResult.NO_ROUTE, link.transfer(producer.message()));
        fixture.receiver("fb/x", primary);
        assertEquals(TransferResult.ROUTED, link.transfer(producer.message()));
        assertTrue(fallback.deliveries.isEmpty());
    }

    @Test
    void shouldRedirectAnonymousDeliveriesToAddressesInUse() {
        RouterLink anonymous = fixture.sender(null, sender);
        fallbackReceiver("fb/x", fallback);
        assertEquals(TransferResult.NO_ROUTE, anonymous.transfer(producer.to("fb/x")));
        fixture.sender("fb/x", new FakePeer());
        assertEquals(TransferResult.ROUTED, anonymous.transfer(producer.to("amqp:/fb/x")));
        assertEquals(TransferResult.ROUTED, fixture.core.send(producer.to("fb/x")));
        assertEquals("fb/x", fallback.deliveries.peek().annotations().to());
    }

    @Test
    void shouldDistributeLikeTheAddress() {
        fixture.address(PID, Map.of("prefix", "fb", "enableFallback", true, "distribution", "multicast"));
        RouterLink link = fixture.sender("fb", sender);
        List<FakePeer> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(new FakePeer());
            fallbackReceiver("fb", all.get(i));
        }
        link.transfer(producer.message());
        for (FakePeer peer : all) {
            assertEquals(22, peer.deliveries.peek().annotations().phase());
        }
        assertEquals("multicast", attribute("MFfb", "distribution"));
    }

    @Test
    void shouldBindToAFallbackThatNothingRedirectsTo() {
        fallbackReceiver("other", fallback);
        RouterLink link = fixture.sender("other", sender);
        assertEquals("MFother", fallback.owningAddress);
        assertFalse(sender.path());
        assertEquals(TransferResult.NO_ROUTE, link.transfer(producer.message()));
    }

    @Test
    void shouldDecideWhenTheAddressComesIntoUse() {
        fallbackReceiver("fb/x", fallback);
        fallbackReceiver("late", fallback);
        RouterLink link = fixture.sender("fb/x", sender);
        RouterLink other = fixture.sender("late", sender);
        fixture.rules.deleted(PID);
        fixture.address(PID + "2", Map.of("prefix", "late", "fallback", "true"));
        assertEquals(TransferResult.ROUTED, link.transfer(producer.message()));
        assertEquals(TransferResult.NO_ROUTE, other.transfer(producer.message()));
        assertEquals(TransferResult.NO_ROUTE, fixture.sender("late", sender).transfer(producer.message()));
    }

    @Test
    void shouldHaveFallbacksOfMobileAddressesOnly() {
        fallbackReceiver("_local/x", fallback);
        assertEquals("Lx", fallback.owningAddress);
    }

    @ParameterizedTest
    @CsvSource({"waypoint, true", "ingressPhase, 1", "egressPhase, 2"})
    void shouldRefuseFallbackWithPhases(String attribute, String value) throws Exception {
        Map<String, Object> properties = Map.of("prefix", "a", "enableFallback", "true", attribute, value);
        RuleException refused = assertThrows(RuleException.class,
                () -> AddressRuleReader.read("p", "1", properties));
        assertEquals("Fallback cannot be specified with waypoint or non-zero ingress and egress phases",
                refused.getMessage());
    }

    @Test
    void shouldShowItInTheRule() {
        assertEquals(true, fixture.rules.entities().get("1").attribute("fallback"));
    }
}

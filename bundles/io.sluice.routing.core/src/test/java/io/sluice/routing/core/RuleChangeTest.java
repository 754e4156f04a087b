// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;

/**
 * What a change of rules does to addresses in use: nothing but to their priority, and that with the next attach. The
 * distribution stays until the address is not used any more.
 */
class RuleChangeTest {

    private static final String PID = AddressRules.PID + "~changed";

    private final CoreFixture fixture = new CoreFixture();
    private final FakeProducer producer = new FakeProducer();
    private final FakePeer sender = new FakePeer();
    private final FakePeer first = new FakePeer();
    private final FakePeer second = new FakePeer();

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Object attribute(String attribute) {
        return fixture.core.addressEntities().get("M0x").attribute(attribute);
    }

    private void delete() {
        fixture.rules.deleted(PID);
        fixture.sync();
    }

    @Test
    void shouldKeepTheDistributionOfAnAddressInUse() {
        RouterLink link = fixture.sender("x", sender);
        fixture.receiver("x", first);
        fixture.address(PID, Map.of("prefix", "x", "distribution", "multicast"));
        fixture.receiver("x", second);
        link.transfer(producer.message());
        assertEquals(1, first.deliveries.size() + second.deliveries.size());
        assertEquals("balanced", attribute("distribution"));
    }

    @Test
    void shouldKeepTheDistributionAfterTheRuleIsDeleted() {
        fixture.address(PID, Map.of("prefix", "x", "distribution", "multicast"));
        RouterLink link = fixture.sender("x", sender);
        fixture.receiver("x", first);
        delete();
        fixture.receiver("x", second);
        link.transfer(producer.message());
        assertEquals(1, first.deliveries.size());
        assertEquals(1, second.deliveries.size());
        assertEquals("multicast", attribute("distribution"));
    }

    @Test
    void shouldDistributeAnewOnceNobodyUsesTheAddress() {
        fixture.receiver("x", first).detached(null);
        fixture.sync();
        fixture.address(PID, Map.of("prefix", "x", "distribution", "multicast"));
        fixture.receiver("x", second);
        assertEquals("multicast", attribute("distribution"));
    }

    @Test
    void shouldTakeThePriorityOverWithTheNextAttach() {
        fixture.receiver("x", first);
        fixture.address(PID, Map.of("prefix", "x", "priority", 7));
        assertEquals(-1, attribute("priority"));
        assertEquals(4, first.priority);
        fixture.receiver("x", second);
        assertEquals(7, attribute("priority"));
        assertEquals(7, second.priority);
        delete();
        assertEquals(7, attribute("priority"));
        fixture.sender("x", sender);
        assertEquals(-1, attribute("priority"));
        assertEquals(4, sender.priority);
    }

    @Test
    void shouldPutTheAddressBeforeTheMessage() {
        fixture.address(PID, Map.of("prefix", "x", "priority", 7));
        fixture.receiver("x", first);
        fixture.receiver("y", second);
        RouterLink anonymous = fixture.sender(null, sender);
        anonymous.transfer(producer.to("x"));
        anonymous.transfer(producer.to("y"));
        assertEquals(7, first.deliveries.peek().priority());
        assertEquals(4, second.deliveries.peek().priority());
    }

    @Test
    void shouldLetAnAddressInUseBeUsedOnWhenItBecomesUnavailable() {
        RouterLink link = fixture.sender("x", sender);
        RouterLink receiver = fixture.receiver("x", first);
        fixture.address(PID, Map.of("prefix", "x", "distribution", "unavailable"));
        FakePeer late = new FakePeer();
        RouterLink another = fixture.sender("x", late);
        assertTrue(late.attached);
        RouterLink anonymous = fixture.sender(null, new FakePeer());
        assertEquals(TransferResult.ROUTED, link.transfer(producer.message()));
        assertEquals(TransferResult.ROUTED, anonymous.transfer(producer.to("x")));
        assertEquals(TransferResult.UNAVAILABLE, anonymous.transfer(producer.to("x/y")));
        receiver.detached(null);
        fixture.sync();
        assertEquals(TransferResult.NO_ROUTE, link.transfer(producer.message()));
        assertEquals(TransferResult.NO_ROUTE, anonymous.transfer(producer.to("x")));
        link.detached(null);
        another.detached(null);
        fixture.sync();
        FakePeer refused = new FakePeer();
        fixture.sender("x", refused);
        assertEquals(LinkError.NOT_FOUND, refused.error);
        assertEquals(TransferResult.UNAVAILABLE, anonymous.transfer(producer.to("x")));
        delete();
        FakePeer again = new FakePeer();
        fixture.sender("x", again);
        assertNull(again.error);
    }

    @Test
    void shouldBindToThePhasesThatAreConfiguredByThen() {
        fixture.receiver("x", first);
        fixture.address(PID, Map.of("prefix", "x", "waypoint", true));
        fixture.receiver("x", second);
        RouterLink link = fixture.sender("x", sender);
        assertEquals(List.of("M0x", "M1x", "M0x"),
                List.of(first.owningAddress, second.owningAddress, sender.owningAddress));
        link.transfer(producer.message());
        assertEquals(1, first.deliveries.size());
        first.settleOne(Outcome.ACCEPTED);
        assertEquals(List.of(Outcome.ACCEPTED), producer.outcomes);
    }
}

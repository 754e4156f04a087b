// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.core.address.Treatment;

class TenancyTest {

    private final CoreFixture fixture = new CoreFixture();
    private final RouterConnection tenant = fixture.connect("acme/", "normal");

    @AfterEach
    void stop() {
        fixture.close();
    }

    private String key(boolean incoming, Kind kind, String address) {
        FakePeer peer = new FakePeer();
        tenant.attach(CoreFixture.link(incoming, kind, address), peer);
        fixture.sync();
        return peer.owningAddress;
    }

    @ParameterizedTest
    @CsvSource({
        "q, M0acme/q, acme/q",
        "/q, M0acme/q, acme/q",
        "amqp://host/q/, M0acme/q, acme/q",
        "acme/q, M0acme/acme/q, acme/acme/q",
        "$management, M0acme/$management, acme/$management",
        "_local/q, Lq, _local/q",
        "_topo/0/me/q, Lq, _topo/0/me/q",
        "amqp:/_$temp.x, M0_$temp.x, _$temp.x"
    })
    void shouldPutTheTenantInFrontOfMobileAddressesOnly(String address, String key, String match) {
        assertEquals(key, key(false, Kind.ADDRESSED, address));
        assertEquals(match, fixture.core.table().matchText(address, "acme/"));
    }

    @Test
    void shouldMatchConfiguredPatternsInTheTenantsSpace() {
        fixture.address("prefix", "acme/news", "multicast");
        fixture.address("prefix", "news", "closest");
        assertEquals(Treatment.MULTICAST, fixture.core.table().get(key(true, Kind.ADDRESSED, "news/1")).treatment());
        fixture.receiver("news/1", new FakePeer());
        assertEquals(Treatment.CLOSEST, fixture.core.table().get("M0news/1").treatment());
    }

    @Test
    void shouldGiveDynamicAddressesNoTenant() {
        assertEquals("Ltemp.", key(false, Kind.DYNAMIC, null).substring(0, 6));
        assertEquals("M0_$temp.", key(true, Kind.DYNAMIC, null).substring(0, 9));
    }

    @ParameterizedTest
    @CsvSource({
        "q, acme/q",
        "amqp://host/q/, acme/q",
        "acme/q, acme/acme/q",
        "_local/q, _local/q",
        "amqp:/_topo/0/me/q, _topo/0/me/q"
    })
    void shouldTellOtherRoutersOfTheTenantWhereOnlyTheMessageNamesItsAddress(String to, String annotated) {
        FakePeer consumer = new FakePeer();
        fixture.receiver(annotated, consumer);
        RouterLink anonymous = tenant.attach(CoreFixture.link(true, Kind.ANONYMOUS, null), new FakePeer());
        fixture.sync();
        for (int i = 0; i < 2; i++) {
            assertEquals(TransferResult.ROUTED, anonymous.transfer(new FakeProducer().to(to)));
            assertEquals(annotated, consumer.deliveries.remove().annotations().to());
        }
    }

    @Test
    void shouldPutTheTenantInFrontOfAnAnnotationAndLeaveItAsItCame() {
        FakePeer consumer = new FakePeer();
        fixture.receiver("acme/q", consumer);
        RouterLink anonymous = tenant.attach(CoreFixture.link(true, Kind.ANONYMOUS, null), new FakePeer());
        fixture.sync();
        Delivery delivery = new FakeProducer().to("q");
        delivery.annotations(new RouterAnnotations("q", 0, false, null, List.of()));
        assertEquals(TransferResult.ROUTED, anonymous.transfer(delivery));
        assertEquals("q", consumer.deliveries.remove().annotations().to());
    }

    @Test
    void shouldWriteNoAddressWithoutATenant() {
        FakePeer consumer = new FakePeer();
        fixture.receiver("q", consumer);
        RouterLink anonymous = fixture.connection.attach(
                CoreFixture.link(true, Kind.ANONYMOUS, null), new FakePeer());
        fixture.sync();
        assertEquals(TransferResult.ROUTED, anonymous.transfer(new FakeProducer().to("q")));
        assertNull(consumer.deliveries.remove().annotations().to());
    }
}

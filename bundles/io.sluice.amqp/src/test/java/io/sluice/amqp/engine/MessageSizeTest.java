// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.routing.api.AddressEdit;
import io.sluice.security.api.AddressFilter;
import io.sluice.security.api.PolicySettings;
import java.nio.charset.StandardCharsets;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;

/** Messages on routed links that are larger than the policy allows the sender. */
class MessageSizeTest {

    private static final byte[] PART = "x".repeat(300).getBytes(StandardCharsets.US_ASCII);
    private static final AddressFilter ALL = AddressFilter.list("*", "");

    private final FakePolicy policy = new FakePolicy(
        new PolicySettings(0, 0, 0, 0, 0, 500, true, true, true, true, true, true, true, ALL, ALL));

    private TwoHops sender() throws Exception {
        TwoHops hops = new TwoHops(AddressEdit.NONE, policy);
        hops.sender(100);
        return hops;
    }

    private void assertRefused(TwoHops.Hop client) throws Exception {
        Rejected rejected = assertInstanceOf(Rejected.class, client.expect(Disposition.class).getState());
        assertEquals("amqp:link:message-size-exceeded", rejected.getError().getCondition().toString());
        assertEquals("Message size exceeded", rejected.getError().getDescription());
        assertNull(client.expect(Detach.class).getError());
        Close close = client.expect(Close.class);
        assertEquals("amqp:connection:forced", close.getError().getCondition().toString());
        assertEquals("Message size exceeded", close.getError().getDescription());
        assertEquals("denied 1 MESSAGE_SIZE", policy.heard.get(0));
    }

    private static void abort(TwoHops.Hop client, int id) throws Exception {
        Transfer abort = RoutedBench.transfer(id, false, false);
        abort.setDeliveryTag(null);
        abort.setAborted(true);
        client.send(abort);
    }

    @Test
    void shouldPassNothingOnOfAMessageOfOneFrameThatIsTooLarge() throws Exception {
        try (TwoHops hops = sender()) {
            hops.client.transfer(0, "large", false, null, new byte[501]);
            assertRefused(hops.client);
            assertEquals("qd:routed-link-lost",
                hops.container.expect(Detach.class).getError().getCondition().toString());
        }
    }

    @Test
    void shouldAbortWhatWentOnOfAMessageThatGetsTooLarge() throws Exception {
        try (TwoHops hops = sender()) {
            hops.client.transfer(0, "grows", false, true, null, PART);
            hops.container.expectTransfer("grows", PART);
            hops.client.transfer(0, "grows", false, true, null, PART);
            assertRefused(hops.client);
            assertTrue(hops.container.expect(Transfer.class).getAborted());
            assertEquals("qd:routed-link-lost",
                hops.container.expect(Detach.class).getError().getCondition().toString());
        }
    }

    @Test
    void shouldCountEachMessageForItself() throws Exception {
        try (TwoHops hops = sender()) {
            hops.client.transfer(0, "aborted", false, true, null, PART);
            hops.container.expectTransfer("aborted", PART);
            abort(hops.client, 0);
            assertTrue(hops.container.expect(Transfer.class).getAborted());
            hops.client.transfer(1, "next", false, null, PART);
            hops.container.expectTransfer("next", PART);
            hops.client.transfer(2, "last", true, null, new byte[500]);
            hops.container.expectTransfer("last", new byte[500]);
        }
    }

    @Test
    void shouldNotCountWhatWasAbortedOnAnAddressedLink() throws Exception {
        try (RoutedBench bench = new RoutedBench(policy)) {
            bench.attachSender("a");
            bench.send(RoutedBench.transfer(0, false, true), PART);
            Transfer abort = RoutedBench.transfer(0, false, false);
            abort.setAborted(true);
            bench.send(abort, new byte[0]);
            bench.send(RoutedBench.transfer(1, false, true), PART);
            bench.send(RoutedBench.transfer(1, false, false), new byte[201]);
            Disposition disposition = bench.disposition();
            assertEquals(1, disposition.getFirst().intValue());
            assertInstanceOf(Rejected.class, disposition.getState());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.security.SaslMechanisms;
import org.apache.qpid.proton.amqp.security.SaslOutcome;
import org.apache.qpid.proton.amqp.transport.Open;
import org.junit.jupiter.api.Test;

class LoginTest {

    @Test
    void shouldLetAnonymousIn() throws Exception {
        try (Bench bench = new Bench().mechanism("ANONYMOUS"); RawPeer peer = new RawPeer(bench.listen())) {
            peer.send(RawPeer.SASL_HEADER);
            peer.sasl(RawPeer.init("ANONYMOUS", "anonymous"));
            peer.expectHeader(RawPeer.SASL_HEADER);
            SaslMechanisms offer = assertInstanceOf(SaslMechanisms.class, peer.frame());
            assertArrayEquals(new Symbol[] {Symbol.valueOf("ANONYMOUS")}, offer.getSaslServerMechanisms());
            SaslOutcome outcome = assertInstanceOf(SaslOutcome.class, peer.frame());
            assertEquals(0, outcome.getCode().ordinal());
            peer.send(RawPeer.AMQP_HEADER);
            peer.expectHeader(RawPeer.AMQP_HEADER);
            peer.send(0, RawPeer.open("me"));
            assertEquals("QDR", assertInstanceOf(Open.class, peer.frame()).getContainerId());
            assertEquals("anonymous", bench.links.opened.get(0).user());
            assertTrue(bench.server.failures().isEmpty(), () -> List.copyOf(bench.server.failures()).toString());
        }
    }
}

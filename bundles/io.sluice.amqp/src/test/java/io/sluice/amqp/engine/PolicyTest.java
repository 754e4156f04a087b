// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;
import io.sluice.security.api.AddressFilter;
import io.sluice.security.api.PolicySettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;

/** Peers that a policy holds to rules, with the conditions and texts that were recorded. */
class PolicyTest {

    private static FakePolicy policy() {
        return new FakePolicy(new PolicySettings(4096, 1, 65536, 2, 1, 500, false, true, false, false, false, true,
            false, AddressFilter.list("src*", "anonymous"), AddressFilter.list("ok.*, ${user}.q", "anonymous")));
    }

    private static void attach(RoutedBench bench, int handle, Role role, String address, String capability)
            throws Exception {
        Attach attach = RawPeer.attach("l" + handle, handle, role);
        Target target = new Target();
        Source source = new Source();
        (role == Role.SENDER ? target : source).setAddress(address);
        if (capability != null) {
            target.setCapabilities(Symbol.valueOf(capability));
            source.setCapabilities(Symbol.valueOf(capability));
        }
        attach.setTarget(target);
        attach.setSource(source);
        bench.peer.send(0, attach);
    }

    private static void refused(RoutedBench bench, String condition) throws Exception {
        assertInstanceOf(Attach.class, bench.peer.frame());
        Detach detach = assertInstanceOf(Detach.class, bench.peer.frame());
        assertEquals(condition, detach.getError().getCondition().toString());
        assertEquals("link disallowed by local policy", detach.getError().getDescription());
    }

    private static void assertRejected(RoutedBench bench, String condition, String text) throws Exception {
        Object frame = bench.peer.frame();
        while (frame instanceof Flow) {
            frame = bench.peer.frame();
        }
        Rejected rejected =
            assertInstanceOf(Rejected.class, assertInstanceOf(Disposition.class, frame).getState());
        assertEquals(condition, rejected.getError().getCondition().toString());
        assertEquals(text, rejected.getError().getDescription());
    }

    private static byte[] message(String to, String user) {
        Message message = Message.Factory.create();
        message.setAddress(to);
        if (user != null) {
            message.setUserId(user.getBytes(StandardCharsets.UTF_8));
        }
        return encoded(message);
    }

    private static byte[] encoded(Message message) {
        byte[] bytes = new byte[400];
        int length = message.encode(bytes, 0, bytes.length);
        return java.util.Arrays.copyOf(bytes, length);
    }

    @Test
    void shouldSendItsOpenAndCloseAtOnceIfTheConnectionIsDenied() throws Exception {
        try (Bench bench = new Bench()) {
            bench.factory.bindPolicy(new FakePolicy(null));
            try (RawPeer peer = new RawPeer(bench.listen())) {
                peer.send(RawPeer.AMQP_HEADER);
                peer.send(0, RawPeer.open("peer"));
                peer.expectHeader(RawPeer.AMQP_HEADER);
                assertInstanceOf(Open.class, peer.frame());
                Close close = assertInstanceOf(Close.class, peer.frame());
                assertEquals("amqp:resource-limit-exceeded", close.getError().getCondition().toString());
                assertEquals("connection disallowed by local policy", close.getError().getDescription());
            }
        }
    }

    @Test
    void shouldOpenNothingWhileThePolicyIsAway() throws Exception {
        try (Bench bench = new Bench()) {
            FakePolicy policy = policy();
            bench.factory.bindPolicy(policy);
            bench.factory.unbindPolicy(policy);
            try (RawPeer peer = new RawPeer(bench.listen())) {
                peer.send(RawPeer.AMQP_HEADER);
                peer.send(0, RawPeer.open("peer"));
                peer.expectHeader(RawPeer.AMQP_HEADER);
                assertInstanceOf(Open.class, peer.frame());
                assertInstanceOf(Close.class, peer.frame());
            }
        }
    }

    @Test
    void shouldTellTheLimitsOfTheGroupAndKeepToThem() throws Exception {
        FakePolicy policy = policy();
        try (Bench bench = new Bench()) {
            bench.factory.bindPolicy(policy);
            try (RawPeer peer = new RawPeer(bench.listen())) {
                peer.send(RawPeer.AMQP_HEADER);
                peer.send(0, RawPeer.open("peer"));
                peer.expectHeader(RawPeer.AMQP_HEADER);
                Open open = assertInstanceOf(Open.class, peer.frame());
                assertEquals(4096, open.getMaxFrameSize().intValue());
                assertEquals(0, open.getChannelMax().intValue());
                peer.send(1, RawPeer.begin(null));
                Close close = assertInstanceOf(Close.class, peer.frame());
                assertEquals("amqp:connection:framing-error", close.getError().getCondition().toString());
                assertEquals("remote channel 1 is above negotiated channel_max 0.",
                    close.getError().getDescription());
            }
            await().until(() -> policy.heard.contains("closed 1"));
        }
    }

    @Test
    void shouldRefuseLinksThatAreNotAllowed() throws Exception {
        FakePolicy policy = policy();
        try (RoutedBench bench = new RoutedBench(policy)) {
            attach(bench, 0, Role.SENDER, "forbidden", null);
            refused(bench, "amqp:unauthorized-access");
            attach(bench, 1, Role.SENDER, "ok.w", "qd.waypoint.1");
            refused(bench, "amqp:unauthorized-access");
            attach(bench, 2, Role.RECEIVER, "src", "qd.fallback");
            refused(bench, "amqp:unauthorized-access");
            attach(bench, 3, Role.RECEIVER, "other", null);
            refused(bench, "amqp:unauthorized-access");
            attach(bench, 4, Role.RECEIVER, null, null);
            refused(bench, "amqp:unauthorized-access");
            attach(bench, 5, Role.RECEIVER, "src.a", null);
            bench.router.nextLink();
            assertNull(assertInstanceOf(Attach.class, bench.peer.frame()).getMaxMessageSize());
            attach(bench, 6, Role.RECEIVER, "src.b", null);
            refused(bench, "amqp:resource-limit-exceeded");
            assertEquals(List.of("denied 1 SENDER", "denied 1 SENDER", "denied 1 RECEIVER", "denied 1 RECEIVER",
                "denied 1 RECEIVER", "denied 1 RECEIVER"), policy.heard);
        }
    }

    @Test
    void shouldCountLinksUntilTheyEnd() throws Exception {
        try (RoutedBench bench = new RoutedBench(policy())) {
            attach(bench, 0, Role.SENDER, "anonymous.q", null);
            bench.router.nextLink();
            Attach answer = assertInstanceOf(Attach.class, bench.peer.frame());
            assertEquals(500, answer.getMaxMessageSize().intValue());
            attach(bench, 1, Role.SENDER, "ok.b", null);
            bench.router.nextLink();
            assertInstanceOf(Attach.class, bench.peer.frame());
            attach(bench, 2, Role.SENDER, "ok.c", null);
            refused(bench, "amqp:resource-limit-exceeded");
            bench.detach();
            bench.expect(Detach.class);
            attach(bench, 3, Role.SENDER, "ok.c", null);
            bench.router.nextLink();
            bench.expect(Attach.class);
        }
    }

    @Test
    void shouldRejectWhatMessagesMayNotSay() throws Exception {
        try (RoutedBench bench = new RoutedBench(policy())) {
            attach(bench, 0, Role.SENDER, null, null);
            bench.router.nextLink();
            bench.expect(Attach.class);
            bench.send(RoutedBench.transfer(0, false, false), message("forbidden", null));
            assertRejected(bench, "amqp:unauthorized-access", "policy violation on target");
            bench.send(RoutedBench.transfer(1, false, false), message("ok.a", "eve"));
            assertRejected(bench, "amqp:unauthorized-access", "user_id proxy violation");
        }
    }

    @Test
    void shouldEndTheConnectionForAMessageThatIsTooLarge() throws Exception {
        FakePolicy policy = policy();
        try (RoutedBench bench = new RoutedBench(policy)) {
            attach(bench, 0, Role.SENDER, "ok.a", null);
            bench.router.nextLink();
            bench.expect(Attach.class);
            bench.send(RoutedBench.transfer(0, false, true), new byte[300]);
            bench.send(RoutedBench.transfer(0, false, false), new byte[300]);
            assertRejected(bench, "amqp:link:message-size-exceeded", "Message size exceeded");
            assertNull(bench.expect(Detach.class).getError());
            Close close = bench.expect(Close.class);
            assertEquals("amqp:connection:forced", close.getError().getCondition().toString());
            assertEquals("Message size exceeded", close.getError().getDescription());
            assertEquals("denied 1 MESSAGE_SIZE", policy.heard.get(0));
        }
    }

    @Test
    void shouldKeepPeersFromClosingConnections() throws Exception {
        try (RoutedBench bench = new RoutedBench(policy())) {
            ManagedEntity connection = bench.factory.entities().iterator().next();
            ManagementException refused = assertThrows(ManagementException.class,
                () -> connection.update(Map.of("adminStatus", "deleted"), "connection [C1]"));
            assertEquals(ManagementException.FORBIDDEN, refused.status());
            assertEquals("You are not allowed to perform this operation.", refused.getMessage());
            connection.update(Map.of("adminStatus", "deleted"), "connection [C2]");
        }
    }

    @Test
    void shouldTellALaterPolicyOfConnectionsThatAreOpen() throws Exception {
        FakePolicy first = policy();
        try (RoutedBench bench = new RoutedBench(first)) {
            FakePolicy second = policy();
            bench.factory.bindPolicy(second);
            assertEquals(List.of("adopt 1 v"), second.heard);
        }
    }
}

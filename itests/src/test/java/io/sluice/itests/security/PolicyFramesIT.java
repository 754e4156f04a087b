// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Data;
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
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.RawPeer;
import io.sluice.itests.harness.SluiceProcess;

/** What the policy of a virtual host says on the wire. */
class PolicyFramesIT {

    private static SluiceProcess router;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.router("ITEST.FRAMES")
            .section("policy", "enableVhostPolicy: yes")
            .section("vhost", "hostname: raw", "groups: {", """
                "all": {
                    "users": "*",
                    "remoteHosts": "*",
                    "sources": "r, big",
                    "targets": "r, big",
                    "maxFrameSize": 4096,
                    "maxSessions": 3,
                    "maxMessageSize": 500,
                    "allowAnonymousSender": true
                }""", "}")
            .section("vhost", "hostname: $default", "groups: {", "}")
            .listener("amqp", "authenticatePeer: no", "policyVhost: raw")
            .listener("none", "authenticatePeer: no"));
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    private static RawPeer raw() throws Exception {
        RawPeer raw = RawPeer.connect(router.port()).send(RawPeer.AMQP_HEADER).open("itest");
        Open open = assertInstanceOf(Open.class, raw.readFrame().body());
        assertEquals(4096, open.getMaxFrameSize().intValue());
        assertEquals(2, open.getChannelMax().intValue());
        return raw.begin(0);
    }

    @Test
    void shouldOpenAndCloseWhereNothingIsAllowed() throws Exception {
        try (RawPeer raw = RawPeer.connect(router.port("none")).send(RawPeer.AMQP_HEADER).open("itest")) {
            assertInstanceOf(Open.class, raw.readFrame().body());
            assertEquals("amqp:resource-limit-exceeded connection disallowed by local policy",
                raw.readFrame().error());
        }
    }

    @Test
    void shouldCloseWhenThereAreTooManySessions() throws Exception {
        try (RawPeer raw = raw().begin(2)) {
            raw.frame(3, RawPeer.newBegin());
            assertEquals("amqp:connection:framing-error remote channel 3 is above negotiated channel_max 2.",
                raw.readFrame().error());
        }
    }

    private static Attach attach(int handle, Role role, String address) {
        Attach attach = new Attach();
        attach.setName("link" + handle);
        attach.setHandle(UnsignedInteger.valueOf(handle));
        attach.setRole(role);
        Target target = new Target();
        Source source = new Source();
        if (role == Role.SENDER) {
            attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
            target.setAddress(address);
        } else {
            source.setAddress(address);
        }
        attach.setTarget(target);
        attach.setSource(source);
        return attach;
    }

    private static Object next(RawPeer raw) throws Exception {
        Object body = raw.readFrame().body();
        while (body instanceof Flow) {
            body = raw.readFrame().body();
        }
        return body;
    }

    @Test
    void shouldAnswerARefusedLinkWithNothingAndAnError() throws Exception {
        try (RawPeer raw = raw()) {
            assertNull(raw.attach(0, attach(0, Role.SENDER, "x")).getTarget());
            Detach detach = assertInstanceOf(Detach.class, next(raw));
            assertTrue(detach.getClosed());
            assertEquals("amqp:unauthorized-access", detach.getError().getCondition().toString());
            assertEquals("link disallowed by local policy", detach.getError().getDescription());
            assertNull(raw.frame(0, answered(0)).attach(0, attach(1, Role.RECEIVER, null)).getSource());
            assertEquals("amqp:unauthorized-access",
                assertInstanceOf(Detach.class, next(raw)).getError().getCondition().toString());
        }
    }

    private static Detach answered(int handle) {
        Detach detach = new Detach();
        detach.setHandle(UnsignedInteger.valueOf(handle));
        detach.setClosed(true);
        return detach;
    }

    private static void send(RawPeer raw, int id, int handle, byte... message) throws Exception {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.valueOf(handle));
        transfer.setDeliveryId(UnsignedInteger.valueOf(id));
        transfer.setDeliveryTag(new Binary(new byte[] {(byte) id}));
        transfer.setMessageFormat(UnsignedInteger.ZERO);
        raw.frame(0, transfer, message);
    }

    private static String rejection(Object frame) {
        Rejected rejected =
            assertInstanceOf(Rejected.class, assertInstanceOf(Disposition.class, frame).getState());
        return rejected.getError().getCondition() + " " + rejected.getError().getDescription();
    }

    /** Returns a message with an address, and a body of a length. */
    private static byte[] bytes(String to, String user, int length) {
        Message message = Message.Factory.create();
        message.setAddress(to);
        if (user != null) {
            message.setUserId(user.getBytes(StandardCharsets.UTF_8));
        }
        message.setBody(new Data(new Binary(new byte[length])));
        byte[] buffer = new byte[length + 300];
        return Arrays.copyOf(buffer, message.encode(buffer, 0, buffer.length));
    }

    @Test
    void shouldRejectMessagesInTheRecordedWords() throws Exception {
        try (RawPeer raw = raw()) {
            raw.attach(0, attach(0, Role.SENDER, null));
            send(raw, 0, 0, bytes("q", null, 1));
            assertEquals("amqp:unauthorized-access policy violation on target", rejection(next(raw)));
            send(raw, 1, 0, bytes("r", "eve", 1));
            assertEquals("amqp:unauthorized-access user_id proxy violation", rejection(next(raw)));
        }
    }

    @Test
    void shouldEndAConnectionThatSendsTooMuch() throws Exception {
        try (RawPeer consumer = raw(); RawPeer raw = raw()) {
            consumer.attach(0, attach(0, Role.RECEIVER, "big"));
            assertEquals(500, raw.attach(0, attach(0, Role.SENDER, "big")).getMaxMessageSize().intValue());
            send(raw, 0, 0, bytes(null, null, 600));
            assertEquals("amqp:link:message-size-exceeded Message size exceeded", rejection(next(raw)));
            Detach detach = assertInstanceOf(Detach.class, next(raw));
            assertTrue(detach.getClosed());
            assertNull(detach.getError());
            Close close = assertInstanceOf(Close.class, next(raw));
            assertEquals("amqp:connection:forced", close.getError().getCondition().toString());
            assertEquals("Message size exceeded", close.getError().getDescription());
        }
        router.log().await("POLICY \\(warning\\) \\[C\\d+\\]\\[L\\d+\\] DENY AMQP Transfer maxMessageSize exceeded");
    }
}

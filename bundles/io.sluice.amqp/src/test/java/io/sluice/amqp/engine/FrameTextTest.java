// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.security.SaslCode;
import org.apache.qpid.proton.amqp.security.SaslInit;
import org.apache.qpid.proton.amqp.security.SaslMechanisms;
import org.apache.qpid.proton.amqp.security.SaslOutcome;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.EmptyFrame;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;

/** Frame lines in the notation that was recorded from other routers. */
class FrameTextTest {

    private static Binary binary(String text) {
        return new Binary(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void shouldWriteNumbersOfTheProtocolInHexAndThoseOfUsersNot() {
        Open open = new Open();
        open.setContainerId("P");
        open.setMaxFrameSize(UnsignedInteger.valueOf(16384));
        open.setChannelMax(UnsignedShort.valueOf((short) 32767));
        open.setIdleTimeOut(UnsignedInteger.valueOf(8000));
        open.setOfferedCapabilities(Symbol.valueOf("ANONYMOUS-RELAY"), Symbol.valueOf("qd.streaming-links"));
        Map<Symbol, Object> properties = new LinkedHashMap<>();
        properties.put(Symbol.valueOf("product"), "sluice");
        properties.put(Symbol.valueOf("qd.conn-id"), 1);
        open.setProperties(properties);
        assertEquals("@open(16) [container-id=\"P\", max-frame-size=0x4000, channel-max=0x7fff, idle-time-out=0x1f40, "
            + "offered-capabilities=@<symbol>[:ANONYMOUS-RELAY, :\"qd.streaming-links\"], "
            + "properties={:product=\"sluice\", :\"qd.conn-id\"=1}]", FrameText.of(open, null));
    }

    @Test
    void shouldShowTerminiInAttach() {
        Attach attach = new Attach();
        attach.setName("l");
        attach.setHandle(UnsignedInteger.ZERO);
        attach.setRole(Role.RECEIVER);
        Source source = new Source();
        source.setAddress("q");
        attach.setSource(source);
        attach.setTarget(new Target());
        assertEquals("@attach(18) [name=\"l\", handle=0x0, role=true, snd-settle-mode=0x2, rcv-settle-mode=0x0, "
            + "source=@source(40) [address=\"q\", durable=0x0, expiry-policy=:session-end, timeout=0x0, "
            + "dynamic=false], target=@target(41) [durable=0x0, expiry-policy=:session-end, timeout=0x0, "
            + "dynamic=false]]", FrameText.of(attach, null));
    }

    @Test
    void shouldShowTheBeginningOfTheMessageAndItsSize() {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.ONE);
        transfer.setDeliveryId(UnsignedInteger.ZERO);
        transfer.setDeliveryTag(binary("\0\u00ff1"));
        transfer.setMessageFormat(UnsignedInteger.ZERO);
        assertEquals("@transfer(20) [handle=0x1, delivery-id=0x0, delivery-tag=b\"\\x00\\xff1\", message-format=0x0]"
            + " (8) \\x00Sw\\xa1\\x03a\\\"b", FrameText.of(transfer, binary("\0Sw\u00a1\u0003a\"b")));
        String large = FrameText.of(transfer, binary("x".repeat(2000)));
        assertTrue(large.contains(" (2000) xxx") && large.endsWith("xx... (truncated)"), large);
    }

    @Test
    void shouldShowOutcomesAndErrors() {
        Disposition disposition = new Disposition();
        disposition.setRole(Role.SENDER);
        disposition.setFirst(UnsignedInteger.ZERO);
        disposition.setSettled(true);
        disposition.setState(Accepted.getInstance());
        assertEquals("@disposition(21) [role=false, first=0x0, settled=true, state=@accepted(36) []]",
            FrameText.of(disposition, null));
        Rejected rejected = new Rejected();
        rejected.setError(new ErrorCondition(Symbol.valueOf("amqp:not-found"), "no \"x\""));
        disposition.setState(rejected);
        assertTrue(FrameText.of(disposition, null).endsWith("state=@rejected(37) [error=@error(29) "
            + "[condition=:\"amqp:not-found\", description=\"no \\\"x\\\"\"]]]"), FrameText.of(disposition, null));
        assertEquals("@close(24) []", FrameText.of(new Close(), null));
        assertEquals("(EMPTY FRAME)", FrameText.of(new EmptyFrame(), null));
    }

    @Test
    void shouldShowLoginsWithoutWhatProvesThem() {
        SaslMechanisms mechanisms = new SaslMechanisms();
        mechanisms.setSaslServerMechanisms(Symbol.valueOf("PLAIN"), Symbol.valueOf("ANONYMOUS"));
        assertEquals("@sasl-mechanisms(64) [sasl-server-mechanisms=@<symbol>[:PLAIN, :ANONYMOUS]]",
            FrameText.of(mechanisms, null));
        SaslInit init = new SaslInit();
        init.setMechanism(Symbol.valueOf("PLAIN"));
        init.setInitialResponse(binary("\0bob\0secret"));
        assertEquals("@sasl-init(65) [mechanism=:PLAIN, initial-response=b\"11 bytes not shown\"]",
            FrameText.of(init, null));
        init.setMechanism(Symbol.valueOf("ANONYMOUS"));
        init.setInitialResponse(binary("anonymous"));
        assertEquals("@sasl-init(65) [mechanism=:ANONYMOUS, initial-response=b\"anonymous\"]",
            FrameText.of(init, null));
        SaslOutcome outcome = new SaslOutcome();
        outcome.setCode(SaslCode.OK);
        assertEquals("@sasl-outcome(68) [code=0x0]", FrameText.of(outcome, null));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProtocolErrorTest {

    private static final byte[] HEARTBEAT = {0, 0, 0, 8, 2, 0, 0, 0};

    private Bench bench;
    private RawPeer peer;

    boolean standardPath() {
        return false;
    }

    @BeforeEach
    void start() throws Exception {
        bench = new Bench(standardPath()).mechanism("ANONYMOUS");
        peer = RawPeer.begun(bench.listen());
    }

    @AfterEach
    void stop() throws Exception {
        peer.close();
        bench.close();
    }

    RawPeer peer() {
        return peer;
    }

    void assertClosed(String error) throws Exception {
        assertEquals(error, peer.closeError());
        assertTrue(peer.ended());
        assertEquals(error, bench.server.failures().poll());
        assertEquals(1, bench.links.closed.get());
    }

    private void assertStillOpen() throws Exception {
        peer.send(HEARTBEAT);
        peer.send(0, new Close());
        Object frame = peer.frame();
        while (!(frame instanceof Close)) {
            frame = peer.frame();
        }
        assertNull(((Close) frame).getError());
        assertTrue(bench.server.failures().isEmpty());
    }

    @Test
    void shouldRefuseFrameLargerThanTheMaximum() throws Exception {
        peer.send(peer.encode(0, 0, transfer(0), new byte[20000]));
        assertClosed("amqp:connection:framing-error malformed frame");
    }

    @Test
    void shouldCloseWhenThePeerEndsTcpWithoutClose() throws Exception {
        peer.endOutput();
        assertClosed("amqp:connection:framing-error connection aborted");
    }

    @Test
    void shouldRefuseFrameSmallerThanItsHead() throws Exception {
        peer.send(new byte[] {0, 0, 0, 4, 2, 0, 0, 0});
        assertClosed("amqp:connection:framing-error malformed frame");
    }

    @Test
    void shouldRefuseDataOffsetBelowTwo() throws Exception {
        peer.send(new byte[] {0, 0, 0, 8, 1, 0, 0, 0});
        assertClosed("amqp:connection:framing-error malformed frame");
    }

    @Test
    void shouldRefuseDataOffsetBeyondTheFrame() throws Exception {
        peer.send(new byte[] {0, 0, 0, 8, 3, 0, 0, 0});
        assertClosed("amqp:connection:framing-error malformed frame");
    }

    @Test
    void shouldCloseOnTransferOnUnknownHandle() throws Exception {
        peer.send(0, transfer(7));
        assertClosed("amqp:invalid-field no such handle: 7");
    }

    @Test
    void shouldCloseOnFlowOnUnknownHandle() throws Exception {
        peer.send(0, flow(7));
        assertClosed("amqp:invalid-field no such handle: 7");
    }

    @Test
    void shouldCloseOnDetachOfUnknownHandle() throws Exception {
        peer.send(0, detach(7, true));
        assertClosed("amqp:invalid-field no such handle: 7");
    }

    @Test
    void shouldCloseOnFramesOnUnknownChannel() throws Exception {
        for (Object body : new Object[] {transfer(0), RawPeer.attach("n", 0, Role.RECEIVER), new End(), flow(0),
            detach(0, true), disposition()}) {
            peer.send(5, body);
            assertClosed("amqp:not-allowed no such channel: 5");
            stop();
            start();
        }
    }

    @Test
    void shouldCloseOnChannelAboveTheMaximum() throws Exception {
        peer.send(40000, RawPeer.begin(null));
        assertClosed("amqp:connection:framing-error "
                + "remote channel 40000 is above negotiated channel_max 32767.");
    }

    @Test
    void shouldCloseOnBeginReplyToUnknownChannel() throws Exception {
        peer.send(3, RawPeer.begin(9));
        assertClosed("amqp:invalid-field begin reply to unknown channel 9.");
    }

    @Test
    void shouldCloseOnLinkNameInUse() throws Exception {
        peer.send(0, RawPeer.attach("same", 0, Role.SENDER));
        peer.send(0, RawPeer.attach("same", 1, Role.SENDER));
        assertClosed("amqp:invalid-field link name already attached: same");
    }

    @Test
    void shouldTakeLinkNameOfOtherDirectionAndAfterDetach() throws Exception {
        peer.send(0, RawPeer.attach("same", 0, Role.SENDER));
        peer.send(0, RawPeer.attach("same", 1, Role.RECEIVER));
        peer.send(0, detach(0, true));
        peer.send(0, RawPeer.attach("same", 0, Role.SENDER));
        assertStillOpen();
        assertEquals(3, bench.links.events.stream().filter("LINK_REMOTE_OPEN"::equals).count());
    }

    @Test
    void shouldTakeSecondLinkOnHandleInUse() throws Exception {
        peer.send(0, RawPeer.attach("one", 0, Role.SENDER));
        peer.send(0, RawPeer.attach("other", 0, Role.SENDER));
        assertEquals("one", assertInstanceOf(Attach.class, peer.frame()).getName());
        Object next = peer.frame();
        while (!(next instanceof Attach)) {
            next = peer.frame();
        }
        assertEquals("other", ((Attach) next).getName());
        assertEquals(UnsignedInteger.ONE, ((Attach) next).getHandle());
        peer.send(peer.encode(0, 0, transfer(0), new byte[3]));
        peer.send(0, detach(0, true));
        await().until(() -> bench.links.received.size() == 1);
        peer.send(0, transfer(0));
        assertClosed("amqp:invalid-field no such handle: 0");
    }

    @Test
    void shouldIgnoreWhatDoesNoHarm() throws Exception {
        peer.send(0, RawPeer.begin(null));
        peer.send(0, RawPeer.open("again"));
        peer.send(peer.encode(1, 0, RawPeer.init("ANONYMOUS", ""), new byte[0]));
        peer.send(0, disposition());
        peer.send(HexFormat.of().parseHex("0000000c0200000000531945"));
        peer.send(HexFormat.of().parseHex("000000090200000040"));
        assertStillOpen();
        assertEquals(1, bench.links.events.stream().filter("SESSION_REMOTE_OPEN"::equals).count());
    }

    @Test
    void shouldCloseOnPerformativeThatCannotBeDecoded() throws Exception {
        peer.send(HexFormat.of().parseHex("0000000f02000000005310c0ff0aa1"));
        assertClosed("amqp:decode-error cannot decode frame");
    }

    @Test
    void shouldCloseOnWronglyTypedField() throws Exception {
        // begin with a string where next-outgoing-id belongs
        peer.send(HexFormat.of().parseHex("0000001502000001005311c0080440a10178434343"));
        String error = peer.closeError();
        assertTrue(error.startsWith("amqp:decode-error") || error.startsWith("amqp:connection:framing-error"), error);
    }

    @Test
    void shouldAnswerDetachEndAndCloseWithoutEchoingTheError() throws Exception {
        ErrorCondition mine = new ErrorCondition(Symbol.valueOf("x:mine"), "client error");
        peer.send(0, RawPeer.attach("a", 0, Role.RECEIVER));
        assertInstanceOf(Attach.class, peer.frame());
        Detach detach = detach(0, true);
        detach.setError(mine);
        peer.send(0, detach);
        assertNull(assertInstanceOf(Detach.class, peer.frame()).getError());
        End end = new End();
        end.setError(mine);
        peer.send(0, end);
        assertNull(assertInstanceOf(End.class, peer.frame()).getError());
        Close close = new Close();
        close.setError(mine);
        peer.send(0, close);
        assertNull(peer.closeError());
        assertTrue(peer.ended());
    }

    @Test
    void shouldReportTcpEndWithoutClose() throws Exception {
        peer.close();
        await().until(() -> bench.factory.entities().isEmpty());
        assertEquals("amqp:connection:framing-error connection aborted", bench.server.failures().poll());
        assertEquals(1, bench.links.closed.get());
    }

    @Test
    void shouldCloseOnlyTheConnectionWhoseLinkLayerFails() throws Exception {
        try (RawPeer other = RawPeer.begun(bench.listen())) {
            peer.send(0, RawPeer.attach("fail", 0, Role.RECEIVER));
            assertEquals("amqp:internal-error internal error", peer.closeError());
            other.send(0, RawPeer.attach("fine", 0, Role.RECEIVER));
            assertInstanceOf(Attach.class, other.frame());
        }
    }

    @Test
    void shouldAnswerUnknownProtocols() throws Exception {
        String unknown = "Unknown protocol detected: '";
        assertProtocol(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1}, unknown + "AMQP\\x00\\x00\\x09\\x01'");
        assertProtocol(new byte[] {'A', 'M', 'Q', 'P', 0, 1, 1, 0},
                "Incompatible AMQP connection detected: 'AMQP\\x00\\x01\\x01\\x00'");
        assertProtocol(new byte[] {'A', 'M', 'Q', 'P', 3, 2, 0, 0}, unknown + "AMQP\\x03\\x02\\x00\\x00'");
        assertProtocol(new byte[] {0, 1, 2, 3}, unknown + "\\x00\\x01\\x02\\x03'");
        assertProtocol("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII),
                unknown + "GET / HTTP/1.1\\x0d\\x0a'");
    }

    private void assertProtocol(byte[] first, String description) throws Exception {
        bench.server.failures().clear();
        try (RawPeer stranger = new RawPeer(bench.listen())) {
            stranger.send(first);
            stranger.expectHeader(RawPeer.AMQP_HEADER);
            stranger.frame();
            assertEquals("0000001002000000005310c00301a100", HexFormat.of().formatHex(stranger.lastFrame()));
            assertEquals("amqp:connection:framing-error " + description, stranger.closeError());
            assertTrue(stranger.ended());
        }
        assertEquals("amqp:connection:framing-error " + description, bench.server.failures().poll());
    }

    @Test
    void shouldSayNothingToTls() throws Exception {
        for (byte[] first : new byte[][] {{0x16, 3, 1, 2, 0, 1}, {'A', 'M', 'Q', 'P', 2, 1, 0, 0}}) {
            try (RawPeer stranger = new RawPeer(bench.listen())) {
                stranger.send(first);
                assertEquals(0, stranger.rest().length);
            }
        }
        assertTrue(bench.server.failures().isEmpty());
    }

    @Test
    void shouldRefuseTooSmallMaxFrameSizeAndFramesBeforeOpen() throws Exception {
        try (RawPeer other = new RawPeer(bench.listen())) {
            other.send(RawPeer.AMQP_HEADER);
            Open open = RawPeer.open("tiny");
            open.setMaxFrameSize(UnsignedInteger.valueOf(511));
            other.send(0, open);
            other.expectHeader(RawPeer.AMQP_HEADER);
            assertEquals("amqp:connection:framing-error max-frame-size 511 is below the minimum of 512",
                    other.closeError());
        }
        try (RawPeer other = new RawPeer(bench.listen())) {
            other.send(RawPeer.AMQP_HEADER);
            other.send(0, RawPeer.begin(null));
            other.expectHeader(RawPeer.AMQP_HEADER);
            assertEquals("amqp:not-allowed frame before open", other.closeError());
        }
    }

    static Transfer transfer(int handle) {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.valueOf(handle));
        transfer.setDeliveryId(UnsignedInteger.ZERO);
        transfer.setDeliveryTag(new Binary(new byte[] {1}));
        return transfer;
    }

    static Flow flow(int handle) {
        Flow flow = new Flow();
        flow.setIncomingWindow(UnsignedInteger.valueOf(10));
        flow.setNextOutgoingId(UnsignedInteger.ZERO);
        flow.setOutgoingWindow(UnsignedInteger.valueOf(10));
        flow.setHandle(UnsignedInteger.valueOf(handle));
        return flow;
    }

    static Detach detach(int handle, boolean closed) {
        Detach detach = new Detach();
        detach.setHandle(UnsignedInteger.valueOf(handle));
        detach.setClosed(closed);
        return detach;
    }

    static Disposition disposition() {
        Disposition disposition = new Disposition();
        disposition.setRole(Role.SENDER);
        disposition.setFirst(UnsignedInteger.valueOf(77));
        disposition.setLast(UnsignedInteger.valueOf(99));
        disposition.setSettled(true);
        return disposition;
    }
}

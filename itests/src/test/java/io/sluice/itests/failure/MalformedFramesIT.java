// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.RawPeer;
import io.sluice.itests.harness.SluiceProcess;

/** Frames that break the rules end their connection with the right error, and touch no other. */
class MalformedFramesIT {

    private static SluiceProcess router;
    private Peer witness;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.FRAMES"));
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    @BeforeEach
    void connectWitness() throws Exception {
        witness = Peer.connect(router.port());
    }

    @AfterEach
    void witnessIsUntouched() throws Exception {
        Peer.pass(witness.sender("witness"), witness.receiver("witness", 1), "m");
        witness.close();
    }

    private interface Offence {
        void commit(RawPeer raw) throws Exception;
    }

    private static String error(Offence offence) throws Exception {
        try (RawPeer raw = RawPeer.open(router.port())) {
            offence.commit(raw);
            List<RawPeer.Frame> frames = raw.readToEnd();
            assertFalse(frames.isEmpty(), "the router closes without a word");
            return frames.get(frames.size() - 1).error();
        }
    }

    @Test
    void shouldRefuseAFrameThatIsTooLarge() throws Exception {
        assertEquals("amqp:connection:framing-error malformed frame",
            error(raw -> raw.send(0x01, 0, 0, 0, 2, 0, 0, 0)));
    }

    @Test
    void shouldRefuseAFrameThatIsTooSmall() throws Exception {
        assertEquals("amqp:connection:framing-error malformed frame", error(raw -> raw.send(0, 0, 0, 7, 2, 0, 0)));
    }

    @Test
    void shouldRefuseAnImpossibleDataOffset() throws Exception {
        assertEquals("amqp:connection:framing-error malformed frame", error(raw -> raw.send(0, 0, 0, 8, 1, 0, 0, 0)));
    }

    @Test
    void shouldRefuseABodyThatCannotBeDecoded() throws Exception {
        String error = error(raw -> raw.send(0, 0, 0, 12, 2, 0, 0, 0, 0x00, 0x53, 0x11, 0xff));
        assertTrue(error.startsWith("amqp:"), error);
    }

    @Test
    void shouldRefuseAnUnknownHandle() throws Exception {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.valueOf(7));
        assertEquals("amqp:invalid-field no such handle: 7", error(raw -> raw.begin(0).frame(0, transfer)));
    }

    @Test
    void shouldRefuseAnUnknownChannel() throws Exception {
        assertEquals("amqp:not-allowed no such channel: 5", error(raw -> raw.begin(0).frame(5, new End())));
    }

    @Test
    void shouldRefuseAChannelAboveTheLimit() throws Exception {
        assertEquals("amqp:connection:framing-error remote channel 40000 is above negotiated channel_max 32767.",
            error(raw -> raw.frame(40000, RawPeer.newBegin())));
    }

    @Test
    void shouldRefuseALinkNameInUse() throws Exception {
        assertEquals("amqp:invalid-field link name already attached: same", error(raw -> {
            raw.begin(0);
            raw.attach(0, receiver("same", 0));
            raw.frame(0, receiver("same", 1));
        }));
    }

    @Test
    void shouldIgnoreACreditlessSenderRatherThanFail() throws Exception {
        try (RawPeer raw = RawPeer.open(router.port())) {
            raw.begin(0);
            Attach attach = new Attach();
            attach.setName("pushy");
            attach.setHandle(UnsignedInteger.ZERO);
            attach.setRole(Role.SENDER);
            attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
            Target target = new Target();
            target.setAddress("frames/nobody");
            attach.setTarget(target);
            attach.setSource(new Source());
            raw.attach(0, attach);
            Transfer transfer = new Transfer();
            transfer.setHandle(UnsignedInteger.ZERO);
            transfer.setDeliveryId(UnsignedInteger.ZERO);
            transfer.setDeliveryTag(new Binary(new byte[] {1}));
            raw.frame(0, transfer, (byte) 0x00, (byte) 0x53, (byte) 0x77, (byte) 0xa1, (byte) 1, (byte) 'x');
            assertEquals("Disposition", raw.readFrame().body().getClass().getSimpleName());
        }
    }

    private static Attach receiver(String name, int handle) {
        Attach attach = new Attach();
        attach.setName(name);
        attach.setHandle(UnsignedInteger.valueOf(handle));
        attach.setRole(Role.RECEIVER);
        Source source = new Source();
        source.setAddress("frames/a");
        attach.setSource(source);
        attach.setTarget(new Target());
        return attach;
    }
}

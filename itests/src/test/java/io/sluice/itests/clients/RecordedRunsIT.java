// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;

import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.RawProducer;
import io.sluice.itests.harness.Recording;
import io.sluice.itests.harness.SluiceProcess;
import io.sluice.itests.harness.StallingConsumer;

/** Whole conversations, recorded frame by frame, and what the router says in them now. */
class RecordedRunsIT {

    private static SluiceProcess router;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.RECORDED")
            .section("address", "prefix: multicast", "distribution: multicast"));
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    @Test
    void shouldDrainBothWaysAsRecorded() throws Exception {
        try (Recording recording = new Recording(router.port())) {
            recording.play(RecordedRunsIT.class, "recorded-drain.txt");
        }
    }

    private static Stream<Arguments> multicasts() {
        Rejected rejected = new Rejected();
        rejected.setError(new ErrorCondition(Symbol.valueOf("app:bad"), "no"));
        Modified modified = new Modified();
        modified.setDeliveryFailed(true);
        return Stream.of(
            Arguments.of(Accepted.getInstance(), Accepted.getInstance(), "Accepted{}"),
            Arguments.of(Accepted.getInstance(), rejected, "Rejected{error=null}"),
            Arguments.of(Released.getInstance(), modified, null),
            Arguments.of(Released.getInstance(), Accepted.getInstance(), "Accepted{}"),
            Arguments.of(Released.getInstance(), Released.getInstance(), "Released{}"));
    }

    @ParameterizedTest
    @MethodSource("multicasts")
    void shouldTellTheOutcomeOfAMulticastOnceAllHaveDecidedAsRecorded(
            DeliveryState first, DeliveryState second, String aggregate) throws Exception {
        // One for each case: what the last one's consumers leave behind is not there any more.
        String address = "multicast." + first.getType() + "." + second.getType();
        try (StallingConsumer one = StallingConsumer.attach(router.port(), address, 5);
             StallingConsumer other = StallingConsumer.attach(router.port(), address, 5);
             RawProducer sender = RawProducer.attach(router.port(), address)) {
            sender.begin(0, 1, (byte) 'm');
            one.transfer();
            other.transfer();
            one.settle(0, first);
            other.settle(0, second);
            Disposition heard = sender.disposition();
            assertTrue(heard.getSettled());
            if (aggregate == null) {
                assertTrue(((Modified) heard.getState()).getDeliveryFailed());
            } else {
                assertEquals(aggregate, heard.getState().toString());
            }
        }
    }

    @Test
    void shouldModifyOnLossAndReleaseThereafterAsRecorded() throws Exception {
        RawProducer sender;
        try (StallingConsumer lost = StallingConsumer.attach(router.port(), "gone", 5)) {
            sender = RawProducer.attach(router.port(), "gone");
            sender.begin(0, 1, (byte) 'm');
            lost.transfer();
        }
        Modified modified = (Modified) sender.disposition().getState();
        assertTrue(modified.getDeliveryFailed());
        assertFalse(Boolean.TRUE.equals(modified.getUndeliverableHere()));
        sender.begin(1, 1, (byte) 'm');
        assertEquals(Released.getInstance(), sender.disposition().getState());
        sender.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Set;

import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;

import io.sluice.management.api.DrainReport;
import io.sluice.management.api.Drainable;

/** Bundles whose replacement costs each peer its connection: it is told, connects again, and nothing is lost. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DrainIT {

    private static final int MANY_MESSAGES = 1500;
    private static final int MESSAGES = 100;
    private static final int ROUNDS = 10;
    private static final long DRAIN_MILLIS = 5000;
    private static final Set<String> FORCED = Set.of("amqp:connection:forced");

    private final Node node = new Node(DrainIT.class);
    private Resender resender;

    /** Called by the runner. */
    @Configuration
    public Option[] configuration() throws Exception {
        return Setup.router();
    }

    @Before
    public void startTraffic() throws Exception {
        node.awaitReady();
        resender = Resender.start(() -> Peer.plain(node.port("plain")), "drain");
    }

    @After
    public void stopTraffic() {
        resender.close();
        node.awaitNoConnection();
    }

    private Drainable drainable() {
        List<Drainable> found = node.services(Drainable.class);
        assertEquals(found.toString(), 1, found.size());
        return found.get(0);
    }

    @Test
    public void shouldReplaceTheProtocolAfterADrain() throws Exception {
        Bundle amqp = node.bundle("amqp");
        DrainReport report = drainable().drain(DRAIN_MILLIS);
        amqp.stop();
        amqp.start();
        resender.awaitProgress(MANY_MESSAGES);
        String result = resender.finish();
        System.out.println("amqp drained: " + report + "; " + result);
        assertEquals(FORCED, Set.copyOf(resender.losses(2)));
        assertEquals(2, report.connectionsClosed());
        assertEquals(result, 0, resender.repeated());
    }

    @Test
    public void shouldUpdateTheProtocolInPlaceWithoutADrain() throws Exception {
        Node.update(node.bundle("amqp"), Distribution.jar("amqp"));
        resender.awaitProgress(MANY_MESSAGES);
        System.out.println("amqp updated in place: " + resender.finish());
        assertEquals(FORCED, Set.copyOf(resender.losses(2)));
    }

    @Test
    public void shouldRestartTheTransport() throws Exception {
        Bundle transport = node.bundle("transport.mina");
        transport.stop();
        transport.start();
        resender.awaitProgress(MANY_MESSAGES);
        System.out.println("transport.mina restarted: " + resender.finish() + ", " + resender.losses(2));
    }

    @Test
    public void shouldReplaceTheTransportAfterADrain() throws Exception {
        Bundle amqp = node.bundle("amqp");
        Bundle transport = node.bundle("transport.mina");
        DrainReport report = drainable().drain(DRAIN_MILLIS);
        transport.stop();
        amqp.stop();
        amqp.start();
        transport.start();
        resender.awaitProgress(MANY_MESSAGES);
        System.out.println("transport.mina and amqp drained: " + report + "; " + resender.finish());
        assertEquals(FORCED, Set.copyOf(resender.losses(2)));
    }

    private void forget(String name) throws Exception {
        Loaders loaders = new Loaders();
        Bundle bundle = node.bundle(name);
        for (int i = 0; i < ROUNDS; i++) {
            loaders.note(bundle);
            Node.update(bundle, Distribution.jar(name));
            resender.awaitProgress(MESSAGES);
        }
        resender.finish();
        loaders.awaitGone();
    }

    @Test
    public void shouldForgetUpdatedProtocols() throws Exception {
        forget("amqp");
    }

    @Test
    public void shouldForgetUpdatedTransports() throws Exception {
        forget("transport.mina");
    }
}

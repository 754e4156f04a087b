// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
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
import org.osgi.framework.Version;

/** Another version of the routing core takes over: links, credit, dynamic addresses and held deliveries survive. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ReplaceCoreIT {

    private static final String CORE = "routing.core";
    private static final String SERVICE = "io.sluice.routing.api.Router";
    private static final int MANY_MESSAGES = 1500;
    private static final int REPEATS = 5;
    private static final long LIMIT_SECONDS = 20;

    private final Node node = new Node(ReplaceCoreIT.class);
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path other;
    private int port;

    /** Called by the runner. */
    @Configuration
    public Option[] configuration() throws Exception {
        return Setup.router("address {\n    prefix: spread\n    distribution: multicast\n}\n");
    }

    @Before
    public void prepare() throws Exception {
        node.awaitReady();
        port = node.port("plain");
        other = Jars.ofVersion(Distribution.jar(CORE), "1.0.1");
    }

    @After
    public void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        node.awaitNoConnection();
    }

    private Traffic traffic(String address) throws Exception {
        Traffic traffic = Traffic.start(Peer.plain(port), Peer.tls(node.port("tls")), address);
        open.add(traffic);
        return traffic;
    }

    private Peer peer() throws Exception {
        Peer peer = Peer.plain(port);
        open.add(peer);
        return peer;
    }

    private void update() throws Exception {
        Bundle core = node.bundle(CORE);
        Node.update(core, core.getVersion().equals(new Version("1.0.1")) ? Distribution.jar(CORE) : other);
        node.awaitService(core, SERVICE);
    }

    @Test
    public void shouldKeepTrafficWhenUpdatedInPlace() throws Exception {
        List<Traffic> all = List.of(traffic("in.place"), traffic("spread/in.place"), traffic(null));
        Map<String, String> before = node.connections();
        for (int i = 0; i < REPEATS; i++) {
            all.forEach(Traffic::mark);
            update();
            all.forEach(each -> each.awaitProgress(MANY_MESSAGES));
            report("update in place to " + node.bundle(CORE).getVersion(), all);
        }
        for (Traffic each : all) {
            each.finish();
        }
        assertEquals(before, node.connections());
    }

    @Test
    public void shouldKeepTrafficWhenReplacedBeside() throws Exception {
        List<Traffic> all = List.of(traffic("beside"), traffic("spread/beside"), traffic(null));
        Map<String, String> before = node.connections();
        for (int i = 0; i < REPEATS; i++) {
            Bundle old = node.bundle(CORE);
            all.forEach(Traffic::mark);
            Bundle fresh = node.installBeside(old.getVersion().equals(new Version("1.0.1"))
                    ? Distribution.jar(CORE) : other);
            node.awaitService(fresh, SERVICE);
            old.stop();
            old.uninstall();
            all.forEach(each -> each.awaitProgress(MANY_MESSAGES));
            report("replaced beside by " + fresh.getVersion(), all);
        }
        for (Traffic each : all) {
            each.finish();
        }
        assertEquals(before, node.connections());
    }

    private static void report(String what, List<Traffic> all) {
        System.out.println(what + ": longest gaps " + all.stream().map(Traffic::gapMillis).toList() + " ms");
    }

    @Test
    public void shouldSettleWhatReceiversHoldAcrossAReplacement() throws Exception {
        Traffic traffic = traffic("held");
        traffic.hold();
        update();
        int count = traffic.acceptHeld();
        traffic.awaitProgress(MANY_MESSAGES);
        System.out.println("held across an update: " + count + "; " + traffic.finish());
    }

    @Test
    public void shouldPassOutcomesWhileThereIsNoCore() throws Exception {
        Traffic traffic = traffic("held.without");
        traffic.hold();
        Bundle core = node.bundle(CORE);
        core.stop();
        long settled = traffic.settled();
        int count = traffic.acceptHeld();
        traffic.awaitSettled(settled + count);
        core.start();
        traffic.awaitProgress(MANY_MESSAGES);
        traffic.finish();
    }

    @Test
    public void shouldKeepADynamicAddress() throws Exception {
        Receiver receiver = peer().receiver(null);
        Sender old = peer().sender(receiver.address());
        update();
        Sender fresh = peer().sender(receiver.address());
        for (Sender sender : List.of(old, fresh)) {
            Tracker tracker = sender.send(Message.create("to a dynamic address"));
            Delivery delivery = receiver.receive(LIMIT_SECONDS, TimeUnit.SECONDS);
            delivery.accept();
            assertEquals(DeliveryState.Type.ACCEPTED, settled(tracker));
        }
    }

    @Test
    public void shouldGiveCreditToASenderThatHadNoneBefore() throws Exception {
        Sender sender = peer().sender("no.consumer.yet");
        assertNull("credit without a consumer", sender.trySend(Message.create("too early")));
        update();
        assertNull("credit without a consumer", sender.trySend(Message.create("too early")));
        Receiver receiver = peer().receiver("no.consumer.yet");
        Tracker tracker = await().atMost(Duration.ofSeconds(LIMIT_SECONDS))
                .until(() -> sender.trySend(Message.create("now")), sent -> sent != null);
        receiver.receive(LIMIT_SECONDS, TimeUnit.SECONDS).accept();
        assertEquals(DeliveryState.Type.ACCEPTED, settled(tracker));
    }

    @Test
    public void shouldReleaseWhatWaitsTooLongForACore() throws Exception {
        Receiver receiver = peer().receiver("long.wait");
        Sender sender = peer().sender("long.wait");
        sender.send(Message.create("first"));
        receiver.receive(LIMIT_SECONDS, TimeUnit.SECONDS).accept();
        Bundle core = node.bundle(CORE);
        core.stop();
        Tracker tracker;
        try {
            tracker = sender.send(Message.create("waits"));
            assertEquals(DeliveryState.Type.RELEASED, settled(tracker));
        } finally {
            core.start();
        }
        Tracker next = sender.send(Message.create("after"));
        Delivery delivery = receiver.receive(LIMIT_SECONDS, TimeUnit.SECONDS);
        Message<String> message = delivery.message();
        assertEquals("after", message.body());
        delivery.accept();
        assertEquals(DeliveryState.Type.ACCEPTED, settled(next));
    }

    @Test
    public void shouldRefuseNothingThatComesWhileThereIsNoCore() throws Exception {
        Bundle core = node.bundle(CORE);
        core.stop();
        Peer peer = peer();
        Thread later = new Thread(() -> {
            try {
                Traffic traffic = traffic("attached.meanwhile");
                traffic.finish();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        List<Throwable> failures = new ArrayList<>();
        later.setUncaughtExceptionHandler((thread, error) -> failures.add(error));
        later.start();
        await("a connection without a core").atMost(Duration.ofSeconds(LIMIT_SECONDS))
                .until(() -> node.connections().size() >= 2);
        core.start();
        later.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        assertTrue(failures.toString(), failures.isEmpty());
        assertEquals(List.of(), peer.losses());
    }

    private static DeliveryState.Type settled(Tracker tracker) throws Exception {
        tracker.settlementFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        return tracker.remoteState().getType();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkGrant;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.MessageInterceptor;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.TransferResult;

/** What the point where interceptors look in costs a delivery: without the point, without and with an interceptor. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class InterceptorBenchmark {

    /** Who looks in. */
    @Param({"nobody", "idle", "subject"})
    public String interceptor;

    private static final byte[] MESSAGE = {
        0x00, 0x53, 0x73, (byte) 0xc0, 7, 4, 0x40, 0x40, 0x40, (byte) 0xa1, 1, 's',
        0x00, 0x53, 0x77, (byte) 0xa1, 1, 'b'
    };

    private final DeliveryOrigin origin = new Origin();
    private RouterCore core;
    private IncomingLink link;
    private int subjects;

    /** Attaches a producer and a consumer. */
    @Setup
    public void attach() throws InterruptedException {
        Plugins plugins = new Plugins();
        core = new RouterCore(RouterSettings.of(Map.of("id", "bench", "workerThreads", 1), "1"), plugins,
            core -> EdgeSide.NONE);
        core.start();
        RouterConnection connection = core.connect(
            new ConnectionDescriptor(1, "l", "normal", false, "c", null, null, 1), (asked, end) -> null);
        connection.replayed();
        Peer producer = new Peer();
        connection.attach(descriptor(false), new Peer());
        link = (IncomingLink) connection.attach(descriptor(true), producer);
        producer.path.await();
        MessageInterceptor service = switch (interceptor) {
            case "idle" -> message -> { };
            case "subject" -> message -> subjects += message.sections().subject().length();
            default -> null;
        };
        if (service != null) {
            plugins.interceptors().bind(service, interceptor, 0, 1);
        }
    }

    private static LinkDescriptor descriptor(boolean incoming) {
        return new LinkDescriptor(
            "l", incoming, LinkDescriptor.Kind.ADDRESSED, "a", List.of(), Map.of(), 250, false);
    }

    /** Ends the core. */
    @TearDown
    public void stop() {
        core.stop();
    }

    private Delivery delivery() {
        return new Delivery(new MessageContent(origin, MESSAGE), origin, false, 0, 4, null, 0);
    }

    /** As a codec hands a delivery over. */
    @Benchmark
    public TransferResult transfer() {
        return link.transfer(delivery());
    }

    /** The same behind the point where interceptors look in. */
    @Benchmark
    public TransferResult behind() {
        return link.route(delivery());
    }

    private static final class Origin implements DeliveryOrigin {
        @Override
        public void onOutcome(Delivery delivery) {
            // Nobody waits for it.
        }

        @Override
        public void onContentDrained(MessageContent content) {
            // Nothing grows.
        }
    }

    /** Accepts everything at once. */
    private static final class Peer implements LinkPeer {
        private final LinkStats stats = new LinkStats();
        private final CountDownLatch path = new CountDownLatch(1);

        @Override
        public void onAttached(LinkGrant grant) {
            // Granted for sure.
        }

        @Override
        public void onDetach(LinkError error) {
            throw new IllegalStateException(String.valueOf(error));
        }

        @Override
        public void onPath(boolean available) {
            path.countDown();
        }

        @Override
        public boolean onDelivery(Delivery delivery) {
            stats.outstanding.decrementAndGet();
            delivery.settle(Outcome.ACCEPTED);
            return true;
        }

        @Override
        public LinkStats stats() {
            return stats;
        }
    }
}

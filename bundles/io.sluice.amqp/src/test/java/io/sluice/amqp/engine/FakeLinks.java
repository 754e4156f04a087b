// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.amqp.spi.EngineConnection;
import io.sluice.amqp.spi.LinkLayer;
import io.sluice.amqp.spi.LinkLayers;
import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.Router;
import io.sluice.routing.api.RouterInfo;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;

/** A link layer that answers everything, accepts every message and sends some text to every receiver. */
final class FakeLinks implements LinkLayers {

    final List<ConnectionDescriptor> opened = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<Integer> received = new CopyOnWriteArrayList<>();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger drained = new AtomicInteger();
    final AtomicInteger inFlight = new AtomicInteger();
    private final List<Runnable> waiting = new CopyOnWriteArrayList<>();
    private volatile RouterInfo info = new RouterInfo("QDR", "standalone", "1");
    volatile byte[] greeting = new byte[0];

    @Override
    public LinkLayer create(EngineConnection connection) {
        return new Fake(connection);
    }

    @Override
    public void bind(Router router) {
        info(router.info());
    }

    @Override
    public void unbind(Router router) {}

    void info(RouterInfo value) {
        info = value;
        if (value != null) {
            waiting.forEach(Runnable::run);
            waiting.clear();
        }
    }

    @Override
    public RouterInfo info() {
        return info;
    }

    @Override
    public void whenInfo(Runnable task) {
        if (info != null) {
            task.run();
        } else {
            waiting.add(task);
        }
    }

    private final class Fake implements LinkLayer {

        private final EngineConnection connection;

        Fake(EngineConnection connection) {
            this.connection = connection;
        }

        @Override
        public void opened(ConnectionDescriptor descriptor) {
            opened.add(descriptor);
        }

        @Override
        public void handle(Event event) {
            switch (event.getType()) {
                case SESSION_REMOTE_OPEN:
                    event.getSession().setIncomingCapacity(Integer.MAX_VALUE);
                    event.getSession().open();
                    break;
                case SESSION_REMOTE_CLOSE:
                    close(event.getSession());
                    break;
                case LINK_REMOTE_OPEN:
                    open(event.getLink());
                    break;
                case LINK_REMOTE_CLOSE:
                case LINK_REMOTE_DETACH:
                    event.getLink().close();
                    event.getLink().free();
                    break;
                case DELIVERY:
                    delivery(event.getDelivery());
                    break;
                default:
                    return;
            }
            events.add(event.getType().name());
            connection.touch();
        }

        private void close(Session session) {
            session.close();
            session.free();
        }

        private void open(Link link) {
            if (link.getName().equals("fail")) {
                throw new IllegalStateException("asked to fail");
            }
            link.setSource(link.getRemoteSource());
            link.setTarget(link.getRemoteTarget());
            link.open();
            if (link instanceof Receiver receiver) {
                receiver.flow(250);
            } else if (greeting.length > 0) {
                Sender sender = (Sender) link;
                sender.delivery(new byte[] {1});
                sender.send(greeting, 0, greeting.length);
                sender.advance();
            }
        }

        private void delivery(Delivery delivery) {
            if (delivery.getLink() instanceof Receiver receiver && !delivery.isPartial()
                    && receiver.current() == delivery) {
                received.add(receiver.recv().remaining());
                delivery.disposition(Accepted.getInstance());
                delivery.settle();
                receiver.advance();
            } else if (delivery.remotelySettled()) {
                delivery.settle();
            }
        }

        @Override
        public void beforeFlush() {}

        @Override
        public boolean hasMore() {
            return false;
        }

        @Override
        public void closed() {
            closed.incrementAndGet();
        }

        @Override
        public void drain() {
            drained.incrementAndGet();
        }

        @Override
        public int inFlight() {
            return connection.engine().getLocalState() == EndpointState.UNINITIALIZED ? 0 : inFlight.get();
        }

        @Override
        public long lastDeliveryMillis() {
            return 0;
        }
    }
}

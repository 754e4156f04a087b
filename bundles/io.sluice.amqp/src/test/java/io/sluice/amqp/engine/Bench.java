// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.io.IOException;
import java.util.Map;

/** The factory under test with a loopback transport around it. */
final class Bench implements AutoCloseable {

    final FakeLinks links = new FakeLinks();
    final AmqpHandlerFactory factory;
    final LoopbackServer server;

    Bench(boolean standardPath) throws IOException {
        factory = new AmqpHandlerFactory(links, "sluice", "1.0.0", standardPath);
        server = new LoopbackServer(factory);
    }

    Bench() throws IOException {
        this(false);
    }

    Bench mechanism(String... names) {
        int ranking = names.length;
        for (String name : names) {
            factory.bindMechanism(new TestMechanism(name), Map.of("service.ranking", ranking--, "service.id", 1L));
        }
        return this;
    }

    int listen(Object... attributes) throws IOException {
        return server.listen(RawPeer.settings(attributes));
    }

    @Override
    public void close() throws InterruptedException {
        factory.deactivate();
        server.close();
    }
}

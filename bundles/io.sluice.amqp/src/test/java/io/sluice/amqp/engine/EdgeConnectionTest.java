// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.amqp.engine.FakeRouter.FakeConnection;
import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.api.LinkError;
import org.apache.qpid.proton.amqp.transport.Close;
import org.junit.jupiter.api.Test;

/** What a router says of a whole connection. */
class EdgeConnectionTest {

    @Test
    void shouldShowWhetherARouterUsesAConnection() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeConnection connection = bench.router.nextConnection();
            ManagedEntity entity = bench.factory.entities().iterator().next();
            assertEquals(true, entity.attribute("active"));
            connection.peer.active(false);
            await().until(() -> Boolean.FALSE.equals(entity.attribute("active")));
            connection.peer.active(true);
            await().until(() -> Boolean.TRUE.equals(entity.attribute("active")));
        }
    }

    @Test
    void shouldCloseAConnectionThatARouterGivesUp() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeConnection connection = bench.router.nextConnection();
            connection.peer.close(new LinkError("amqp:connection:forced", "Lost heartbeat"));
            Close close = bench.expect(Close.class);
            assertEquals("amqp:connection:forced", close.getError().getCondition().toString());
            assertEquals("Lost heartbeat", close.getError().getDescription());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.amqp.engine.RoutedBench.Origin;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;

class LinkPriorityTest {

    private static final int[] PRIORITIES = {4, 0, 9, 4};

    private final Origin origin = new Origin();

    @Test
    void shouldServeTheLinksOfAConnectionInTheOrderOfTheirPriorities() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            ByteArrayOutputStream flows = new ByteArrayOutputStream();
            for (int handle = 0; handle < PRIORITIES.length; handle++) {
                FakeLink link = attach(bench, handle);
                link.peer.stats().outstanding.incrementAndGet();
                assertTrue(link.peer.onDelivery(origin.delivery(RoutedBench.MESSAGE, true)));
                await().until(() -> link.peer.stats().undelivered == 1);
                flows.writeBytes(bench.peer.encode(0, 0, credit(handle), new byte[0]));
            }
            // All at once, so that all links are due in the same pass.
            bench.peer.send(flows.toByteArray());
            List<Integer> handles = new ArrayList<>();
            for (int i = 0; i < PRIORITIES.length; i++) {
                handles.add(bench.expect(Transfer.class).getHandle().intValue());
            }
            assertEquals(List.of(2, 0, 3, 1), handles);
        }
    }

    private static FakeLink attach(RoutedBench bench, int handle) throws Exception {
        bench.router.priority = PRIORITIES[handle];
        Attach attach = RawPeer.attach("receiver" + handle, handle, Role.RECEIVER);
        Source source = new Source();
        source.setAddress("a" + handle);
        attach.setSource(source);
        bench.peer.send(0, attach);
        FakeLink link = bench.router.nextLink();
        bench.expect(Attach.class);
        return link;
    }

    private static Flow credit(int handle) {
        Flow flow = new Flow();
        flow.setHandle(UnsignedInteger.valueOf(handle));
        flow.setNextIncomingId(UnsignedInteger.ZERO);
        flow.setIncomingWindow(UnsignedInteger.valueOf(1000));
        flow.setNextOutgoingId(UnsignedInteger.ZERO);
        flow.setOutgoingWindow(UnsignedInteger.valueOf(1000));
        flow.setDeliveryCount(UnsignedInteger.ZERO);
        flow.setLinkCredit(UnsignedInteger.ONE);
        return flow;
    }
}

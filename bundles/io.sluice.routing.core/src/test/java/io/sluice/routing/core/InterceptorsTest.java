// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.MessageInterceptor;
import io.sluice.routing.api.MessageSections;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;

class InterceptorsTest {

    private final CoreFixture fixture = new CoreFixture();
    private final Interceptors interceptors = fixture.plugins.interceptors();
    private final FakeProducer producer = new FakeProducer();
    private final FakePeer consumer = new FakePeer();
    private final FakePeer publisher = new FakePeer();
    private final RouterLink link = fixture.sender("a", publisher);
    private long ids;

    InterceptorsTest() {
        fixture.receiver("a", consumer);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private MessageInterceptor with(int ranking, MessageInterceptor interceptor) {
        interceptors.bind(interceptor, "i" + ranking, ranking, ++ids);
        return interceptor;
    }

    private Delivery send() {
        Delivery delivery = Messages.delivery(producer, "s", false, null);
        assertEquals(TransferResult.ROUTED, link.transfer(delivery));
        return delivery;
    }

    private long count(String name, String attribute) {
        for (ManagedEntity entity : interceptors.entities().entities()) {
            if (entity.name().equals(name)) {
                return ((Number) entity.attribute(attribute)).longValue();
            }
        }
        throw new AssertionError(name);
    }

    @Test
    void shouldHoldNothingWhileThereIsNone() {
        assertNull(interceptors.chain());
        MessageInterceptor one = with(0, message -> { });
        assertTrue(interceptors.chain() != null);
        interceptors.unbind(one);
        assertNull(interceptors.chain());
        assertTrue(interceptors.entities().entities().isEmpty());
    }

    @Test
    void shouldShowWhatCameAndWhence() {
        List<Object> seen = new ArrayList<>();
        with(0, message -> seen.addAll(List.of(message.address(), message.linkName(), message.anonymous(),
            message.presettled(), message.connection().container(), message.sections().subject())));
        send();
        assertEquals(List.of("a", "link", false, false, "client1", "s"), seen);
        seen.clear();
        fixture.sender(null, new FakePeer()).transfer(Messages.delivery(producer, "t", true, "amqp:/a"));
        assertEquals(List.of("amqp:/a", "link", true, true, "client1", "t"), seen);
        assertEquals(2, count("i0", "messagesSeen"));
    }

    @Test
    void shouldAskInOrderOfRanking() {
        List<Integer> order = new ArrayList<>();
        with(1, message -> order.add(1));
        with(5, message -> order.add(5));
        with(-1, message -> order.add(-1));
        with(1, message -> order.add(11));
        send();
        assertEquals(List.of(5, 1, 11, -1), order);
    }

    @Test
    void shouldAddAnnotationsOfAll() {
        with(2, message -> message.annotate("k", 1));
        with(1, message -> {
            message.annotate("k", 2);
            message.annotate("l", "x");
        });
        send();
        assertEquals(Map.of("k", 2, "l", "x"), MessageSections.of(consumer.deliveries.peek()).messageAnnotations());
        assertEquals("s", MessageSections.of(consumer.deliveries.peek()).subject());
        assertEquals(1, count("i2", "messagesAnnotated"));
        assertEquals(1, count("i1", "messagesAnnotated"));
    }

    @Test
    void shouldSendElsewhere() {
        FakePeer other = new FakePeer();
        fixture.receiver("b", other);
        with(2, message -> message.redirect("b"));
        List<String> later = new ArrayList<>();
        with(1, message -> later.add(message.address()));
        send();
        assertTrue(consumer.deliveries.isEmpty());
        assertEquals("b", other.deliveries.peek().annotations().to());
        assertEquals(List.of("b"), later);
        assertEquals(1, count("i2", "messagesRedirected"));
        assertEquals(0, count("i1", "messagesRedirected"));
        assertEquals(1, fixture.core.table().get("M0b").sum().ingress);
    }

    @Test
    void shouldReleaseWhatIsSentToNobody() {
        with(0, message -> message.redirect("nobody"));
        Delivery delivery = Messages.delivery(producer, "s", false, null);
        assertEquals(TransferResult.NO_ROUTE, link.transfer(delivery));
        assertTrue(delivery.readable());
    }

    @Test
    void shouldRejectWithConditionAndAskNobodyElse() {
        with(2, message -> message.reject("app:no", "not today"));
        with(1, message -> {
            throw new AssertionError("asked");
        });
        send();
        assertEquals("REJECTED app:no \"not today\"", producer.outcomes.get(0).toString());
        assertEquals(0, count("i1", "messagesSeen"));
        assertEquals(1, count("i2", "messagesRejected"));
        link.transfer(Messages.delivery(producer, "s", true, null));
        assertEquals(1, publisher.stats.droppedPresettled);
        assertTrue(consumer.deliveries.isEmpty());
    }

    @Test
    void shouldGoOnAsIfAFailingOneWasNotThere() {
        with(2, message -> message.annotate("good", 1));
        with(1, message -> {
            message.annotate("bad", 1);
            message.redirect("nowhere");
            message.reject("a:b", null);
            throw new IllegalStateException("plug-in");
        });
        for (int i = 0; i < 3; i++) {
            send();
            assertEquals(Map.of("good", 1), MessageSections.of(consumer.deliveries.peek()).messageAnnotations());
            consumer.settleOne(Outcome.ACCEPTED);
        }
        assertEquals(3, count("i1", "messagesFailed"));
        assertEquals(0, count("i1", "messagesRejected"));
    }

    @Test
    void shouldLogAFailureAgainOnlyAfterAQuietTime() {
        InterceptorSlot slot = new InterceptorSlot(message -> { }, "x", 0, 1);
        long minute = InterceptorSlot.QUIET_NANOS;
        assertTrue(slot.failed(1));
        assertFalse(slot.failed(minute));
        assertFalse(slot.failed(2 * minute));
        assertTrue(slot.failed(3 * minute + 1));
    }

    @Test
    void shouldRefuseWhatCannotBeWritten() {
        List<Class<?>> refused = new ArrayList<>();
        with(0, message -> {
            refuse(refused, () -> message.annotate("", 1));
            refuse(refused, () -> message.annotate("x-opt-qd.to", "a"));
            refuse(refused, () -> message.annotate("ü", 1));
            refuse(refused, () -> message.annotate("k", new Object()));
            refuse(refused, () -> message.redirect(""));
            refuse(refused, () -> message.reject("", null));
        });
        send();
        assertEquals(6, refused.size());
        assertEquals(1, consumer.deliveries.size());
    }

    private static void refuse(List<Class<?>> refused, Runnable call) {
        refused.add(assertThrows(IllegalArgumentException.class, call::run).getClass());
    }

    @Test
    void shouldSeeAStreamedMessageOnce() {
        int[] seen = new int[1];
        with(0, message -> {
            seen[0]++;
            message.annotate("k", 1);
        });
        MessageContent content = new MessageContent(producer);
        content.append(Messages.subject("s"));
        link.transfer(new Delivery(content, producer, false, 0, 4, null, 0));
        content.append(new byte[10]);
        content.complete();
        Delivery received = consumer.deliveries.peek();
        assertEquals(Map.of("k", 1), MessageSections.of(received).messageAnnotations());
        received.read();
        assertEquals(10, received.read().length);
        assertTrue(received.readToEnd());
        assertEquals(1, seen[0]);
    }

    @Test
    void shouldStayInTheTenantsSpace() {
        with(0, message -> message.redirect("b"));
        FakePeer plain = new FakePeer();
        fixture.receiver("b", plain);
        FakePeer mine = new FakePeer();
        var tenant = fixture.connect("v/", "normal");
        tenant.attach(CoreFixture.link(false, io.sluice.routing.api.LinkDescriptor.Kind.ADDRESSED, "b"), mine);
        RouterLink anonymous = tenant.attach(
            CoreFixture.link(true, io.sluice.routing.api.LinkDescriptor.Kind.ANONYMOUS, null), new FakePeer());
        fixture.sync();
        assertEquals(TransferResult.ROUTED, anonymous.transfer(Messages.delivery(producer, "s", false, "x")));
        assertEquals(1, mine.deliveries.size());
        assertTrue(plain.deliveries.isEmpty());
    }
}

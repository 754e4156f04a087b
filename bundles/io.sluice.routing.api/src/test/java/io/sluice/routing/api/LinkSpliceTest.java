// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinkSpliceTest {

    private static final AttachFields FIELDS = new AttachFields(null, null, 2, 0, 0, null, null, null);

    /** Writes down what it is told. */
    private static final class Recorder implements SpliceEnd {
        final List<String> calls = new ArrayList<>();

        @Override
        public synchronized void attach(AttachFields fields) {
            calls.add("attach " + fields.senderSettleMode());
        }

        @Override
        public synchronized void credit(int added, boolean drain) {
            calls.add("credit " + added + " " + drain);
        }

        @Override
        public synchronized void drained(int credit) {
            calls.add("drained " + credit);
        }

        @Override
        public synchronized void deliver(Delivery delivery, byte[] tag, Outcome state) {
            calls.add("deliver " + tag.length);
        }

        @Override
        public synchronized void disposition(Delivery delivery, Outcome state, boolean settled) {
            calls.add("disposition " + state + " " + settled);
        }

        @Override
        public synchronized void taken(long bytes, int credit) {
            calls.add("taken " + bytes + " " + credit);
        }

        @Override
        public synchronized void detach(LinkError error, boolean closed) {
            calls.add("detach " + (error == null ? null : error.condition()) + " " + closed);
        }
    }

    private static void sayEverything(SpliceEnd to) {
        to.attach(FIELDS);
        to.credit(5, false);
        to.deliver(null, new byte[3], null);
        to.disposition(null, Outcome.ACCEPTED, true);
        to.taken(10, 1);
        to.drained(4);
        to.detach(LinkError.ROUTED_LINK_LOST, true);
    }

    private static final List<String> EVERYTHING = List.of("attach 2", "credit 5 false", "deliver 3",
        "disposition ACCEPTED true", "taken 10 1", "drained 4", "detach qd:routed-link-lost true");

    @Test
    void shouldCarryCallsBothWays() {
        LinkSplice splice = new LinkSplice(AddressEdit.NONE);
        Recorder client = new Recorder();
        Recorder container = new Recorder();
        SpliceEnd toContainer = splice.accept(client);
        SpliceEnd toClient = splice.open(container);
        sayEverything(toContainer);
        sayEverything(toClient);
        assertEquals(EVERYTHING, container.calls);
        assertEquals(EVERYTHING, client.calls);
    }

    @Test
    void shouldKeepWhatIsSaidToAnEndUntilItIsThere() {
        LinkSplice splice = new LinkSplice(AddressEdit.NONE);
        SpliceEnd toContainer = splice.accept(new Recorder());
        sayEverything(toContainer);
        Recorder late = new Recorder();
        splice.open(late);
        assertEquals(EVERYTHING, late.calls);
        toContainer.credit(1, true);
        assertEquals("credit 1 true", late.calls.get(late.calls.size() - 1));
    }

    @Test
    void shouldKeepTheOrderWhileAnEndArrives() throws Exception {
        for (int run = 0; run < 200; run++) {
            LinkSplice splice = new LinkSplice(AddressEdit.NONE);
            SpliceEnd toContainer = splice.accept(new Recorder());
            Recorder late = new Recorder();
            CyclicBarrier start = new CyclicBarrier(2);
            Thread arriving = new Thread(() -> {
                try {
                    start.await(10, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                splice.open(late);
            });
            arriving.start();
            start.await(10, TimeUnit.SECONDS);
            List<String> said = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                toContainer.taken(i, 0);
                said.add("taken " + i + " 0");
            }
            arriving.join(10_000);
            assertEquals(said, late.calls);
        }
    }

    @Test
    void shouldHaveEachEndOnce() {
        LinkSplice splice = new LinkSplice(AddressEdit.NONE);
        splice.accept(new Recorder());
        Recorder second = new Recorder();
        assertThrows(IllegalStateException.class, () -> splice.accept(second));
    }

    @Test
    void shouldEditAnAddressAndUndoIt() {
        AddressEdit edit = new AddressEdit("int.", "ext.");
        assertEquals("ext.queue", edit.apply("int.queue"));
        assertEquals("ext.other", edit.apply("other"));
        assertNull(edit.apply(null));
        assertEquals("int.queue", edit.reversed("int.queue").apply("ext.queue"));
        assertEquals("other", edit.reversed("other").apply("ext.other"));
        assertEquals("int.made", edit.reversed(null).apply("made"));
        assertEquals("a", AddressEdit.NONE.apply("a"));
    }
}

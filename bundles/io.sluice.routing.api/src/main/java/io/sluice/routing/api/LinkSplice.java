// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A routed link: two protocol ends that talk to each other directly, once the core has joined them. So data, credit
 * and detach need no core, and a routed link lives on while the core is replaced. One end accepts the attach of its
 * peer, the other one opens a link towards another peer. Any thread.
 */
public final class LinkSplice {

    private final AddressEdit answerEdit;
    private final Door accepting = new Door();
    private final Door opening = new Door();

    /**
     * Makes a splice without ends.
     *
     * @param answerEdit how the accepting end writes the address of the answer that it passes back
     */
    public LinkSplice(AddressEdit answerEdit) {
        this.answerEdit = Objects.requireNonNull(answerEdit);
    }

    /** Returns how the accepting end writes the address of the answer. */
    public AddressEdit answerEdit() {
        return answerEdit;
    }

    /** Sets the end that accepts, once; returns the opening one. What is said to it before it is there waits. */
    public SpliceEnd accept(SpliceEnd end) {
        accepting.open(end);
        return opening;
    }

    /** Sets the end that opens, once; returns the accepting one. What is said to it before it is there waits. */
    public SpliceEnd open(SpliceEnd end) {
        opening.open(end);
        return accepting;
    }

    /** Keeps what is said to an end until it is there. */
    private static final class Door implements SpliceEnd {

        private List<Consumer<SpliceEnd>> waiting = new ArrayList<>();
        private volatile SpliceEnd end;

        synchronized void open(SpliceEnd present) {
            if (end != null) {
                throw new IllegalStateException("The splice has this end already");
            }
            waiting.forEach(call -> call.accept(present));
            waiting = null;
            end = Objects.requireNonNull(present);
        }

        private void pass(Consumer<SpliceEnd> call) {
            synchronized (this) {
                if (end == null) {
                    waiting.add(call);
                    return;
                }
            }
            call.accept(end);
        }

        @Override
        public void attach(AttachFields fields) {
            pass(to -> to.attach(fields));
        }

        @Override
        public void credit(int added, boolean drain) {
            pass(to -> to.credit(added, drain));
        }

        @Override
        public void drained(int credit) {
            pass(to -> to.drained(credit));
        }

        @Override
        public void deliver(Delivery delivery, byte[] tag, Outcome state) {
            SpliceEnd to = end;
            if (to == null) {
                pass(late -> late.deliver(delivery, tag, state));
            } else {
                to.deliver(delivery, tag, state);
            }
        }

        @Override
        public void disposition(Delivery delivery, Outcome state, boolean settled) {
            SpliceEnd to = end;
            if (to == null) {
                pass(late -> late.disposition(delivery, state, settled));
            } else {
                to.disposition(delivery, state, settled);
            }
        }

        @Override
        public void taken(long bytes, int credit) {
            pass(to -> to.taken(bytes, credit));
        }

        @Override
        public void detach(LinkError error, boolean closed) {
            pass(to -> to.detach(error, closed));
        }
    }
}

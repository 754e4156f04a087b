// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.AttachFields;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.SpliceEnd;

/** Stands for an end of a routed link that has ended before it began. The other end knows, and soon says no more. */
enum NoEnd implements SpliceEnd {

    /** The only one; it has no state. */
    INSTANCE;

    @Override
    public void attach(AttachFields fields) { }

    @Override
    public void credit(int added, boolean drain) { }

    @Override
    public void drained(int credit) { }

    @Override
    public void deliver(Delivery delivery, byte[] tag, Outcome state) { }

    @Override
    public void disposition(Delivery delivery, Outcome state, boolean settled) { }

    @Override
    public void taken(long bytes, int credit) { }

    @Override
    public void detach(LinkError error, boolean closed) { }
}

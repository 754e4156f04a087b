// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.Arrays;
import java.util.List;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.messaging.Terminus;

/**
 * A source or target that names its one capability as a symbol of its own. The specification allows that, routers tell
 * each other by it, and proton-j only ever writes an array. Immutable, as long as what it was made of is not changed.
 */
final class BareTerminus implements org.apache.qpid.proton.amqp.transport.Source,
        org.apache.qpid.proton.amqp.transport.Target, DescribedType {

    private static final UnsignedLong SOURCE = UnsignedLong.valueOf(0x28);
    private static final UnsignedLong TARGET = UnsignedLong.valueOf(0x29);

    private final Terminus node;
    private final Symbol capability;

    private BareTerminus(Terminus node, Symbol capability) {
        this.node = node;
        this.capability = capability;
    }

    /** Returns a source to be written so, or itself if it has not just one capability. */
    static org.apache.qpid.proton.amqp.transport.Source source(
            org.apache.qpid.proton.amqp.transport.Source source, boolean bare) {
        return bare && source instanceof Source node && hasOne(node)
            ? new BareTerminus(node, node.getCapabilities()[0]) : source;
    }

    /** Returns a target to be written so, or itself if it is none or has not just one capability. */
    static org.apache.qpid.proton.amqp.transport.Target target(
            org.apache.qpid.proton.amqp.transport.Target target, boolean bare) {
        return bare && target instanceof Target node && hasOne(node)
            ? new BareTerminus(node, node.getCapabilities()[0]) : target;
    }

    private static boolean hasOne(Terminus node) {
        return node.getCapabilities() != null && node.getCapabilities().length == 1;
    }

    @Override
    public String getAddress() {
        return node.getAddress();
    }

    @Override
    public Object getDescriptor() {
        return node instanceof Source ? SOURCE : TARGET;
    }

    @Override
    public List<Object> getDescribed() {
        Symbol policy = node.getExpiryPolicy().getPolicy();
        return node instanceof Source source
            ? Arrays.asList(node.getAddress(), node.getDurable().getValue(), policy, node.getTimeout(),
                node.getDynamic(), node.getDynamicNodeProperties(), source.getDistributionMode(), source.getFilter(),
                source.getDefaultOutcome(), source.getOutcomes(), capability)
            : Arrays.asList(node.getAddress(), node.getDurable().getValue(), policy, node.getTimeout(),
                node.getDynamic(), node.getDynamicNodeProperties(), capability);
    }

    @Override
    public BareTerminus copy() {
        return this;
    }

    @Override
    public String toString() {
        return node + " with its capability as a symbol";
    }
}

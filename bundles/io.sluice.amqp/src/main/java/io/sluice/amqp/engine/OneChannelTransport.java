// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.impl.TransportImpl;

/** A transport whose Open says that channel 0 is the only one, if it is: proton-j leaves a channel-max of 0 out. */
final class OneChannelTransport extends TransportImpl {

    @Override
    protected void writeFrame(int channel, FrameBody body, ReadableBuffer payload, Runnable onPayloadTooLarge) {
        if (body instanceof Open open && getChannelMax() == 0) {
            open.setChannelMax(UnsignedShort.valueOf((short) 0));
        }
        super.writeFrame(channel, body, payload, onPayloadTooLarge);
    }
}

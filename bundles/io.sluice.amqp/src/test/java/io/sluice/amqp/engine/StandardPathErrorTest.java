// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import org.apache.qpid.proton.amqp.transport.Role;
import org.junit.jupiter.api.Test;

class StandardPathErrorTest extends ProtocolErrorTest {

    @Override
    boolean standardPath() {
        return true;
    }

    @Override
    @Test
    void shouldTakeSecondLinkOnHandleInUse() throws Exception {
        peer().send(0, RawPeer.attach("one", 0, Role.SENDER));
        peer().send(0, RawPeer.attach("other", 0, Role.SENDER));
        assertClosed("amqp:session:handle-in-use handle already in use: 0");
    }
}

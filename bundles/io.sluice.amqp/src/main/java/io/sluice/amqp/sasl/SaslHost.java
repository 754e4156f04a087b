// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.sasl;

import org.apache.qpid.proton.amqp.security.SaslFrameBody;

/** What a SASL layer needs of its connection. Owner loop only, except {@link #post}. */
public interface SaslHost {

    /** Writes one SASL frame. */
    void send(SaslFrameBody frame);

    /** Stops or resumes the delivery of frames; what arrives meanwhile is kept. */
    void hold(boolean held);

    /** Runs a task on the connection's loop if the connection is still there. Any thread. */
    void post(Runnable task);

    /** The exchange succeeded. */
    void authenticated(String mechanism, String user);

    /** The exchange failed: what is written leaves, then TCP ends. */
    void failed(String condition, String description);
}

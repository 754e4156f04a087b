// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.sasl;

/** One side of a SASL exchange. Owner loop only. */
public interface SaslLayer {

    /** Both SASL headers are exchanged. */
    void start();

    /** A SASL frame of the peer arrived; may be something that is not SASL at all. */
    void frame(Object body);

    /** A mechanism came or went. */
    default void mechanismsChanged() {}

    /** The connection ended. */
    default void dispose() {}
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent.codec;

/** Bytes that are no AMQP message. */
public final class DecodeException extends Exception {

    private static final long serialVersionUID = 1L;

    DecodeException(String message) {
        super(message);
    }
}

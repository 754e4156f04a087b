// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

/** The peer broke the protocol; the connection closes with this condition and description. */
final class PeerErrorException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String condition;

    PeerErrorException(String condition, String description) {
        super(description, null, false, false);
        this.condition = condition;
    }

    String condition() {
        return condition;
    }
}

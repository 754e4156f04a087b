// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.message;

/** What an envelope carries. What is only passed on is never decoded. */
public interface Payload {

    /**
     * Returns the message.
     *
     * @throws MalformedControlException if it is none; the sender is to blame and nothing else is affected
     */
    ControlMessage message() throws MalformedControlException;

    /** Returns a number that is the same for equal payloads and, in practice, for no others. */
    long fingerprint();

    /** Returns a payload that was not encoded yet. */
    static Payload of(ControlMessage message) {
        return new DecodedPayload(message);
    }
}

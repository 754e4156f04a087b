// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

/**
 * How an auto-link fares, for management. Immutable.
 *
 * @param state where it is in its life
 * @param link the identity of its link, null while there is none
 * @param lastError what the container said when it refused or ended the link last, or null
 */
record AutoLinkStatus(State state, String link, String lastError) {

    /** The states, the better the later. */
    enum State {
        /** There is no connection for it. */
        INACTIVE("inactive"),
        /** It was refused, or has ended, and is asked for again soon. */
        FAILED("failed"),
        /** The container has not answered yet. */
        ATTACHING("attaching"),
        /** It is attached. */
        ACTIVE("active");

        private final String text;

        State(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static final AutoLinkStatus INACTIVE = new AutoLinkStatus(State.INACTIVE, null, null);
}

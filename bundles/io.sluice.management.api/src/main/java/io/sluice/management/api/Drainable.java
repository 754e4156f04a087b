// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Something that can be emptied of work before it is stopped. An OSGi service; called by the launcher before it stops
 * the framework and by an operator before a swap.
 */
@ProviderType
public interface Drainable {

    /** Returns what is drained, for instance {@code amqp}. Any thread. */
    String drainName();

    /**
     * Stops taking new work, waits for what is in flight, releases what is left at the deadline, and closes. Blocks its
     * caller, so never to be called on a connection loop; a second call waits for the first.
     *
     * @param deadlineMillis the longest wait, in milliseconds; 0 closes at once
     * @return what happened; never null
     */
    DrainReport drain(long deadlineMillis);
}

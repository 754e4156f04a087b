// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import org.osgi.annotation.versioning.ProviderType;

/** The consumers of an address at one moment, in the order they attached. */
@ProviderType
public interface Candidates {

    /** Returns how many there are. */
    int size();

    /** Returns undelivered plus unsettled deliveries of a consumer. */
    int outstanding(int index);

    /** Returns a consumer's link capacity. */
    int capacity(int index);

    /** Returns a consumer's container id. */
    String container(int index);

    /** Returns a consumer's link name. */
    String linkName(int index);
}

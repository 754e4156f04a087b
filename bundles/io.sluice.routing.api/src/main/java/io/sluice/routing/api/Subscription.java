// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import org.osgi.annotation.versioning.ProviderType;

/** An in-process consumer of one address, made by {@link Router#subscribe}. Any thread. */
@ProviderType
public interface Subscription {

    /** Ends the subscription. Deliveries that were taken before still need their outcome. Idempotent. */
    void close();
}

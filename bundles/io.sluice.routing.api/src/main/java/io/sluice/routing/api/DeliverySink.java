// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import org.osgi.annotation.versioning.ProviderType;

/** The consumer's end of a delivery of which more may be said. Called on the producer's thread; must not block. */
@ProviderType
public interface DeliverySink {

    /** More content is there, or it is complete or aborted, or the sender has settled. */
    void onContent(Delivery delivery);
}

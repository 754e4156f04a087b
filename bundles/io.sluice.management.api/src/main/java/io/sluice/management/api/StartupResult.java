// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Marker service that the configuration bundle registers once start-up has succeeded or failed. Its service
 * properties are read by the launcher, which shares no class with any bundle.
 */
@ProviderType
public interface StartupResult {

    /** Service property: true if everything configured is up. */
    String READY = "sluice.ready";

    /** Service property: the readiness line, or the error for standard error. */
    String MESSAGE = "sluice.message";
}

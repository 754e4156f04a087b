// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a configured resource says what became of its configuration, so that the user is told file, line and
 * attribute and a failed start-up ends the process. An OSGi service of the configuration bundle; resources bind it
 * 0..1, dynamic. Any thread; never blocks.
 */
@ProviderType
public interface ConfigurationReport {

    /**
     * The configuration has taken effect, for instance a port is bound.
     *
     * @param pid the {@code service.pid} of the configuration
     * @param summary a few words for the readiness line, for instance {@code amqp://0.0.0.0:5672 (normal)}; null if
     *     there is nothing worth saying
     */
    void applied(String pid, String summary);

    /**
     * The configuration cannot take effect.
     *
     * @param pid the {@code service.pid} of the configuration
     * @param attribute the attribute at fault, null if none in particular
     * @param reason one line that says what is wrong and what was expected
     */
    void rejected(String pid, String attribute, String reason);
}

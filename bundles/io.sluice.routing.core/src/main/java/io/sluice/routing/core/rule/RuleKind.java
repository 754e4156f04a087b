// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.rule;

import java.util.Map;

import io.sluice.management.api.ManagedEntity;

/**
 * One kind of configuration that is only data for the core's tables: how it is read, and what it does. Control thread
 * only.
 *
 * @param <R> the kind's immutable rule
 */
public interface RuleKind<R> {

    /** Returns the short name of the entity type, for instance {@code router.config.address}. */
    String entityType();

    /**
     * Reads and checks the properties of one configuration.
     *
     * @param origin where the configuration comes from
     * @throws RuleException if it cannot take effect, whatever other rules there are
     */
    R read(Origin origin, Map<String, Object> properties) throws RuleException;

    /**
     * Puts a rule into force, in place of an older one of the same configuration.
     *
     * @param old the rule it replaces, or null
     * @throws RuleException if it contradicts another rule; the old one then stays in force
     */
    void put(R old, R rule) throws RuleException;

    /** Takes a rule out of force. */
    void remove(R rule);

    /** Returns the rule as management sees it. */
    ManagedEntity entity(R rule);

    /**
     * Which configuration a rule comes from.
     *
     * @param pid the configuration's PID
     * @param identity as management shows it
     */
    record Origin(String pid, String identity) {

        /** Returns the identity that the configuration brings, or else this one. */
        public String identity(Map<String, Object> properties) {
            Object given = properties.get("identity");
            return given == null || given.toString().isEmpty() ? identity : given.toString();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

/**
 * What JMX needs to know of one schema attribute. Immutable.
 *
 * @param name the name in the schema, which is the JMX attribute's too
 * @param kind how it is typed
 * @param description for people
 * @param updatable may be set on a live entity
 * @param hidden its value must not be shown
 */
record AttributeModel(String name, AttributeKind kind, String description, boolean updatable, boolean hidden) { }

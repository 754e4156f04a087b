// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.Map;

import io.sluice.management.api.EntityType;
import io.sluice.management.api.ManagementException;

/**
 * What a creation of links and routes must give, with the texts that clients know. What can only be judged with a look
 * at other entities is judged where those are. Stateless.
 */
final class CoreChecks {

    private CoreChecks() {}

    /** Refuses a creation that lacks something, or has no known word where one must be. */
    static void check(EntityType type, Map<String, ?> attributes) throws ManagementException {
        switch (type.sectionName()) {
            case "linkRoute" -> {
                direction(type, attributes, "No 'direction' attribute provided - it is mandatory");
                word(type, attributes, "distribution", "Invalid value for 'distribution'");
            }
            case "autoLink" -> {
                need(attributes.get("address"), "address and direction fields are mandatory");
                direction(type, attributes, "address and direction fields are mandatory");
            }
            case "router.connection.linkRoute" -> {
                need(attributes.get("pattern"), "Pattern field is required");
                direction(type, attributes, "No 'direction' attribute provided - it is mandatory");
            }
            default -> { }
        }
    }

    private static void direction(EntityType type, Map<String, ?> attributes, String missing)
            throws ManagementException {
        need(attributes.get("direction"), missing);
        word(type, attributes, "direction", "Invalid value for 'direction'");
    }

    private static void need(Object value, String missing) throws ManagementException {
        if (value == null) {
            throw new ManagementException(ManagementException.BAD_REQUEST, missing);
        }
    }

    private static void word(EntityType type, Map<String, ?> attributes, String name, String wrong)
            throws ManagementException {
        Object value = attributes.get(name);
        if (value != null && !CoreAttributes.fits(type.attribute(name), value)) {
            throw new ManagementException(ManagementException.BAD_REQUEST, wrong);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.LinkedHashMap;
import java.util.Map;

import io.sluice.management.api.AttributeType;
import io.sluice.management.api.EntityType;
import io.sluice.management.api.ManagementException;
import io.sluice.management.api.SchemaException;

/** How lenient creations of the core's types are, and what their refusals say. Stateless. */
final class CoreAttributes {

    private static final String EXISTS = "Already exists";
    private static final String DISTRIBUTION = "distribution";
    private static final String ADDRESS = "router.config.address";

    private CoreAttributes() {}

    /**
     * Returns what a creation may set, by schema name. What the type does not know is left out, and so is a
     * distribution of addresses that does not exist, for which the default takes its place.
     */
    static Map<String, Object> settable(EntityType type, Map<?, ?> body) {
        Map<String, Object> values = new LinkedHashMap<>();
        body.forEach((key, value) -> {
            AttributeType attribute = Entities.attribute(type, String.valueOf(key));
            if (attribute != null && attribute.creatable() && value != null && !fixed(attribute)
                    && !unknownDistribution(type, attribute, value)) {
                values.put(attribute.name(), value);
            }
        });
        return values;
    }

    /** These say which entity it is and are given beside the body. */
    private static boolean fixed(AttributeType attribute) {
        return attribute.name().equals("name") || attribute.name().equals("type");
    }

    private static boolean unknownDistribution(EntityType type, AttributeType attribute, Object value) {
        return type.shortName().equals(ADDRESS) && attribute.name().equals(DISTRIBUTION) && !fits(attribute, value);
    }

    /** Returns whether an attribute can have a value. */
    static boolean fits(AttributeType attribute, Object value) {
        try {
            attribute.convert(value);
            return true;
        } catch (SchemaException e) {
            return false;
        }
    }

    /** Returns a refusal in the words that clients know, without what explains it to people. */
    static ManagementException plain(ManagementException refusal) {
        int exists = refusal.getMessage().indexOf(EXISTS);
        return exists < 0 ? refusal : new ManagementException(ManagementException.BAD_REQUEST, EXISTS);
    }
}

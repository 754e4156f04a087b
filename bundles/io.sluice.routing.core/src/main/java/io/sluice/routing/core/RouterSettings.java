// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Map;

import io.sluice.routing.api.RouterInfo;
import io.sluice.routing.core.address.Treatment;

/**
 * The {@code router} section as the core uses it. Immutable.
 *
 * @param info id, mode and version
 * @param defaultTreatment treatment of addresses without configuration
 * @param attributes all attributes as configured
 */
record RouterSettings(RouterInfo info, Treatment defaultTreatment, Map<String, Object> attributes) {

    static final String DEFAULT_DISTRIBUTION = "defaultDistribution";

    /**
     * Makes settings of a configuration.
     *
     * @throws IllegalArgumentException with the text for the user, if the default distribution is none
     */
    static RouterSettings of(Map<String, ?> properties, String version) {
        String id = text(properties, "id", "");
        if (id.isEmpty()) {
            throw new IllegalArgumentException("The router has no id");
        }
        String distribution = text(properties, DEFAULT_DISTRIBUTION, "balanced");
        Treatment treatment = Treatment.parse(distribution);
        if (treatment == null) {
            throw new IllegalArgumentException("Invalid value for '" + DEFAULT_DISTRIBUTION + "': '" + distribution
                    + "'; expected multicast, closest, balanced, unavailable or plugin:<name>");
        }
        RouterInfo info = new RouterInfo(id, text(properties, "mode", "standalone"), version);
        return new RouterSettings(info, treatment, Map.copyOf(properties));
    }

    /** Whether links that outlive their session may be routed. */
    boolean allowResumableLinkRoute() {
        return !"false".equals(String.valueOf(attributes.get("allowResumableLinkRoute")));
    }

    private static String text(Map<String, ?> properties, String key, String absent) {
        Object value = properties.get(key);
        return value == null ? absent : value.toString();
    }
}

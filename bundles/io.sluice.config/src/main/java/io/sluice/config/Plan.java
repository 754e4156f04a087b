// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.List;

/**
 * A whole valid configuration.
 *
 * @param sections in the order of activation, with identities
 * @param warnings what to log once logging is configured
 */
record Plan(List<Section> sections, List<String> warnings) {

    Section router() {
        return sections.stream().filter(s -> s.type().sectionName().equals("router")).findFirst().orElseThrow();
    }
}

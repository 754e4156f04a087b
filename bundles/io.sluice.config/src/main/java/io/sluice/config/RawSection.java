// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.Map;

/**
 * A section as it was written.
 *
 * @param type the word before the brace
 * @param file where it stands
 * @param line the line it begins on, from 1; 0 if it stands nowhere
 * @param attributes values by the names that were written, in order
 */
record RawSection(String type, String file, int line, Map<String, RawValue> attributes) {
}

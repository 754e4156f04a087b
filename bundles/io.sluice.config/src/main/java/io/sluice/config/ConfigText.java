// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

/**
 * A piece of configuration before parsing.
 *
 * @param file what messages call it
 * @param text its content
 * @param json true for the JSON form
 */
record ConfigText(String file, String text, boolean json) {
}

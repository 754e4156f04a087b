// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

/**
 * The value of an attribute as it was written.
 *
 * @param value String; in nested maps and in JSON also Map, List, Number and Boolean
 * @param line where the attribute begins, from 1; 0 if unknown
 */
record RawValue(Object value, int line) {
}

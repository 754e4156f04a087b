// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

/**
 * How often a policy has denied something on open connections. Immutable.
 *
 * @param links links that were not to attach
 * @param messages messages that were too large
 */
public record PolicyTotals(long links, long messages) {}

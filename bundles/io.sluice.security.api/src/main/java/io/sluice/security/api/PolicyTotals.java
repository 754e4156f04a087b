// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

/**
 * How often a policy has denied something. Immutable.
 *
 * @param connections connections that were not to open
 * @param links links that were not to attach
 * @param messages messages that were too large
 */
public record PolicyTotals(long connections, long links, long messages) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * Sets the rules of the log from the configuration and shows them, with the counts of lines, to management. The log
 * itself is outside the framework and goes on without this bundle.
 */
package io.sluice.logging;

// SPDX-License-Identifier: Apache-2.0
/** Commands of the scope {@code sluice} for the Gogo shell: a component per group, with plain text as results. */
package io.sluice.shell;

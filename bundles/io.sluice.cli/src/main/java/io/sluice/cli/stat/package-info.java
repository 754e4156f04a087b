// SPDX-License-Identifier: Apache-2.0
/** The views of {@code stat}: which entities, which columns. */
package io.sluice.cli.stat;

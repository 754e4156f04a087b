// SPDX-License-Identifier: Apache-2.0
/** The live view of rates. */
package io.sluice.cli.watch;

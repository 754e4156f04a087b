// SPDX-License-Identifier: Apache-2.0
/** The commands {@code stat}, {@code manage}, {@code log} and {@code watch}. */
package io.sluice.cli;

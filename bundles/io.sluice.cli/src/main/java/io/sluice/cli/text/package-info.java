// SPDX-License-Identifier: Apache-2.0
/** Tables as text, CSV and JSON. */
package io.sluice.cli.text;

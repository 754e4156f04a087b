// SPDX-License-Identifier: Apache-2.0
/** The command {@code sluice passwd}. */
package io.sluice.security.sasl.passwd;

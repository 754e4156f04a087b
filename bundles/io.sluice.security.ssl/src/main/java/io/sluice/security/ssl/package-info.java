// SPDX-License-Identifier: Apache-2.0
/** TLS profiles from PEM files: one {@link io.sluice.security.api.TlsProfile} service per {@code sslProfile}. */
package io.sluice.security.ssl;

// SPDX-License-Identifier: Apache-2.0
/** Authentication and TLS as services: SASL mechanisms, user stores, TLS profiles. */
@Export
@Version("1.0.0")
package io.sluice.security.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

// SPDX-License-Identifier: Apache-2.0
/** What users of a virtual host may do: the vhost sections, and the service that the codec asks. */
package io.sluice.security.policy;

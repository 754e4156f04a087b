// SPDX-License-Identifier: Apache-2.0
/** SASL mechanisms, a service each, and the file of users as a {@link io.sluice.security.api.UserStore}. */
package io.sluice.security.sasl;

// SPDX-License-Identifier: Apache-2.0
/** The users file and its passwords. Free of OSGi and logging, for the command line runs it on a plain class path. */
package io.sluice.security.sasl.store;

// SPDX-License-Identifier: Apache-2.0
/** The engine as a part of a running router: its thread, its core, its configuration, what management shows of it. */
package io.sluice.routing.network.member;

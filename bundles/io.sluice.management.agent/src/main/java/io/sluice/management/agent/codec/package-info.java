// SPDX-License-Identifier: Apache-2.0

/** The part of AMQP's encoding that management requests and replies need. */
package io.sluice.management.agent.codec;

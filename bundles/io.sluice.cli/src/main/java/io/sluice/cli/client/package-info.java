// SPDX-License-Identifier: Apache-2.0
/** Requests to a router's management node, over AMQP or to a process of the same machine over JMX. */
package io.sluice.cli.client;

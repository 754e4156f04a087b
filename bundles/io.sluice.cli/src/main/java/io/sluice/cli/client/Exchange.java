// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.util.Map;

/** A way to a management node: one request, one answer. For one thread. */
public interface Exchange extends AutoCloseable {

    /**
     * Sends a request and waits for its answer.
     *
     * @param address the address of the management node
     * @param properties application properties
     * @param body the body, null for an empty map
     * @return the answer, also a refusal
     */
    Answer ask(String address, Map<String, Object> properties, Object body) throws ClientException;

    /** Returns what the user called the router, for messages. */
    String peer();

    /** Keeps the connection alive while nothing is asked; called at least every two seconds. */
    void keepAlive() throws ClientException;

    @Override
    void close();

    /**
     * An answer.
     *
     * @param status status code
     * @param description text of the status
     * @param body value of the body, made of JDK types
     */
    record Answer(int status, String description, Object body) {}
}

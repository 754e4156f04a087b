// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import org.osgi.annotation.versioning.ProviderType;

/** A message on its way in, as a {@link MessageInterceptor} sees it. Valid during the call only; one thread. */
@ProviderType
public interface InterceptedMessage {

    /** Returns the connection that the message came on: container, user, tenant. */
    ConnectionDescriptor connection();

    /** Returns the name of the link that the message came on. */
    String linkName();

    /**
     * Returns the address that the message is routed by, as its sender wrote it: that of the link, or, on an anonymous
     * link, that of the message; null if there is none. After {@link #redirect} the new one.
     */
    String address();

    /** Returns true if the link has no address, so that each message names its own. */
    boolean anonymous();

    /** Returns true if the sender wants no outcome. */
    boolean presettled();

    /** Returns the sections before the body; they are looked at when they are asked for. */
    MessageSections sections();

    /**
     * Adds a message annotation, in place of one with the same key.
     *
     * @param key ASCII; not one of a router, which begin with {@code x-opt-qd.}
     * @param value null, String, Boolean, a number of a primitive's class, UUID, Instant, Date or byte array
     * @throws IllegalArgumentException if key or value cannot be an annotation
     */
    void annotate(String key, Object value);

    /**
     * Routes the message by another address, in the address space of its connection, as if the sender had written it.
     * The sender's credit still follows the address of its link, if that has one.
     */
    void redirect(String address);

    /**
     * Rejects the message; no further interceptor sees it. A presettled one is dropped.
     *
     * @param condition a symbol, for instance {@code amqp:not-allowed}
     * @param description for humans; null for none
     */
    void reject(String condition, String description);
}

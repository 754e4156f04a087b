// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.time.Instant;

/**
 * The properties section of a message; whatever the sender did not set is null. Arrays are not to be changed.
 *
 * @param messageId a Long (unsigned), UUID, byte array or String
 * @param userId who made the message, as the sender says
 * @param to the node that the message is for
 * @param subject what the message is about
 * @param replyTo the node to send replies to
 * @param correlationId as messageId
 * @param contentType MIME type of the body
 * @param contentEncoding encoding of the body
 * @param absoluteExpiryTime when the message is of no use any more
 * @param creationTime when it was made
 * @param groupId the group that it belongs to
 * @param groupSequence its place in the group, unsigned
 * @param replyToGroupId the group that replies belong to
 */
public record MessageProperties(
        Object messageId,
        byte[] userId,
        String to,
        String subject,
        String replyTo,
        Object correlationId,
        String contentType,
        String contentEncoding,
        Instant absoluteExpiryTime,
        Instant creationTime,
        String groupId,
        Long groupSequence,
        String replyToGroupId) {}

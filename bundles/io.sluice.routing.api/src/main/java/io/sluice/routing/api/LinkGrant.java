// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

/**
 * What the core grants to a link. Immutable.
 *
 * @param linkId the number for logs and management
 * @param address the address in effect: for a dynamic terminus the assigned one as the peer is told it; null on an
 *     anonymous link
 * @param owningAddress the full address key shown as {@code owningAddr}, null on an anonymous link
 * @param priority 0 to 9: links of higher priority are served first on their connection
 * @param splice if not null the link is routed: the protocol joins the splice as its accepting end, asks the opening
 *     end for the link, and answers its peer when that does; everything else of the grant is void
 * @param capacity the credit window of the link, in place of the described one; 0 for that
 */
public record LinkGrant(
        long linkId, String address, String owningAddress, int priority, LinkSplice splice, int capacity) {

    /** The priority of links whose address has none configured. */
    public static final int DEFAULT_PRIORITY = 4;

    /** Makes the grant of a link that is not routed. */
    public LinkGrant(long linkId, String address, String owningAddress, int priority) {
        this(linkId, address, owningAddress, priority, null);
    }

    /** Makes a grant with the window that the link was described with. */
    public LinkGrant(long linkId, String address, String owningAddress, int priority, LinkSplice splice) {
        this(linkId, address, owningAddress, priority, splice, 0);
    }
}

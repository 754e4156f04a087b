// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.util.List;

/**
 * Everything an attach says that a routed link passes on. Immutable; arrays are not to be changed. What the router
 * does not look at travels encoded, so that nothing of it is lost.
 *
 * @param source the encoded source, null for none
 * @param target the encoded target, null for none
 * @param senderSettleMode snd-settle-mode as on the wire: 0 to 2
 * @param receiverSettleMode rcv-settle-mode as on the wire: 0 or 1
 * @param maxMessageSize unsigned; 0 for no limit
 * @param properties the encoded map of link properties, null for none
 * @param offered offered capabilities, null for none
 * @param desired desired capabilities, null for none
 */
public record AttachFields(
        byte[] source,
        byte[] target,
        int senderSettleMode,
        int receiverSettleMode,
        long maxMessageSize,
        byte[] properties,
        List<String> offered,
        List<String> desired) {

    /** Copies the lists. */
    public AttachFields {
        offered = offered == null ? null : List.copyOf(offered);
        desired = desired == null ? null : List.copyOf(desired);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkStats;

/** What log lines say about links. */
final class LinkText {

    private static final String NONE = "{<none>}";

    private LinkText() {}

    static String attached(Link link, String address) {
        String asked = link.peer().termini();
        return asked == null ? attached(link.descriptor(), address) : dir(link.descriptor()) + ' ' + asked;
    }

    static String attached(LinkDescriptor link, String address) {
        String terminus = "{" + terminus(link, address) + "}";
        // The node of a link that this router began is the peer's.
        return link.incoming() != link.routerInitiated()
                ? dir(link) + " source=" + NONE + " target=" + terminus
                : dir(link) + " source=" + terminus + " target=" + NONE;
    }

    private static String dir(LinkDescriptor link) {
        return link.incoming() ? "dir=in" : "dir=out";
    }

    private static String terminus(LinkDescriptor link, String address) {
        StringBuilder text = new StringBuilder();
        if (link.kind() == LinkDescriptor.Kind.DYNAMIC) {
            text.append("(dyn)");
        }
        text.append(address == null ? "<none>" : address);
        if (!link.capabilities().isEmpty()) {
            text.append(" caps:");
            for (String capability : link.capabilities()) {
                text.append(":\"").append(capability).append('"');
            }
        }
        return text.toString();
    }

    static String detached(LinkStats stats, boolean blocked) {
        return "del=" + stats.deliveries + " presett=" + stats.presettled + " psdrop=" + stats.droppedPresettled
                + " acc=" + stats.accepted + " rej=" + stats.rejected + " rel=" + stats.released
                + " mod=" + stats.modified + " delay1=" + stats.delayed1Sec + " delay10=" + stats.delayed10Sec
                + " blocked=" + (blocked ? "yes" : "no");
    }
}

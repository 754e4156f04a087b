// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.core.AddressEntry;
import io.sluice.routing.core.AttachRules;
import io.sluice.routing.core.Fallback;
import io.sluice.routing.core.Link;
import io.sluice.routing.core.LinkOwner;
import io.sluice.routing.core.address.AddressKeys;
import io.sluice.routing.core.address.Resolved;
import io.sluice.routing.core.rule.AddressRule;

/**
 * A link to the interior router that stands for clients of one address: for its consumers, or for its producers. One
 * for producers is a consumer of the address only while the interior has consumers. Control thread only.
 */
final class EdgeProxy implements LinkOwner {

    private static final String BOUND = "bound ";

    private final EdgeLinks links;
    private final EdgeTimes times;
    private final String key;
    private final boolean receiver;
    private final String purpose;
    /** The address here, null as long as nobody here uses it. */
    private AddressEntry entry;
    private Link link;
    private boolean bound;
    private boolean joined;
    private boolean over;

    EdgeProxy(EdgeLinks links, EdgeTimes times, String key, boolean receiver, String purpose) {
        this.links = links;
        this.times = times;
        this.key = key;
        this.receiver = receiver;
        this.purpose = purpose;
        this.bound = links.remembered(BOUND + key) != null;
    }

    String key() {
        return key;
    }

    boolean isWanted() {
        return entry != null;
    }

    /** Clients here use the address. */
    void want(AddressEntry used) {
        boolean first = entry == null;
        entry = used;
        if (link == null && first) {
            begin();
        } else if (first && link.answer() != null) {
            answered(link, link.answer());
        }
    }

    /** Asks for the link, or takes that of an earlier router. */
    void begin() {
        if (over || link != null) {
            return;
        }
        link = links.begin(purpose, links.endpoint(receiver, key.substring(2), capability()), this);
        if (link.answer() != null) {
            answered(link, link.answer());
        }
    }

    /** Returns what says which phase of an address is meant, null if that goes without saying. */
    private String capability() {
        char phase = key.charAt(1);
        if (phase == AddressKeys.FALLBACK) {
            return Fallback.CAPABILITY;
        }
        AddressRule rule = links.core().table().ruleOf(key.substring(2));
        int number = phase - '0';
        if (rule == null || rule.egressPhase() == 0
                || number == (receiver ? rule.egressPhase() : rule.ingressPhase())
                || number < rule.ingressPhase() || number > rule.egressPhase()) {
            return null;
        }
        return AttachRules.WAYPOINT + "." + (receiver ? number + 1 : number);
    }

    /** Nobody here uses the address any more. */
    void end() {
        Link last = link;
        lost();
        links.forget(purpose);
        links.remember(BOUND + key, null);
        if (last != null) {
            links.core().detach(last);
        }
    }

    /** The connection is gone, and the link with it. */
    void lost() {
        over = true;
        unjoin();
        link = null;
        entry = null;
    }

    /** For producers: whether the interior has consumers. */
    void bind(boolean now) {
        bound = now;
        links.remember(BOUND + key, now ? true : null);
        if (now) {
            joinIfBound();
        } else {
            unjoin();
        }
    }

    private void joinIfBound() {
        if (bound && !joined && link != null && link.isLive()) {
            joined = true;
            link.join(link.entry());
            links.core().membership().changed(link.entry());
        }
    }

    private void unjoin() {
        if (joined) {
            joined = false;
            links.core().membership().leave(link, link.entry());
        }
    }

    // ---- its link

    @Override
    public AttachRules.Decision decide() {
        AddressEntry known = entry;
        return new AttachRules.Decision(null, key.substring(2), known == null
                ? links.core().table().resolveKey(key)
                : new Resolved(key, known.treatment(), known.priority(), known.fallback() != null));
    }

    @Override
    public boolean joins() {
        return receiver;
    }

    @Override
    public String routingAddress() {
        return null;
    }

    @Override
    public boolean isFallback() {
        return key.charAt(1) == AddressKeys.FALLBACK;
    }

    @Override
    public void answered(Link from, LinkDescriptor answer) {
        // An answer without address is a refusal, whose detach follows.
        // What leads somewhere is there before the clients that send by it, or their messages would be released.
        boolean now = entry != null || !receiver && bound;
        if (from == link && now && answer.address() != null && from.state() == Link.State.PENDING) {
            links.core().establish(from);
        }
    }

    @Override
    public void granted(Link from) {
        if (from == link && !receiver) {
            joinIfBound();
        }
    }

    @Override
    public void ended(Link from, LinkError error) {
        if (from != link || over) {
            return;
        }
        unjoin();
        link = null;
        bound = false;
        links.forget(purpose);
        links.remember(BOUND + key, null);
        links.core().control().later(times.retryNanos(), () -> {
            if (entry != null) {
                begin();
            }
        });
    }
}

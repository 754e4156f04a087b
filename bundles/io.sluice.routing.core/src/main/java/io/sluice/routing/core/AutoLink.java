// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.core.rule.AutoLinkRule;

/**
 * One auto-link on one connection: asks the container for the link, and again after it was refused or has ended, as
 * long as the connection lives. Control thread only.
 */
final class AutoLink implements LinkOwner {

    /**
     * How long to wait before a link is asked for again.
     *
     * @param firstNanos the first time
     * @param nextNanos after that
     */
    record Retry(long firstNanos, long nextNanos) {

        static final Retry DEFAULT = new Retry(TimeUnit.SECONDS.toNanos(2), TimeUnit.SECONDS.toNanos(5));
    }

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final AutoLinkRule rule;
    private final CoreConnection connection;
    private final RouterCore core;
    private final Retry times;
    private final Runnable changed;
    private AutoLinkStatus status = AutoLinkStatus.INACTIVE;
    private Link link;
    /** Which retry was ordered last; a timer for an earlier one finds itself outdated. */
    private int attempt;
    /** Has ended once on this connection, however well it did before or since. */
    private boolean failedBefore;

    AutoLink(AutoLinkRule rule, CoreConnection connection, Retry times, Runnable changed) {
        this.rule = rule;
        this.connection = connection;
        this.core = connection.core();
        this.times = times;
        this.changed = changed;
    }

    AutoLinkStatus status() {
        return status;
    }

    // ---- life

    /** Takes a link that an earlier router began here for the same node, or asks the container for one. */
    void activate(Link announced) {
        if (announced == null) {
            begin();
            return;
        }
        activating(announced);
        announced.owner(this);
        LinkDescriptor answer = announced.answer();
        if (answer != null) {
            answered(announced, answer);
        }
    }

    private void begin() {
        LinkDescriptor descriptor = new LinkDescriptor(core.linkNames().next(), rule.incoming(),
                LinkDescriptor.Kind.ADDRESSED, rule.node(), List.of(), Map.of(),
                connection.descriptor().linkCapacity(), false, true);
        activating(core.begin(connection, descriptor, this));
    }

    private void activating(Link begun) {
        link = begun;
        attempt++;
        status(AutoLinkStatus.State.ATTACHING, null, status.lastError());
        log.info("Auto Link Activated {}", rule.label());
    }

    /** Returns true if a link of an earlier router is one that this would ask for. */
    boolean wants(Link announced) {
        LinkDescriptor descriptor = announced.descriptor();
        return announced.state() == Link.State.PENDING && announced.owner() == null
                && descriptor.incoming() == rule.incoming() && rule.node().equals(descriptor.address());
    }

    /** The connection is gone, or the auto-link was deleted. */
    void deactivate() {
        attempt++;
        Link last = link;
        link = null;
        status(AutoLinkStatus.State.INACTIVE, null, status.lastError());
        log.info("Auto Link Deactivated {}", rule.label());
        if (last != null) {
            core.detach(last);
        }
    }

    // ---- its link

    @Override
    public AttachRules.Decision decide() {
        return new AttachRules.Decision(
                null, rule.address(), core.table().resolveAutoLink(rule.address(), rule.incoming(), rule.phase()));
    }

    @Override
    public String routingAddress() {
        return rule.incoming() ? rule.address() : null;
    }

    @Override
    public boolean isFallback() {
        return rule.fallback();
    }

    @Override
    public void answered(Link from, LinkDescriptor answer) {
        // An answer without address is a refusal, whose reason comes with the detach.
        if (from == link && answer.address() != null && status.state() != AutoLinkStatus.State.ACTIVE) {
            core.establish(from);
            status(AutoLinkStatus.State.ACTIVE, Long.toString(from.id()), null);
        }
    }

    @Override
    public void ended(Link from, LinkError error) {
        if (from != link) {
            return;
        }
        link = null;
        String text = error == null ? null : error.description() == null ? error.condition() : error.description();
        status(AutoLinkStatus.State.FAILED, null, text);
        log.info("Auto Link Activation Failed. {} {}", text == null ? "" : text, rule.label());
        int retry = ++attempt;
        core.control().later(failedBefore ? times.nextNanos() : times.firstNanos(), () -> retry(retry));
        failedBefore = true;
    }

    private void retry(int expected) {
        if (expected == attempt && connection.isOpen()) {
            begin();
        }
    }

    private void status(AutoLinkStatus.State state, String linkIdentity, String lastError) {
        status = new AutoLinkStatus(state, linkIdentity, lastError);
        changed.run();
    }
}

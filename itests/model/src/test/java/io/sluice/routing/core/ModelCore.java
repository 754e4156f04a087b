// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Hashtable;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.sluice.routing.api.Router;
import io.sluice.routing.core.edge.EdgeSides;
import io.sluice.routing.core.rule.AddressRule;
import io.sluice.routing.core.rule.AutoLinkRule;
import io.sluice.routing.core.rule.Reports;
import io.sluice.routing.core.rule.RuleFactory;

/**
 * A router core, started as its component would do it. Its control thread either runs freely or, for a deterministic
 * run, stands still but while {@link #runControl} waits for it.
 */
public final class ModelCore {

    private final RouterCore core;
    private final RuleFactory<AddressRule> addresses;
    private final RuleFactory<AutoLinkRule> autoLinks;
    private final RuleFactory<LinkRouteRule> linkRoutes;
    private final boolean gated;
    private CountDownLatch open;

    /**
     * Starts a core.
     *
     * @param seed decides on the names that the core makes; another one for each core of a run
     */
    public ModelCore(String id, boolean gated, long replayQuietNanos, long seed) {
        this(Map.of("id", id, "workerThreads", 4), gated, replayQuietNanos, AutoLink.Retry.DEFAULT, seed);
    }

    /** Starts a core that asks again for a refused auto-link at once, and hardly ever if it is refused again. */
    public static ModelCore impatient(String id) {
        return new ModelCore(Map.of("id", id, "workerThreads", 4), false, 0,
                new AutoLink.Retry(1, TimeUnit.HOURS.toNanos(1)), 0);
    }

    /** Starts the core of a router that takes part in a network. */
    public static ModelCore interior(String id) {
        return new ModelCore(
                Map.of("id", id, "mode", "interior", "workerThreads", 4), false, 0, AutoLink.Retry.DEFAULT, 0);
    }

    private ModelCore(
            Map<String, Object> settings, boolean gated, long replayQuietNanos, AutoLink.Retry retry, long seed) {
        this.gated = gated;
        core = new RouterCore(
                RouterSettings.of(settings, "1.0.0"), new Plugins(), 10_000,
                replayQuietNanos, retry, new LinkNames(new Random(seed)), EdgeSides::of);
        core.start();
        addresses = new RuleFactory<>(
                AddressRules.PID, new AddressRules(core.table()), core.control()::order, new Reports());
        autoLinks = new RuleFactory<>(AutoLinks.PID, core.autoLinks(), core.control()::order, new Reports());
        linkRoutes = new RuleFactory<>(LinkRoutes.PID, core.linkRoutes(), core.control()::order, new Reports());
        if (gated) {
            open = gate();
        }
    }

    /** Returns the service. */
    public Router router() {
        return core;
    }

    /** Makes or changes an address configuration. */
    public void address(String name, Map<String, Object> properties) {
        addresses.updated(AddressRules.PID + "~" + name, new Hashtable<>(properties));
    }

    /** Makes an auto-link configuration. */
    public void autoLink(String name, Map<String, Object> properties) {
        autoLinks.updated(AutoLinks.PID + "~" + name, new Hashtable<>(properties));
    }

    /** Makes a link route configuration. */
    public void linkRoute(String name, Map<String, Object> properties) {
        linkRoutes.updated(LinkRoutes.PID + "~" + name, new Hashtable<>(properties));
    }

    /** Deletes an address configuration. */
    public void removeAddress(String name) {
        addresses.deleted(AddressRules.PID + "~" + name);
    }

    /** Deletes a link route. */
    public void removeLinkRoute(String name) {
        linkRoutes.deleted(LinkRoutes.PID + "~" + name);
    }

    /** Orders a gate and waits until the control thread stands in it, everything before it being done. */
    private CountDownLatch gate() {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        core.control().order(() -> {
            core.membership().publish();
            arrived.countDown();
            await(go);
        });
        if (open != null) {
            open.countDown();
        }
        await(arrived);
        return go;
    }

    /** Has the control thread do all that was ordered so far. */
    public void runControl() {
        if (gated) {
            open = gate();
        } else {
            CountDownLatch done = new CountDownLatch(1);
            core.control().order(() -> {
                core.membership().publish();
                done.countDown();
            });
            await(done);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the control thread does not answer");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops the core, as a deactivation does. */
    public void stop() {
        if (gated) {
            // The control thread is in its gate; what was ordered after it is dropped.
            Thread opener = new Thread(() -> {
                while (!core.isGone()) {
                    Thread.onSpinWait();
                }
                open.countDown();
            });
            opener.start();
        }
        core.stop();
    }

    /** Returns what is left in the tables, empty if nothing. */
    public String leftovers() {
        StringBuilder text = new StringBuilder();
        note(text, "addresses", core.table().size());
        note(text, "live links", core.totals().live().size());
        note(text, "link entities", core.linkEntities().size());
        note(text, "address entities", core.addressEntities().size());
        note(text, "connections", core.connectionCount());
        return text.toString();
    }

    private static void note(StringBuilder text, String what, int count) {
        if (count != 0) {
            text.append(' ').append(count).append(' ').append(what);
        }
    }
}

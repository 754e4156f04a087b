// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.core.edge.EdgeSides;
import io.sluice.routing.core.rule.AddressRule;
import io.sluice.routing.core.rule.BindingRule;
import io.sluice.routing.core.rule.ExchangeRule;
import io.sluice.routing.core.rule.Reports;
import io.sluice.routing.core.rule.RuleFactory;
import io.sluice.routing.core.rule.RuleKind;

/** A started core with one connection, and short ways to attach links and to wait for the control thread. */
public final class CoreFixture implements AutoCloseable {

    static final int CAPACITY = 250;
    static final AutoLink.Retry RETRY =
            new AutoLink.Retry(TimeUnit.MILLISECONDS.toNanos(20), TimeUnit.MILLISECONDS.toNanos(60));

    final Plugins plugins = new Plugins();
    final Reports reports = new Reports();
    public final RouterCore core;
    final RuleFactory<AddressRule> rules;
    final RuleFactory<ExchangeRule> exchanges;
    final RuleFactory<BindingRule> bindings;
    public final RouterConnection connection;
    private final AtomicLong connections = new AtomicLong();
    private int pids;

    public CoreFixture() {
        this(Map.of(), RouterCore.MAX_WAITING_ATTACHES);
    }

    public CoreFixture(Map<String, Object> attributes, int maxAttaches) {
        this(attributes, maxAttaches, EdgeSides::of);
    }

    public CoreFixture(Map<String, Object> attributes, int maxAttaches, EdgeSide.Factory edges) {
        Map<String, Object> all = new HashMap<>(Map.of("id", "me", "workerThreads", 4));
        all.putAll(attributes);
        core = new RouterCore(RouterSettings.of(all, "1.2.3"), plugins, maxAttaches, 0, RETRY,
                new LinkNames(), edges);
        core.start();
        rules = new RuleFactory<>(AddressRules.PID, new AddressRules(core.table()), core.control()::order, reports);
        Exchanges known = new Exchanges(core.table(), core.membership());
        exchanges = new RuleFactory<>(ExchangeRules.PID, new ExchangeRules(known), core.control()::order, reports);
        bindings = new RuleFactory<>(BindingRules.PID, new BindingRules(known), core.control()::order, reports);
        connection = connect(null, "normal");
    }

    RouterConnection connect(String tenant, String role) {
        long id = connections.incrementAndGet();
        return connect(new ConnectionDescriptor(id, "l", role, false, "client" + id, "user", tenant, 1));
    }

    /** Makes a factory of further configurations. */
    public <R> RuleFactory<R> factory(String pid, RuleKind<R> kind) {
        return new RuleFactory<>(pid, kind, core.control()::order, reports);
    }

    RouterConnection connect(ConnectionDescriptor descriptor) {
        RouterConnection made = core.connect(descriptor, (link, end) -> {
            throw new AssertionError("the core begins a link: " + link);
        });
        made.replayed();
        return made;
    }

    /** Waits until all that was ordered so far has taken effect. */
    public void sync() {
        CountDownLatch done = new CountDownLatch(1);
        core.control().order(() -> {
            core.network().publish();
            core.membership().publish();
            done.countDown();
        });
        try {
            if (!done.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("control thread does not answer");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a link; one capability is a symbol, several are an array. */
    public static LinkDescriptor link(boolean incoming, Kind kind, String address, String... capabilities) {
        return new LinkDescriptor("link", incoming, kind, address, List.of(capabilities), Map.of(), CAPACITY, false,
                false, false, capabilities.length == 1, null, null);
    }

    public RouterLink sender(String address, FakePeer peer) {
        return attach(link(true, address == null ? Kind.ANONYMOUS : Kind.ADDRESSED, address), peer);
    }

    public RouterLink receiver(String address, FakePeer peer) {
        return attach(link(false, address == null ? Kind.ANONYMOUS : Kind.ADDRESSED, address), peer);
    }

    public RouterLink attach(LinkDescriptor descriptor, FakePeer peer) {
        RouterLink link = connection.attach(descriptor, peer);
        sync();
        return link;
    }

    /** Configures an address and returns the configuration's pid. */
    public String address(String attribute, String pattern, String distribution) {
        String pid = AddressRules.PID + "~" + ++pids;
        address(pid, Map.of(attribute, pattern, "distribution", distribution));
        return pid;
    }

    public void address(String pid, Map<String, Object> properties) {
        rules.updated(pid, new Hashtable<>(properties));
        sync();
    }

    /** Configures an exchange or a binding; the name is also the configuration's pid. */
    void configure(RuleFactory<?> factory, String name, Object... properties) {
        Hashtable<String, Object> all = new Hashtable<>(Map.of("name", name));
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i].toString(), properties[i + 1]);
        }
        factory.updated(name, all);
        sync();
    }

    @Override
    public void close() {
        core.stop();
    }
}

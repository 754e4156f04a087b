// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.sluice.routing.core.address.AddressKeys;
import io.sluice.routing.core.address.AddressPattern;
import io.sluice.routing.core.address.AddressText;
import io.sluice.routing.core.address.PatternTree;
import io.sluice.routing.core.address.Resolved;
import io.sluice.routing.core.address.Treatment;
import io.sluice.routing.core.rule.AddressRule;

/**
 * All addresses in use and the rules for new ones. Changed by the control thread only; read by every thread without
 * lock.
 */
public final class AddressTable {

    private final Map<String, AddressEntry> entries = new ConcurrentHashMap<>();
    private final PatternTree<AddressRule> rules = new PatternTree<>();
    private final LongAdder redirected = new LongAdder();
    private final AddressWatch watch = new AddressWatch();
    private final Strategies strategies;
    private volatile AddressKeys keys;
    private volatile Treatment defaultTreatment = Treatment.BALANCED;
    /** Counts changes of what {@link #resolve} answers, so that caches can tell. */
    private volatile int version;

    public AddressTable(Strategies strategies, String routerId) {
        this.strategies = strategies;
        this.keys = new AddressKeys(routerId);
    }

    // ---- any thread

    /** Returns how many deliveries went to the fallback of their address. */
    long redirected() {
        return redirected.sum();
    }

    /** Returns what measures addresses while somebody wants to know. */
    AddressWatch watch() {
        return watch;
    }

    AddressKeys keys() {
        return keys;
    }

    int version() {
        return version;
    }

    int size() {
        return entries.size();
    }

    Collection<AddressEntry> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /** Returns the entry under a key, or null. */
    public AddressEntry get(String key) {
        return entries.get(key);
    }

    /**
     * Finds key and treatment.
     *
     * @param text the address as the peer wrote it
     * @param tenant the connection's tenant space with its trailing slash, or null
     * @param incoming true for what a sender names
     * @param waypointPhase a phase that goes before the configured one, or -1
     */
    public Resolved resolve(String text, String tenant, boolean incoming, int waypointPhase) {
        String normal = AddressText.normalise(text);
        String key = keys.keyIfNotMobile(normal);
        if (key != null) {
            return new Resolved(key, key.charAt(0) == AddressKeys.ROUTER ? Treatment.CLOSEST : defaultTreatment, -1);
        }
        String full = normal.startsWith(AddressKeys.TEMPORARY_TARGET) ? normal : qualified(normal, tenant);
        AddressRule rule = rules.match(full);
        int phase = waypointPhase;
        if (phase < 0) {
            phase = rule == null ? 0 : incoming ? rule.ingressPhase() : rule.egressPhase();
        }
        return new Resolved(
                AddressKeys.mobile((char) ('0' + phase), full),
                rule == null ? defaultTreatment : rule.treatment(),
                rule == null ? -1 : rule.priority(),
                rule != null && rule.fallback());
    }

    /** Finds the treatment of a mobile address by its key. */
    public Resolved resolveKey(String key) {
        String text = key.substring(2);
        Resolved resolved = key.charAt(1) == AddressKeys.FALLBACK
                ? resolveFallback(text, null) : resolve(text, null, true, key.charAt(1) - '0');
        return new Resolved(key, resolved.treatment(), resolved.priority(), resolved.hasFallback());
    }

    /** The same for a consumer of an address' fallback. Addresses of other classes than mobile ones have none. */
    Resolved resolveFallback(String text, String tenant) {
        return fallbackOf(resolve(text, tenant, false, 0));
    }

    private static Resolved fallbackOf(Resolved resolved) {
        String key = resolved.key();
        return key.charAt(0) != AddressKeys.MOBILE ? resolved : new Resolved(
                AddressKeys.mobile(AddressKeys.FALLBACK, key.substring(2)), resolved.treatment(), resolved.priority());
    }

    /**
     * Returns the text by which a terminus is looked up where prefixes and patterns are matched, link routes included:
     * without scheme and host, and in its tenant's space if it is a mobile address.
     *
     * @param text the address as the peer wrote it
     * @param tenant the connection's tenant space with its trailing slash, or null
     */
    String matchText(String text, String tenant) {
        String normal = AddressText.normalise(text);
        boolean mobile = keys.keyIfNotMobile(normal) == null && !normal.startsWith(AddressKeys.TEMPORARY_TARGET);
        return mobile ? qualified(normal, tenant) : normal;
    }

    private static String qualified(String normal, String tenant) {
        return tenant == null ? normal : tenant + normal;
    }

    /** The same for an in-process consumer: without a rule its address is {@code closest}, so that it comes first. */
    public Resolved resolveInProcess(String text) {
        Resolved resolved = resolve(text, null, false, -1);
        return switch (resolved.key().charAt(0)) {
            case AddressKeys.ALL_ROUTERS -> resolved.with(Treatment.MULTICAST);
            case AddressKeys.MOBILE -> rules.match(AddressText.normalise(text)) == null
                    ? resolved.with(Treatment.CLOSEST) : resolved;
            default -> resolved.with(Treatment.CLOSEST);
        };
    }

    /**
     * The same for an auto-link: it chooses its phase, and an address without a rule is {@code balanced}, whatever the
     * default is.
     */
    Resolved resolveAutoLink(String text, boolean incoming, char phase) {
        String normal = AddressText.normalise(text);
        if (keys.keyIfNotMobile(normal) != null) {
            return resolve(text, null, incoming, -1);
        }
        AddressRule rule = rules.match(normal);
        boolean open = rule != null && !rule.treatment().equals(Treatment.UNAVAILABLE);
        return new Resolved(AddressKeys.mobile(phase, normal), open ? rule.treatment() : Treatment.BALANCED,
                rule == null ? -1 : rule.priority(),
                rule != null && rule.fallback() && phase != AddressKeys.FALLBACK);
    }

    /**
     * The same for an address that another router has consumers for: what is configured here counts, then what that
     * router says.
     *
     * @param key with class and phase
     * @param hint the treatment as routers number them, -1 if not told
     */
    Resolved resolveRemote(String key, int hint) {
        if (key.charAt(0) != AddressKeys.MOBILE) {
            return new Resolved(key, Treatment.CLOSEST, -1);
        }
        AddressRule rule = rules.match(key.substring(2));
        Treatment usual = defaultTreatment.equals(Treatment.UNAVAILABLE) ? Treatment.BALANCED : defaultTreatment;
        Treatment treatment = rule != null ? rule.treatment() : switch (hint) {
            case LocalAddresses.FLOOD, LocalAddresses.MULTICAST -> Treatment.MULTICAST;
            case LocalAddresses.CLOSEST -> Treatment.CLOSEST;
            case LocalAddresses.BALANCED -> Treatment.BALANCED;
            default -> usual;
        };
        return new Resolved(
                key, treatment,
                rule == null ? -1 : rule.priority(),
                rule != null && rule.fallback() && key.charAt(1) != AddressKeys.FALLBACK);
    }

    // ---- control thread

    /** Returns the entry under a key; makes it, and its fallback if it has one, if there is none. */
    AddressEntry obtain(Resolved resolved) {
        AddressEntry present = entries.get(resolved.key());
        if (present != null) {
            return present;
        }
        AddressEntry made = new AddressEntry(
                resolved.key(), resolved.treatment(), resolved.priority(), strategies.of(resolved.treatment()));
        if (resolved.hasFallback()) {
            made.fallback(new Fallback(made, obtain(fallbackOf(resolved)), redirected));
        }
        entries.put(resolved.key(), made);
        watch.came(made);
        return made;
    }

    void remove(AddressEntry entry) {
        entries.remove(entry.key(), entry);
        watch.went(entry);
        entry.markRemoved();
    }

    /** Returns the rule that applies to a normalised text, null if there is none. */
    public AddressRule ruleOf(String text) {
        return rules.match(text);
    }

    /** This router is an edge: what is for other routers has another key. */
    public void asEdge(String routerId) {
        keys = new AddressKeys(routerId, true);
        changed();
    }

    /** Adds a rule unless there is one for an equal pattern; returns that one, or null. */
    AddressRule addRule(AddressRule rule) {
        AddressRule present = rules.putIfAbsent(rule.pattern().tokens(), rule);
        changed();
        return present;
    }

    /** Returns the rule for an equal pattern, or null. */
    AddressRule ruleFor(AddressPattern pattern) {
        return rules.get(pattern.tokens());
    }

    void removeRule(AddressRule rule) {
        rules.remove(rule.pattern().tokens());
        changed();
    }

    public void configure(String routerId, Treatment newDefault) {
        keys = new AddressKeys(routerId, keys.isEdge());
        defaultTreatment = newDefault;
        changed();
    }

    private void changed() {
        version = version + 1;
    }
}

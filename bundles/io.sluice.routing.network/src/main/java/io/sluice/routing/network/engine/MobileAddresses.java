// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import io.sluice.routing.network.message.ControlAddress;
import io.sluice.routing.network.message.ControlMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MAU and MAR: for which addresses there are consumers at which router. Changes are numbered; who misses one asks for
 * the complete list.
 */
final class MobileAddresses {

    private static final int NO_HINT = -1;
    private static final Logger LOG = LoggerFactory.getLogger("ROUTER_MA");

    private final EngineSettings settings;
    private final RouterTable table;
    private final NetworkListener listener;
    private final Outbox outbox;
    private final Complaints complaints;

    /** What was told to the others, with its treatment. */
    private final Map<String, Integer> announced = new LinkedHashMap<>();
    private final Map<String, Integer> added = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private long ownSeq;

    MobileAddresses(
            EngineSettings settings, RouterTable table, NetworkListener listener, Outbox outbox,
            Complaints complaints) {
        this.settings = settings;
        this.table = table;
        this.listener = listener;
        this.outbox = outbox;
        this.complaints = complaints;
    }

    long ownSeq() {
        return ownSeq;
    }

    /** Returns what was told to the others, with its treatment; not to be kept. */
    Map<String, Integer> announced() {
        return announced;
    }

    /** Goes on where an earlier engine has ended. */
    void restore(long seq, Map<String, Integer> toldBefore) {
        ownSeq = seq;
        announced.putAll(toldBefore);
    }

    /** Returns the keys of this router's addresses, told or yet to be told. */
    Set<String> local() {
        Set<String> local = new LinkedHashSet<>(announced.keySet());
        local.addAll(added.keySet());
        local.removeAll(removed);
        return local;
    }

    // ---- own addresses

    void addLocal(String key, int hint) {
        if (announced.containsKey(key)) {
            removed.remove(key);
            announced.put(key, hint);
        } else {
            added.put(key, hint);
        }
    }

    void removeLocal(String key) {
        if (added.remove(key) == null && announced.containsKey(key)) {
            removed.add(key);
        }
    }

    /** Tells the others what changed since the last tick. */
    void tick() {
        if (added.isEmpty() && removed.isEmpty()) {
            return;
        }
        ownSeq++;
        ControlMessage update = ControlMessage.MobileUpdate.change(
            settings.id(), ownSeq, List.copyOf(added.keySet()), List.copyOf(added.values()), List.copyOf(removed));
        announced.putAll(added);
        announced.keySet().removeAll(removed);
        added.clear();
        removed.clear();
        outbox.toAll(ControlAddress.ALL_MOBILE, update);
    }

    // ---- others' addresses

    /** Asks for what is missing. */
    void request(long now) {
        for (RemoteRouter router : table.all()) {
            requestFrom(router, now);
        }
    }

    private void requestFrom(RemoteRouter router, long now) {
        if (router.wantsAddresses() && outbox.reaches(router)
                && router.mayAskForAddresses(now)) {
            outbox.toRouter(router, ControlAddress.mobile(router.id), new ControlMessage.MobileRequest(
                settings.id(), ControlMessage.VERSION, router.mobileSeq));
        }
    }

    void onAdvertised(RemoteRouter router, long seq, long now) {
        if (seq < router.mobileSeq && now - router.mobileUpdatedAt > Topology.REGRESSION_MILLIS) {
            // It has started anew and has the same instance as before: nothing that is known of it counts.
            if (seq == 0) {
                flush(router);
            } else {
                router.mobileSeq = 0;
                router.advertisedMobileSeq = 0;
                router.mobileGap = true;
                router.addressesTold();
            }
        }
        router.advertisedMobileSeq = Math.max(router.advertisedMobileSeq, seq);
    }

    void onUpdate(ControlMessage.MobileUpdate mau, long now) {
        RemoteRouter router = known(mau, now);
        if (router == null) {
            return;
        }
        List<String> keys = mau.isComplete() ? mau.exist() : mau.add();
        boolean hinted = mau.hints() != null && keys != null && mau.hints().size() == keys.size();
        List<Integer> hints = hinted ? mau.hints() : null;
        if (mau.isComplete()) {
            replace(router, keys, hints);
            router.mobileSeq = mau.seq();
            router.mobileGap = false;
            router.mobileUpdatedAt = now;
            router.addressesTold();
        } else if (mau.isChange()) {
            change(router, mau, hints, now);
        } else if (complaints.isDue("MAU " + mau.id(), now)) {
            LOG.error("Received malformed MAU from {}", mau.id());
        }
    }

    private void change(RemoteRouter router, ControlMessage.MobileUpdate mau, List<Integer> hints, long now) {
        if (!router.mobileGap && mau.seq() <= router.mobileSeq) {
            // A copy that took a longer way.
            return;
        }
        if (!router.mobileGap && mau.seq() != router.mobileSeq + 1) {
            router.mobileGap = true;
            router.advertisedMobileSeq = Math.max(router.advertisedMobileSeq, mau.seq());
            requestFrom(router, now);
            return;
        }
        for (int i = 0; i < mau.add().size(); i++) {
            add(router, mau.add().get(i), hints == null ? NO_HINT : hints.get(i));
        }
        for (String key : mau.del()) {
            remove(router, key);
        }
        router.advertisedMobileSeq = Math.max(router.advertisedMobileSeq, mau.seq());
        if (!router.mobileGap) {
            // With a gap before it, it is applied for what it is worth, and the complete list is still wanted.
            router.mobileSeq = mau.seq();
            router.mobileUpdatedAt = now;
        }
    }

    private void replace(RemoteRouter router, List<String> keys, List<Integer> hints) {
        Set<String> wanted = new HashSet<>(keys);
        for (String key : new ArrayList<>(router.keys().keySet())) {
            if (!wanted.contains(key)) {
                remove(router, key);
            }
        }
        for (int i = 0; i < keys.size(); i++) {
            add(router, keys.get(i), hints == null ? NO_HINT : hints.get(i));
        }
    }

    void onRequest(ControlMessage.MobileRequest mar, long now) {
        RemoteRouter router = known(mar, now);
        if (router != null && mar.haveSeq() < ownSeq) {
            outbox.toRouter(router, ControlAddress.mobile(router.id), ControlMessage.MobileUpdate.complete(
                settings.id(), ownSeq, List.copyOf(announced.keySet()), List.copyOf(announced.values())));
        }
    }

    private RemoteRouter known(ControlMessage message, long now) {
        if (message.id().equals(settings.id())) {
            return null;
        }
        RemoteRouter router = table.get(message.id());
        if (router == null && complaints.isDue(message.opcode() + " unknown " + message.id(), now)) {
            LOG.error("Received {} from an unknown router with router id {}", message.opcode(), message.id());
        }
        return router;
    }

    /** Forgets all addresses of a router, and that there ever were any. */
    void flush(RemoteRouter router) {
        for (String key : router.keys().keySet()) {
            listener.addressRemoved(router.number, key);
        }
        router.clearKeys();
        router.mobileSeq = 0;
        router.advertisedMobileSeq = 0;
        router.mobileGap = false;
        router.addressesTold();
    }

    private void add(RemoteRouter router, String key, int hint) {
        if (router.addKey(key, hint)) {
            listener.addressAdded(router.number, key, hint);
        }
    }

    private void remove(RemoteRouter router, String key) {
        if (router.removeKey(key)) {
            listener.addressRemoved(router.number, key);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.network.NetworkMember;
import io.sluice.routing.api.network.NetworkPaths;
import io.sluice.routing.api.network.NetworkTables;
import io.sluice.routing.api.network.RouterNetwork;
import io.sluice.routing.network.message.ControlAddress;
import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.message.MalformedControlException;
import io.sluice.routing.network.wire.ControlCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A core that notes everything, with what it needs to play other routers. Any thread. */
final class FakeCore implements RouterNetwork {

    /** A message that was given to a connection. */
    record Sent(long connection, Envelope envelope, List<String> traceBefore) {
        ControlMessage message() {
            try {
                return envelope.payload().message();
            } catch (MalformedControlException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final DeliveryOrigin ORIGIN = new DeliveryOrigin() {
        @Override
        public void onOutcome(Delivery delivery) {
            throw new AssertionError("control messages are not settled");
        }

        @Override
        public void onContentDrained(MessageContent content) {
            throw new AssertionError("nothing is streamed");
        }
    };

    final Map<String, Object> memory = new ConcurrentHashMap<>();
    final List<String> said = new CopyOnWriteArrayList<>();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private volatile NetworkMember member;
    private volatile NetworkPaths paths = NetworkPaths.ALONE;

    @Override
    public synchronized NetworkTables join(NetworkMember newMember) {
        if (member != null) {
            throw new IllegalStateException("There is a member that has not left");
        }
        member = newMember;
        return new Tables();
    }

    NetworkMember member() {
        return member;
    }

    NetworkPaths paths() {
        return paths;
    }

    List<Sent> takeSent() {
        List<Sent> taken = new ArrayList<>(sent);
        sent.removeAll(taken);
        return taken;
    }

    /** Returns what was said since the last call. */
    List<String> takeSaid() {
        List<String> taken = new ArrayList<>(said);
        said.clear();
        return taken;
    }

    /** A message comes in, as the codec would bring it: the trace beside it. */
    boolean receive(long connection, String to, ControlMessage message) {
        return receive(connection, ControlCodec.encodeBare(Envelope.of(to, "", message)).bytes(),
            List.of("0/" + message.id()));
    }

    boolean receive(long connection, byte[] bytes, List<String> trace) {
        Delivery delivery = new Delivery(new MessageContent(ORIGIN, bytes), ORIGIN, true, 0, 9, null, 0);
        delivery.annotations(new RouterAnnotations(null, 0, false, trace.isEmpty() ? null : trace.get(0), trace));
        return member.onMessage(connection, delivery);
    }

    boolean hello(long connection, String id, String... seen) {
        return receive(connection, ControlAddress.HELLO, new ControlMessage.Hello(id, 1, 50, List.of(seen)));
    }

    private final class Tables implements NetworkTables {

        private boolean left;

        private void say(String text) {
            if (!left) {
                said.add(text);
            }
        }

        @Override
        public boolean send(long connection, Delivery delivery) {
            if (left) {
                return false;
            }
            byte[] bytes = delivery.read();
            try {
                Envelope envelope = ControlCodec.decode(bytes);
                sent.add(new Sent(connection, envelope, delivery.annotations().trace()));
            } catch (MalformedControlException e) {
                throw new IllegalStateException(e);
            }
            return true;
        }

        @Override
        public void nodeAdded(int node, String id) {
            say("+" + node + "=" + id);
        }

        @Override
        public void nodeRemoved(int node) {
            say("-" + node);
        }

        @Override
        public void neighbour(int node, long connection) {
            say(node + " by " + connection);
        }

        @Override
        public void neighbourLost(int node) {
            say(node + " lost");
        }

        @Override
        public void paths(NetworkPaths newPaths) {
            if (!left) {
                paths = newPaths;
                Map<Integer, Integer> hops = new TreeMap<>();
                for (int node = 1; node < 10; node++) {
                    if (newPaths.nextHop(node) != NetworkPaths.NONE) {
                        hops.put(node, newPaths.nextHop(node));
                    }
                }
                say("paths " + hops);
            }
        }

        @Override
        public void addressAdded(int node, String key, int treatment) {
            say("+" + node + ":" + key + "/" + treatment);
        }

        @Override
        public void addressRemoved(int node, String key) {
            say("-" + node + ":" + key);
        }

        @Override
        public void replace() {
            say("replace");
        }

        @Override
        public void replaced() {
            say("replaced");
        }

        @Override
        public Map<String, Object> memory() {
            return memory;
        }

        @Override
        public void leave() {
            left = true;
            member = null;
        }
    }
}

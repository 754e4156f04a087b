// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.address;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values by address pattern; a lookup finds the most specific one: token by token from the left, a literal before
 * {@code *} before {@code #}.
 *
 * <p>One writer (the control thread), any number of readers without lock: a change costs one path, however many
 * patterns there are, and a reader sees it or does not.
 *
 * @param <V> what a pattern stands for
 */
public final class PatternTree<V> {

    private static final class Node<V> {
        final Map<String, Node<V>> literals = new ConcurrentHashMap<>(4);
        volatile Node<V> one;
        volatile Node<V> any;
        volatile V value;

        boolean empty() {
            return value == null && one == null && any == null && literals.isEmpty();
        }
    }

    private final Node<V> root = new Node<>();

    /** Adds a value unless the pattern has one; returns the one it has, null if it was added. Control thread. */
    public V putIfAbsent(List<String> tokens, V value) {
        Node<V> node = root;
        for (String token : tokens) {
            node = childOrNew(node, token);
        }
        V present = node.value;
        if (present == null) {
            node.value = value;
        }
        return present;
    }

    /** Returns the value of exactly this pattern, or null. */
    public V get(List<String> tokens) {
        Node<V> node = root;
        for (String token : tokens) {
            node = child(node, token);
            if (node == null) {
                return null;
            }
        }
        return node.value;
    }

    /** Removes the value of exactly this pattern; returns it, or null. Control thread. */
    public V remove(List<String> tokens) {
        return remove(root, tokens, 0);
    }

    private V remove(Node<V> node, List<String> tokens, int depth) {
        if (depth == tokens.size()) {
            V old = node.value;
            node.value = null;
            return old;
        }
        String token = tokens.get(depth);
        Node<V> child = child(node, token);
        if (child == null) {
            return null;
        }
        V old = remove(child, tokens, depth + 1);
        if (child.empty()) {
            switch (token) {
                case AddressPattern.ONE -> node.one = null;
                case AddressPattern.ANY -> node.any = null;
                default -> node.literals.remove(token);
            }
        }
        return old;
    }

    private static <V> Node<V> child(Node<V> node, String token) {
        return switch (token) {
            case AddressPattern.ONE -> node.one;
            case AddressPattern.ANY -> node.any;
            default -> node.literals.get(token);
        };
    }

    private static <V> Node<V> childOrNew(Node<V> node, String token) {
        Node<V> child = child(node, token);
        if (child == null) {
            child = new Node<>();
            switch (token) {
                case AddressPattern.ONE -> node.one = child;
                case AddressPattern.ANY -> node.any = child;
                default -> node.literals.put(token, child);
            }
        }
        return child;
    }

    /** Returns the value of the most specific pattern that matches an address, or null. Any thread. */
    public V match(String address) {
        return new Search<V>(address).from(root, 0);
    }

    /** One lookup. Its depth is bounded by the deepest pattern, its work by nodes times tokens. */
    private static final class Search<V> {
        private final String text;
        private final int end;
        private Map<Node<V>, Integer> tried;

        Search(String text) {
            this.text = text;
            this.end = text.length();
        }

        /** Matches the tokens that start at an offset; an offset of {@link #end} or beyond means there is none. */
        V from(Node<V> node, int start) {
            if (start >= end) {
                return atEnd(node);
            }
            int stop = tokenEnd(start);
            if (!node.literals.isEmpty()) {
                Node<V> literal = node.literals.get(text.substring(start, stop));
                V found = literal == null ? null : from(literal, stop + 1);
                if (found != null) {
                    return found;
                }
            }
            Node<V> one = node.one;
            if (one != null && stop > start) {
                V found = from(one, stop + 1);
                if (found != null) {
                    return found;
                }
            }
            Node<V> any = node.any;
            return any == null ? null : fromAny(any, start);
        }

        private V atEnd(Node<V> node) {
            V value = node.value;
            Node<V> any = node.any;
            return value != null || any == null ? value : any.value;
        }

        /** Skips zero or more tokens. A node that was tried from an earlier offset has seen all later ones. */
        private V fromAny(Node<V> any, int start) {
            if (tried == null) {
                tried = new IdentityHashMap<>();
            }
            Integer before = tried.get(any);
            if (before != null && before <= start) {
                return null;
            }
            int limit = before == null ? end : before;
            tried.put(any, start);
            for (int at = start; at < limit; at = tokenEnd(at) + 1) {
                V found = from(any, at);
                if (found != null) {
                    return found;
                }
            }
            return before == null ? any.value : null;
        }

        private int tokenEnd(int start) {
            int i = start;
            while (i < end && !AddressText.isSeparator(text.charAt(i))) {
                i++;
            }
            return i;
        }
    }
}

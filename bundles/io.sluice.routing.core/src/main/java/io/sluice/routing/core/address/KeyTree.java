// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.address;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values by binding key; a lookup finds all whose key matches a subject, each once.
 *
 * <p>One writer (the control thread), any number of readers without lock.
 *
 * @param <V> what a key stands for
 */
public final class KeyTree<V> {

    private static final class Node<V> {
        final Map<String, Node<V>> literals = new ConcurrentHashMap<>(2);
        volatile Node<V> one;
        volatile Node<V> any;
        volatile List<V> values = List.of();

        boolean empty() {
            return values.isEmpty() && one == null && any == null && literals.isEmpty();
        }

        Node<V> child(KeyPattern.Token token) {
            return token == KeyPattern.Token.ONE ? one : token == KeyPattern.Token.ANY ? any
                : literals.get(token.literal());
        }

        void child(KeyPattern.Token token, Node<V> child) {
            if (token == KeyPattern.Token.ONE) {
                one = child;
            } else if (token == KeyPattern.Token.ANY) {
                any = child;
            } else if (child == null) {
                literals.remove(token.literal());
            } else {
                literals.put(token.literal(), child);
            }
        }
    }

    private final Node<V> root = new Node<>();
    private final char separator;

    public KeyTree(char separator) {
        this.separator = separator;
    }

    /** Adds a value. Control thread. */
    public void add(KeyPattern key, V value) {
        Node<V> node = root;
        for (KeyPattern.Token token : key.tokens()) {
            Node<V> child = node.child(token);
            if (child == null) {
                child = new Node<>();
                node.child(token, child);
            }
            node = child;
        }
        List<V> values = new ArrayList<>(node.values);
        values.add(value);
        node.values = List.copyOf(values);
    }

    /** Removes a value. Control thread. */
    public void remove(KeyPattern key, V value) {
        remove(root, key.tokens(), 0, value);
    }

    private void remove(Node<V> node, List<KeyPattern.Token> tokens, int depth, V value) {
        if (depth == tokens.size()) {
            node.values = node.values.stream().filter(present -> present != value).toList();
            return;
        }
        KeyPattern.Token token = tokens.get(depth);
        Node<V> child = node.child(token);
        if (child != null) {
            remove(child, tokens, depth + 1, value);
            if (child.empty()) {
                node.child(token, null);
            }
        }
    }

    /** Returns the values of all keys that match a subject, which has no separators at its ends. Any thread. */
    public List<V> match(String subject) {
        Search<V> search = new Search<>(subject, separator);
        search.from(root, 0);
        return search.found;
    }

    /** One lookup. Its depth is bounded by the longest key, its work by nodes times tokens. */
    private static final class Search<V> {
        private final List<V> found = new ArrayList<>();
        private final String text;
        private final char separator;
        private final int end;
        private Map<Node<V>, Integer> tried;

        Search(String text, char separator) {
            this.text = text;
            this.separator = separator;
            // A text without characters has no token; any other one ends behind its last token.
            this.end = text.isEmpty() ? 0 : text.length() + 1;
        }

        /** Matches the tokens that start at an offset; at {@link #end} there is none. */
        void from(Node<V> node, int start) {
            Node<V> any = node.any;
            if (any != null) {
                fromAny(any, start);
            }
            if (start == end) {
                found.addAll(node.values);
                return;
            }
            int stop = tokenEnd(start);
            Node<V> literal = node.literals.isEmpty() ? null : node.literals.get(text.substring(start, stop));
            if (literal != null) {
                from(literal, stop + 1);
            }
            Node<V> one = node.one;
            if (one != null) {
                from(one, stop + 1);
            }
        }

        /** Skips zero or more tokens. What was tried from an offset has been tried from all later ones. */
        private void fromAny(Node<V> any, int start) {
            if (tried == null) {
                tried = new IdentityHashMap<>();
            }
            Integer before = tried.get(any);
            if (before != null && before <= start) {
                return;
            }
            tried.put(any, start);
            int at = start;
            while (before == null || at < before) {
                from(any, at);
                if (at == end) {
                    return;
                }
                at = tokenEnd(at) + 1;
            }
        }

        private int tokenEnd(int start) {
            int stop = text.indexOf(separator, start);
            return stop < 0 ? text.length() : stop;
        }
    }
}

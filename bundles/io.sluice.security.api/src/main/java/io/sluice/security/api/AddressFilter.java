// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The addresses that a user may use. Immutable; any thread. */
public final class AddressFilter {

    /** Lets nothing pass. */
    public static final AddressFilter NONE = new AddressFilter(List.of());

    private static final String USER = "${user}";
    private static final String ONE = "*";
    private static final String REST = "#";

    /** One way to match. */
    private interface Rule {
        boolean matches(String address);
    }

    private final List<Rule> rules;

    private AddressFilter(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * Reads a list of addresses, separated by commas and blanks. A {@code *} at the end of one stands for any rest, and
     * <code>${user}</code> for the user's name.
     */
    public static AddressFilter list(String text, String user) {
        List<Rule> rules = new ArrayList<>();
        for (String word : text.trim().split("[,\\s]+")) {
            boolean open = word.endsWith(ONE);
            // What is in a user's name is no wildcard, so the template is taken apart first.
            String fixed = (open ? word.substring(0, word.length() - 1) : word).replace(USER, user);
            if (!word.isEmpty()) {
                rules.add(open ? address -> address.startsWith(fixed) : fixed::equals);
            }
        }
        return new AddressFilter(rules);
    }

    /**
     * Reads a list of patterns, separated by commas: words between dots and slashes, {@code *} for one word, {@code #}
     * for any number of words, <code>${user}</code> for the user's name.
     */
    public static AddressFilter patterns(String text, String user) {
        List<Rule> rules = new ArrayList<>();
        for (String pattern : text.split(",")) {
            if (!pattern.isBlank()) {
                List<String> words = new ArrayList<>();
                List<Boolean> wild = new ArrayList<>();
                for (String word : words(pattern.strip())) {
                    boolean wildcard = word.equals(ONE) || word.equals(REST);
                    for (String part : wildcard ? List.of(word) : words(word.replace(USER, user))) {
                        words.add(part);
                        wild.add(wildcard);
                    }
                }
                rules.add(address -> matches(words, wild, words(address)));
            }
        }
        return new AddressFilter(rules);
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split("[./]"));
    }

    /** Tries the shortest run for each {@code #}, and a longer one for the last of them when it does not fit. */
    private static boolean matches(List<String> words, List<Boolean> wild, List<String> address) {
        int at = 0;
        int from = 0;
        int rest = -1;
        int restFrom = 0;
        while (from < address.size()) {
            boolean wildcard = at < words.size() && wild.get(at);
            if (wildcard && words.get(at).equals(REST)) {
                rest = at++;
                restFrom = from;
            } else if (at < words.size() && (wildcard || words.get(at).equals(address.get(from)))) {
                at++;
                from++;
            } else if (rest >= 0) {
                at = rest + 1;
                from = ++restFrom;
            } else {
                return false;
            }
        }
        while (at < words.size() && wild.get(at) && words.get(at).equals(REST)) {
            at++;
        }
        return at == words.size();
    }

    /** Returns whether an address may be used. */
    public boolean allows(String address) {
        for (Rule rule : rules) {
            if (rule.matches(address)) {
                return true;
            }
        }
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;

/**
 * Reads the {@code ciphers} attribute: an OpenSSL cipher list over the cipher suites of this JDK, whose own names are
 * understood too. As with OpenSSL the list chooses the suites up to TLS 1.2; those of TLS 1.3 stay enabled unless the
 * list names one of them.
 */
final class CipherList {

    private static final Pattern AES = Pattern.compile("AES_(128|256)_(GCM|CBC|CCM(?:_8)?)(?:_(.+))?");
    private static final Map<String, Predicate<String>> KEYWORDS = keywords();

    private final Map<String, String> suites = new LinkedHashMap<>();
    private final Collection<String> defaults;
    private final Set<String> killed = new LinkedHashSet<>();
    private List<String> chosen = new ArrayList<>();

    private CipherList(SSLContext context) {
        for (String suite : context.getSupportedSSLParameters().getCipherSuites()) {
            if (!suite.endsWith("_SCSV")) {
                suites.put(openSslName(suite), suite);
            }
        }
        defaults = List.of(context.getDefaultSSLParameters().getCipherSuites());
    }

    /** Returns the suites to enable, in order of preference; the JDK's default for null. */
    static List<String> parse(String text, SSLContext context) throws RejectedException {
        CipherList list = new CipherList(context);
        if (text == null) {
            return List.copyOf(list.defaults);
        }
        for (String word : text.trim().split("[:, ]+")) {
            if (!word.isEmpty()) {
                list.apply(word);
            }
        }
        if (list.chosen.isEmpty()) {
            throw new RejectedException("ciphers", "Cannot set ciphers. '" + text + "' leaves no cipher suite of this"
                    + " JDK; expected for instance HIGH:!aNULL or ECDHE-RSA-AES256-GCM-SHA384");
        }
        if (list.chosen.stream().noneMatch(CipherList::tls13)) {
            List<String> all = new ArrayList<>(list.defaults.stream().filter(CipherList::tls13).toList());
            all.removeAll(list.killed);
            all.addAll(list.chosen);
            return List.copyOf(all);
        }
        return List.copyOf(list.chosen);
    }

    private void apply(String word) throws RejectedException {
        if (word.equals("@STRENGTH")) {
            chosen.sort(Comparator.comparingInt(CipherList::bits).reversed());
            return;
        }
        if (word.startsWith("@SECLEVEL=")) {
            // What is too weak is the business of the JDK's jdk.tls.disabledAlgorithms.
            return;
        }
        char operator = word.charAt(0);
        boolean operated = operator == '!' || operator == '-' || operator == '+';
        List<String> matching = matching(operated ? word.substring(1) : word, word);
        switch (operator) {
            case '!' -> {
                killed.addAll(matching);
                chosen.removeAll(matching);
            }
            case '-' -> chosen.removeAll(matching);
            case '+' -> {
                List<String> moved = new ArrayList<>(chosen);
                moved.retainAll(matching);
                chosen.removeAll(moved);
                chosen.addAll(moved);
            }
            default -> {
                Set<String> more = new LinkedHashSet<>(chosen);
                more.addAll(matching);
                more.removeAll(killed);
                chosen = new ArrayList<>(more);
            }
        }
    }

    private List<String> matching(String selector, String word) throws RejectedException {
        String exact = suites.containsValue(selector) ? selector : suites.get(selector);
        if (exact != null) {
            return List.of(exact);
        }
        if (selector.equals("DEFAULT")) {
            return defaults.stream().filter(suite -> !tls13(suite)).toList();
        }
        Predicate<String> all = suite -> !tls13(suite);
        for (String keyword : selector.split("\\+")) {
            Predicate<String> one = KEYWORDS.get(keyword);
            if (one == null) {
                throw new RejectedException("ciphers", "Cannot set ciphers. Unknown cipher '" + word
                        + "'; expected OpenSSL names or keywords such as HIGH, DEFAULT, ECDHE-RSA-AES256-GCM-SHA384,"
                        + " !aNULL, or JDK names such as TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
            }
            all = all.and(one);
        }
        return suites.values().stream().filter(all).toList();
    }

    /** Returns the name that OpenSSL has for a suite of the JDK; the same name for TLS 1.3. */
    static String openSslName(String suite) {
        int with = suite.indexOf("_WITH_");
        if (with < 0) {
            return suite;
        }
        String exchange = suite.substring(4, with);
        String cipher = suite.substring(with + 6);
        String prefix = switch (exchange) {
            case "RSA" -> "";
            case "DH_anon" -> "ADH-";
            case "ECDH_anon" -> "AECDH-";
            default -> exchange.replace('_', '-') + '-';
        };
        Matcher aes = AES.matcher(cipher);
        if (aes.matches()) {
            String mode = aes.group(2).equals("CBC") ? "" : '-' + aes.group(2).replace("_", "");
            return prefix + "AES" + aes.group(1) + mode + (aes.group(3) == null ? "" : '-' + aes.group(3));
        }
        if (cipher.startsWith("CHACHA20_POLY1305")) {
            return prefix + "CHACHA20-POLY1305";
        }
        return prefix + cipher.replace("3DES_EDE_CBC", "DES-CBC3").replace("DES_CBC_", "DES-CBC-")
                .replace("RC4_128", "RC4").replace('_', '-');
    }

    private static Map<String, Predicate<String>> keywords() {
        Map<String, Predicate<String>> map = new LinkedHashMap<>();
        Predicate<String> anonymous = suite -> suite.contains("_anon_");
        Predicate<String> nothing = suite -> suite.contains("_NULL_");
        Predicate<String> proper = anonymous.or(nothing).negate();
        map.put("ALL", nothing.negate());
        // OpenSSL's HIGH holds anonymous suites, which is why everyone writes HIGH:!aNULL; nobody wants them.
        map.put("HIGH", proper.and(suite -> bits(suite) >= 128 && !suite.contains("RC4")));
        map.put("MEDIUM", proper.and(suite -> suite.contains("RC4_128") || suite.contains("SEED")));
        map.put("LOW", proper.and(suite -> suite.contains("_DES_") || suite.contains("DES40")));
        put(map, suite -> suite.contains("EXPORT"), "EXP", "EXPORT");
        map.put("aNULL", anonymous);
        put(map, nothing, "eNULL", "NULL", "COMPLEMENTOFALL");
        put(map, suite -> suite.endsWith("_MD5"), "MD5");
        put(map, suite -> suite.endsWith("_SHA"), "SHA", "SHA1");
        map.put("SHA256", suite -> suite.endsWith("_SHA256") && suite.contains("CBC"));
        map.put("SHA384", suite -> suite.endsWith("_SHA384") && suite.contains("CBC"));
        put(map, suite -> suite.contains("RC4"), "RC4");
        put(map, suite -> suite.contains("_DES_") || suite.contains("DES40"), "DES");
        put(map, suite -> suite.contains("3DES"), "3DES");
        put(map, suite -> suite.startsWith("TLS_RSA_WITH") || suite.startsWith("SSL_RSA_WITH"), "kRSA", "RSA");
        put(map, suite -> suite.contains("_RSA_"), "aRSA");
        put(map, suite -> suite.contains("_ECDSA_"), "ECDSA", "aECDSA");
        put(map, suite -> suite.contains("_DSS_"), "DSS", "aDSS");
        put(map, suite -> suite.contains("_ECDHE_"), "ECDHE", "EECDH", "kECDHE", "kEECDH");
        put(map, suite -> suite.contains("_DHE_"), "DHE", "EDH", "kDHE", "kEDH");
        put(map, suite -> suite.contains("_ECDH_"), "ECDH", "kECDH");
        put(map, suite -> suite.contains("_DH_"), "DH", "kDH");
        map.put("ADH", suite -> suite.contains("_DH_anon_"));
        map.put("AECDH", suite -> suite.contains("_ECDH_anon_"));
        map.put("AES", suite -> suite.contains("_AES_"));
        map.put("AES128", suite -> suite.contains("_AES_128_"));
        map.put("AES256", suite -> suite.contains("_AES_256_"));
        map.put("AESGCM", suite -> suite.contains("_GCM_"));
        map.put("AESCCM", suite -> suite.contains("_CCM"));
        map.put("CHACHA20", suite -> suite.contains("CHACHA20"));
        map.put("TLSv1.2", suite -> suite.endsWith("_SHA256") || suite.endsWith("_SHA384"));
        put(map, suite -> suite.endsWith("_SHA") || suite.endsWith("_MD5"), "TLSv1", "TLSv1.0", "SSLv3");
        // Families that no JDK has: excluding them is common and right, choosing only them leaves nothing.
        put(map, suite -> false, "PSK", "kPSK", "aPSK", "SRP", "kSRP", "aSRP", "CAMELLIA", "CAMELLIA128", "CAMELLIA256",
                "ARIA", "ARIA128", "ARIA256", "SEED", "IDEA", "KRB5", "GOST", "SSLv2", "RC2", "EXPORT40", "EXPORT56");
        return Map.copyOf(map);
    }

    private static void put(Map<String, Predicate<String>> map, Predicate<String> test, String... names) {
        for (String name : names) {
            map.put(name, test);
        }
    }

    private static boolean tls13(String suite) {
        return !suite.contains("_WITH_");
    }

    private static int bits(String suite) {
        return suite.contains("_256_") || suite.contains("CHACHA20") ? 256
                : suite.contains("_128_") ? 128
                : suite.contains("3DES") ? 112
                : suite.contains("_NULL_") ? 0 : 56;
    }
}

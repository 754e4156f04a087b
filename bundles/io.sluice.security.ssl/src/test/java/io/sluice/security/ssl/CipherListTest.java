// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CipherListTest {

    private static SSLContext context;

    @BeforeAll
    static void makeContext() throws Exception {
        context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, ECDHE-RSA-AES256-GCM-SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, ECDHE-ECDSA-AES128-SHA256",
        "TLS_DHE_RSA_WITH_AES_256_CBC_SHA, DHE-RSA-AES256-SHA",
        "TLS_RSA_WITH_AES_128_CBC_SHA, AES128-SHA",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, ECDHE-RSA-CHACHA20-POLY1305",
        "SSL_RSA_WITH_3DES_EDE_CBC_SHA, DES-CBC3-SHA",
        "TLS_ECDH_anon_WITH_AES_128_CBC_SHA, AECDH-AES128-SHA",
        "TLS_AES_256_GCM_SHA384, TLS_AES_256_GCM_SHA384"})
    void shouldKnowOpenSslNames(String suite, String openSsl) {
        assertEquals(openSsl, CipherList.openSslName(suite));
    }

    @Test
    void shouldKeepTls13BesideChosenSuite() throws Exception {
        List<String> both = parse("ECDHE-RSA-AES256-GCM-SHA384");

        assertTrue(both.contains("TLS_AES_256_GCM_SHA384"), both.toString());
        assertEquals("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", both.get(both.size() - 1));
        assertEquals(List.of("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"), tls12(both));
        assertEquals(both, parse("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"));
    }

    @Test
    void shouldTakeOnlyNamedTls13Suites() throws Exception {
        assertEquals(List.of("TLS_AES_128_GCM_SHA256"), parse("TLS_AES_128_GCM_SHA256"));
        assertFalse(parse("HIGH:!TLS_AES_128_GCM_SHA256").contains("TLS_AES_128_GCM_SHA256"));
    }

    @Test
    void shouldCombineExcludeAndOrder() throws Exception {
        assertTrue(tls12(parse("ECDHE+AESGCM")).stream()
                .allMatch(suite -> suite.contains("_ECDHE_") && suite.contains("_GCM_")));
        assertTrue(parse("HIGH:!aNULL:!MD5:!3DES:!PSK:@STRENGTH").stream()
                .noneMatch(suite -> suite.contains("anon") || suite.contains("3DES")));
        List<String> moved = tls12(parse("AES128-SHA AES256-SHA +AES128-SHA"));
        assertEquals(List.of("TLS_RSA_WITH_AES_256_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA"), moved);
        assertEquals(List.of("TLS_RSA_WITH_AES_256_CBC_SHA"), tls12(parse("AES128-SHA,AES256-SHA,-AES128-SHA")));
        assertTrue(parse("!AES128-SHA:HIGH").stream().noneMatch("TLS_RSA_WITH_AES_128_CBC_SHA"::equals));
    }

    @Test
    void shouldUseDefaultsOfTheJdk() throws Exception {
        List<String> defaults = List.of(context.getDefaultSSLParameters().getCipherSuites());

        assertEquals(defaults, CipherList.parse(null, context));
        assertEquals(defaults.stream().filter(suite -> !suite.endsWith("_SCSV")).sorted().toList(),
                parse("DEFAULT@SECLEVEL=2".replace("@", ":@")).stream()
                        .filter(suite -> !suite.endsWith("_SCSV")).sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOO", "HIGH:!FOO", "ECDHE+FOO", "ecdhe", "PSK", "HIGH:!ALL", "!aNULL", ":"})
    void shouldRefuseWhatIsUnknownOrLeavesNothing(String text) {
        RejectedException e = assertThrows(RejectedException.class, () -> parse(text));

        assertEquals("ciphers", e.attribute());
        assertTrue(e.getMessage().startsWith("Cannot set ciphers. ") && e.getMessage().contains("expected"),
                e.getMessage());
    }

    @Test
    void shouldReadProtocols() throws Exception {
        assertEquals(List.of("TLSv1.2", "TLSv1.3"), TlsVersions.parse(null, context));
        assertEquals(List.of("TLSv1.3"), TlsVersions.parse(" TLSv1.3 ", context));
        assertEquals(List.of("TLSv1.2", "TLSv1.3"), TlsVersions.parse("TLSv1.2  TLSv1.3", context));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tlsv1.3", "TLSv1.4", "SSLv3", "TLSv1.2,TLSv1.3", "TLSv1"})
    void shouldRefuseProtocolsWithTheKnownText(String text) {
        RejectedException e = assertThrows(RejectedException.class, () -> TlsVersions.parse(text, context));

        assertEquals("protocols", e.attribute());
        assertTrue(e.getMessage().startsWith("Cannot set protocols. The protocols string might be invalid. This list is"
                + " a space separated string of the allowed TLS protocols (TLSv1 TLSv1.1 TLSv1.2)"), e.getMessage());
    }

    private static List<String> parse(String text) throws RejectedException {
        return CipherList.parse(text, context);
    }

    private static List<String> tls12(List<String> suites) {
        return suites.stream().filter(suite -> suite.contains("_WITH_")).toList();
    }
}

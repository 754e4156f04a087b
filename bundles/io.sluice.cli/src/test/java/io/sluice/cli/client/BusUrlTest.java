// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses of routers as people write them. */
class BusUrlTest {

    @ParameterizedTest
    @CsvSource({
        "host, amqp://host:5672",
        "host:1234, amqp://host:1234",
        ":1234, amqp://127.0.0.1:1234",
        "0.0.0.0, amqp://127.0.0.1:5672",
        "amqp://host, amqp://host:5672",
        "amqps://host, amqps://host:5671",
        "amqps://host:amqp, amqps://host:5672",
        "host:amqps, amqp://host:5671",
        "amqp://u:p@host:1/some/path, amqp://host:1",
        "[::1], amqp://[::1]:5672",
        "[::1]:99, amqp://[::1]:99",
        "::1, amqp://[::1]:5672"})
    void shouldReadWhatPeopleWrite(String text, String url) {
        assertEquals(url, BusUrl.parse(text).toString());
    }

    @Test
    void shouldReadUserAndPassword() {
        BusUrl url = BusUrl.parse("amqps://me%40home:a%3Ab+c@host");
        assertEquals("me@home", url.user());
        assertEquals("a:b+c", url.password());
        assertFalse(url.toString().contains("a:b"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "http://host|'http://host': the scheme is amqp or amqps, not http",
        "host:x|'host:x': x is no port number",
        "host:70000|'host:70000': 70000 is no port number",
        "[::1|'[::1': there is no ] after the IPv6 address",
        "[::1]x|'[::1]x': expected :PORT after the ]"})
    void shouldSayWhatIsWrong(String text, String message) {
        assertEquals(message,
            assertThrows(IllegalArgumentException.class, () -> BusUrl.parse(text)).getMessage());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void shouldHaveNoConfigAndNoDataByDefault() throws Exception {
        Options options = Options.parse();
        assertNull(options.config());
        assertNull(options.data());
        assertFalse(options.version() || options.help() || options.testHooks());
    }

    @ParameterizedTest
    @CsvSource({"-c /a b.conf", "--config /a b.conf", "--config=/a b.conf", "-c/a b.conf"})
    void shouldTakeTheConfigInEveryForm(String line) throws Exception {
        String[] arguments = line.matches("--?\\w+ .*") ? line.split(" ", 2) : new String[] {line};
        assertEquals("/a b.conf", Options.parse(arguments).config());
    }

    @Test
    void shouldKeepAnEmptyValueAndEqualsSignsInIt() throws Exception {
        assertEquals("", Options.parse("-c", "").config());
        assertEquals("a=b", Options.parse("--data=a=b").data());
    }

    @Test
    void shouldAcceptWhatOnlyTheScriptActsOn() throws Exception {
        Options options = Options.parse("-I", "/usr/lib", "-dT", "-P", "x.pid", "--user=me", "--include=/lib");
        assertTrue(options.testHooks());
    }

    @Test
    void shouldKnowVersionAndHelp() throws Exception {
        assertTrue(Options.parse("-v").version());
        assertTrue(Options.parse("--help").help());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--confg x|unrecognized option '--confg'",
        "-x|unrecognized option '-x'",
        "-c|option requires an argument '-c'",
        "--daemon=yes|option '--daemon' doesn't allow an argument",
        "a -T b|Unexpected arguments: a b"})
    void shouldRefuseWhatIsWrong(String line, String message) {
        Options.UsageException refused =
                assertThrows(Options.UsageException.class, () -> Options.parse(line.split(" ")));
        assertEquals(message, refused.getMessage());
    }
}

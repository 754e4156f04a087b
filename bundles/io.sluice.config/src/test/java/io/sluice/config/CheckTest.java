// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int check(String... arguments) {
        out.reset();
        err.reset();
        return new Check(new Environment(Map.of()), folder.toString(), "sluice", new PrintStream(out),
            new PrintStream(err)).run(arguments);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(Files.createDirectories(folder.resolve("etc")).resolve(name), text).toString();
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldSayWhatAValidFileHas() throws IOException {
        String file = file("a.conf", "router {\nid: A\n}\nlistener {\nport: 1\n}\nlistener {\nport: 2\n}\n");
        assertEquals(0, check(file));
        assertEquals(file + ": valid: router A (standalone), 2 listener\n", out());
        assertEquals("", err());
        assertEquals(0, check("-c", file));
        assertEquals(0, check("--config=" + file, "-q"));
        assertEquals("", out());
    }

    @Test
    void shouldSayWhatIsWrongInTheWordsOfRun() throws IOException {
        String file = file("a.conf", "listener {\nprot: 1\n}\nrouter {\nid: a b\n}\n");
        assertEquals(1, check(file));
        assertTrue(err().startsWith("sluice: " + file + ":2: listener: prot: Unknown attribute 'prot' for"), err());
        assertTrue(err().contains("sluice: " + file + ":5: router: id: Router id attribute containing"), err());
        assertEquals(2, err().lines().count());
    }

    @Test
    void shouldExplainDeprecatedNamesAndWhatHasNoEffect() throws IOException {
        String file = file("a.conf", "sslProfile {\nname: p\nkeyFile: " + file("k", "x") + "\npassword: secret\n}\n"
            + "connector {\nport: 1\nallowRedirect: no\n}\n");
        assertEquals(0, check(file));
        assertTrue(out().contains(file + ":3: sslProfile: keyFile: Attribute 'keyFile' of entity 'sslProfile' has been"
            + " deprecated. Use 'privateKeyFile' instead\n"), out());
        assertTrue(out().contains(file + ":8: connector: allowRedirect: 'allowRedirect' is accepted and has no effect"),
            out());
        assertTrue(out().contains(file + ":4: sslProfile: password: It is unsafe to provide plain text passwords in the"
            + " config file\n"), out());
    }

    @Test
    void shouldMissFilesThatAProfileNeeds() throws IOException {
        String file = file("a.conf", "sslProfile {\nname: p\ncertFile: /none/such\n}\n");
        assertEquals(1, check(file));
        assertEquals("sluice: " + file + ":3: sslProfile: certFile: no such file: /none/such; expected a"
            + " file that can be read\n", err());
    }

    @Test
    void shouldTakeWhatRunWouldTakeWithoutAFile() throws IOException {
        String file = file("sluice.conf", "router {\nid: own\n}\n");
        assertEquals(0, check());
        assertEquals(file + ": valid: router own (standalone)\n", out());
    }

    @Test
    void shouldCheckTheJsonForm() throws IOException {
        assertEquals(0, check(file("a.json", "[[\"router\", {\"id\": \"J\"}]]")));
        assertEquals(1, check(file("b.json", "[[\"router\", {\"id\": ]]")));
    }

    @Test
    void shouldSayThatThereIsNoFile() throws IOException {
        assertEquals(1, check("/none/such"));
        assertTrue(err().startsWith("sluice: Not found: Configuration file could not be opened: /none/such"), err());
        assertEquals(1, check(""));
        assertEquals("sluice: Value: Configuration path value was empty\n", err());
        assertEquals(1, check(file("empty.conf", "")));
        assertTrue(err().startsWith("sluice: Configuration: Configuration file was empty"), err());
    }

    @Test
    void shouldHelp() {
        assertEquals(0, check("--help"));
        assertTrue(out().startsWith("Usage: sluice check [OPTIONS] [FILE]"), out());
        assertEquals(1, check("--colour"));
        assertTrue(err().startsWith("sluice: unrecognized option '--colour'\n\nUsage: "), err());
        assertEquals(1, check("a", "b"));
        assertEquals(1, check("-c"));
    }
}

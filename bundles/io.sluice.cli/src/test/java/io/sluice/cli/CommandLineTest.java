// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.sluice.cli.stat.View;
import picocli.CommandLine;

/** Wrong command lines, which are told before anything is connected, and help. */
class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String line) {
        String[] words = line.split(" ");
        CommandLine command = Main.commandLine(words[0], Main.command(words[0]));
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        String[] rest = new String[words.length - 1];
        System.arraycopy(words, 1, rest, 0, rest.length);
        return command.execute(rest);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "stat --bogus|Unknown option: '--bogus'",
        "stat --limit x|Invalid value for option '--limit'",
        "stat -b http://x|--bus 'http://x': the scheme is amqp or amqps, not http",
        "stat -b x --pid 5|--pid is for a process of this machine",
        "stat -t 0 -b x|--timeout must be more than 0",
        "manage|Missing required parameter: 'OPERATION'",
        "manage create|create needs --type",
        "manage create --type address prefix|'prefix': expected ATTRIBUTE=VALUE",
        "manage read --type listener|read needs --name or --identity",
        "manage read --name x host|read takes no attributes: 'host'",
        "manage update --type log --name x|update needs an ATTRIBUTE=VALUE",
        "manage delete --type log|delete needs --name or --identity",
        "manage query --type log a=b|query takes names of attributes, not 'a=b'",
        "manage query --body 1|--body and --properties are for other operations than query",
        "manage frob --body {|--body is no JSON",
        "manage frob --properties 1|--properties must be a JSON object",
        "log --level loud|--level: there is no level 'loud'; there are trace, debug, info",
        "watch --interval 0|--interval must be 0.1 or more",
        "watch --sort nothing|--sort: there is no column 'nothing'"})
    void shouldRefuseAWrongCommandLine(String line, String message) {
        assertEquals(2, run(line));
        String name = "sluice " + line.split(" ")[0];
        assertTrue(err.toString().startsWith(name + ": " + message), err.toString());
        assertTrue(err.toString().endsWith("'" + name + " --help' lists the options\n"), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void shouldRefuseTwoViews() {
        assertEquals(2, run("stat -c -l"));
        assertTrue(err.toString().contains("mutually exclusive"), err.toString());
    }

    @ParameterizedTest
    @CsvSource({"-g, GENERAL", "--general, GENERAL", "-c, CONNECTIONS", "--connections, CONNECTIONS", "-l, LINKS",
        "--links, LINKS", "-a, ADDRESSES", "--address, ADDRESSES", "-n, NODES", "--nodes, NODES", "-e, EDGES",
        "--edge, EDGES", "--autolinks, AUTOLINKS", "--linkroutes, LINKROUTES", "-m, MEMORY", "--memory, MEMORY",
        "-p, POLICY", "--policy, POLICY", "--vhosts, VHOSTS", "--vhostgroups, VHOSTGROUPS",
        "--vhoststats, VHOSTSTATS", "--log, LOG", "-v, GENERAL"})
    void shouldShowTheViewOfEachOption(String option, View view) {
        StatCommand command = CommandLine.populateCommand(new StatCommand(), option);
        assertEquals(List.of(view), command.chosen());
    }

    @Test
    void shouldShowAllViews() {
        assertEquals(View.values().length,
            CommandLine.populateCommand(new StatCommand(), "--all-entities").chosen().size());
    }

    @Test
    void shouldSuggestTheRightOption() {
        assertEquals(2, run("stat --conections"));
        assertTrue(err.toString().contains("--connections"), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stat", "manage", "log", "watch"})
    void shouldHelp(String command) {
        assertEquals(0, run(command + " --help"));
        assertTrue(out.toString().contains("Usage: sluice " + command + " "), out.toString());
        assertTrue(out.toString().contains("--sasl-username"), out.toString());
        assertTrue(out.toString().lines().allMatch(line -> line.length() <= 110), out.toString());
    }

    @Test
    void shouldSayThatNothingListens() {
        assertEquals(3, run("stat -b 127.0.0.1:1"));
        assertTrue(err.toString().startsWith("sluice stat: Cannot connect to amqp://127.0.0.1:1: "), err.toString());
    }

    @Test
    void shouldSayThatThereIsNoSuchProcess() {
        assertEquals(3, run("stat --pid 999999999"));
        assertTrue(err.toString().startsWith("sluice stat: There is no process 999999999"), err.toString());
    }

    @Test
    void shouldSayThatAFileOfAPasswordIsMissing() {
        assertEquals(3, run("stat -b x --sasl-username u --sasl-password-file nowhere"));
        assertTrue(err.toString().contains("Cannot read the password from nowhere"), err.toString());
    }

    @Test
    void shouldCompleteAllCommands() {
        String script = Completion.script();
        for (String word : new String[] {"run", "start", "stop", "stat", "manage", "log", "watch", "check", "passwd",
            "--sasl-username", "--all-routers", "get-json-schema", "--pidfile"}) {
            assertTrue(script.contains(word), word);
        }
    }
}

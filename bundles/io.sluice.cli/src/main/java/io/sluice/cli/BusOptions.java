// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import io.sluice.cli.client.AmqpExchange;
import io.sluice.cli.client.BusUrl;
import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.Credentials;
import io.sluice.cli.client.Exchange;
import io.sluice.cli.client.JmxExchange;
import io.sluice.cli.client.LocalRouters;
import io.sluice.cli.client.TlsFiles;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say which process to talk to, and how. */
final class BusOptions {

    /** What stands above them in help texts. */
    static final String HEADING = "%nConnection%n";

    private static final int MILLIS = 1000;
    private static final String LOCAL = "localhost";

    @Option(names = {"-b", "--bus"}, paramLabel = "URL",
        description = "Address of the router: [amqp[s]://][USER:PASSWORD@]HOST[:PORT]."
            + " Without it, the router that runs on this machine is asked over JMX.")
    private String bus;

    @Option(names = "--pid", paramLabel = "PID",
        description = "Process of a router on this machine, if there are several.")
    private long pid;

    @Option(names = {"-t", "--timeout"}, paramLabel = "SECS",
        description = "How long to wait for an answer (default: 5).")
    private double timeout = 5;

    @Option(names = "--ssl-certificate", paramLabel = "FILE", description = "Certificate of the client, PEM.")
    private String certificate;

    @Option(names = "--ssl-key", paramLabel = "FILE", description = "Private key of the client, PEM.")
    private String key;

    @Option(names = "--ssl-trustfile", paramLabel = "FILE",
        description = "Certificates of the CAs to trust, PEM (default: those of Java).")
    private String trust;

    @Option(names = "--ssl-password", paramLabel = "PASSWORD",
        description = "Password of the private key. Others can see it in the list of processes.")
    private String keyPassword;

    @Option(names = "--ssl-password-file", paramLabel = "FILE",
        description = "File with the password of the private key.")
    private String keyPasswordFile;

    @Option(names = "--sasl-mechanisms", paramLabel = "NAMES",
        description = "SASL mechanisms that may be used: EXTERNAL, PLAIN, ANONYMOUS.")
    private String mechanisms;

    @Option(names = "--sasl-username", paramLabel = "USER", description = "User to log in as.")
    private String user;

    @Option(names = "--sasl-password", paramLabel = "PASSWORD",
        description = "Password of the user. Others can see it in the list of processes.")
    private String password;

    @Option(names = "--sasl-password-file", paramLabel = "FILE", description = "File with the password of the user.")
    private String passwordFile;

    @Option(names = "--ssl-disable-peer-name-verify",
        description = "Accept a certificate for another host name. Insecure.")
    private boolean anyName;

    /** Connects as the options say. */
    Exchange open(CommandLine line) throws ClientException {
        if (!(timeout > 0)) {
            throw new ParameterException(line, "--timeout must be more than 0");
        }
        long millis = Math.max(1, Math.round(timeout * MILLIS));
        boolean overAmqp = bus != null || certificate != null || trust != null || user != null
            || mechanisms != null;
        if (!overAmqp) {
            return JmxExchange.open(LocalRouters.choose(pid), millis);
        } else if (pid != 0) {
            throw new ParameterException(line,
                "--pid is for a process of this machine; it cannot be combined with --bus, --ssl-... and --sasl-...");
        }
        BusUrl url = url(line);
        String name = user != null ? user : url.user();
        String secret = password != null || passwordFile != null ? secret(password, passwordFile) : url.password();
        if (name != null && secret == null) {
            secret = prompt("Password of " + name + ": ", "--sasl-password-file");
        }
        char[] opening = keyPassword == null && keyPasswordFile == null ? null
            : secret(keyPassword, keyPasswordFile).toCharArray();
        return AmqpExchange.open(url, new TlsFiles(certificate, key, trust, opening, anyName),
            new Credentials(name, secret, allowed(), certificate != null), millis);
    }

    private List<String> allowed() {
        return mechanisms == null ? List.of()
            : List.of(mechanisms.strip().toUpperCase(Locale.ROOT).split("[, ]+"));
    }

    private BusUrl url(CommandLine line) {
        try {
            BusUrl url = BusUrl.parse(bus == null ? LOCAL : bus);
            if (url.tls() || certificate == null && trust == null) {
                return url;
            }
            // A port that was not given is that of the scheme; with these options it can only be TLS.
            return bus == null || !bus.contains("://") ? BusUrl.parse("amqps://" + (bus == null ? LOCAL : bus))
                : url.withTls();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, "--bus " + e.getMessage(), e);
        }
    }

    private static String secret(String given, String file) throws ClientException {
        if (given != null) {
            return given;
        }
        try {
            return Files.readString(Path.of(file)).stripTrailing();
        } catch (IOException | InvalidPathException e) {
            throw new ClientException("Cannot read the password from " + file + ": " + e, e);
        }
    }

    private String prompt(String text, String option) throws ClientException {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("%s", text);
        if (typed == null) {
            throw new ClientException("There is no password, and no terminal to ask for it: " + option
                + " names a file with it");
        }
        return new String(typed);
    }
}

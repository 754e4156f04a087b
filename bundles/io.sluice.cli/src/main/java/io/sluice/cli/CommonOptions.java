// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The options that every command has. */
final class CommonOptions {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this text.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the version.")
    private boolean version;

    /** Reads the version of the distribution. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() throws IOException {
            String home = System.getProperty("sluice.home");
            return home == null ? new String[] {"unknown"}
                : new String[] {Files.readString(Path.of(home, "lib", "version.txt")).strip()};
        }
    }
}

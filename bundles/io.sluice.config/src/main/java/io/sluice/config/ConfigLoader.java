// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.sluice.management.api.EntitySchema;

/** From the place of a configuration to its valid sections. */
final class ConfigLoader {

    private final Environment environment;
    private final ConfigSources sources;

    ConfigLoader(Environment environment, ConfigSources sources) {
        this.environment = environment;
        this.sources = sources;
    }

    /**
     * Finds, parses and checks the configuration.
     *
     * @param configFile the file of the command line; null or empty if none was given
     * @param home the installation's folder, or null
     * @param lastId the router id that was generated before in this process, or null
     */
    Plan load(String configFile, String home, String lastId) throws ConfigException {
        return load(sources.find(configFile, home), lastId, remarks -> { });
    }

    /**
     * Parses and checks texts.
     *
     * @param remarks takes what may not be meant as it is written
     */
    Plan load(List<ConfigText> texts, String lastId, Consumer<List<String>> remarks) throws ConfigException {
        List<RawSection> sections = new ArrayList<>();
        for (ConfigText text : texts) {
            ConfigText expanded = new ConfigText(text.file(), environment.expand(text.text()), text.json());
            sections.addAll(text.json() ? JsonForm.parse(expanded) : TextGrammar.parse(expanded));
        }
        sections.addAll(PolicyFolder.read(sections));
        Assembly assembly = new Assembly(EntitySchema.standard(), new Passwords(environment));
        try {
            return assembly.assemble(sections, texts.get(0).file(), lastId);
        } finally {
            remarks.accept(assembly.remarks());
        }
    }
}

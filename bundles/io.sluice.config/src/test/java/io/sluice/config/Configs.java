// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import io.sluice.management.api.EntitySchema;

/** Short ways to load configuration texts. */
final class Configs {

    private Configs() {
    }

    static Plan load(String text) throws ConfigException {
        return load(text, Map.of());
    }

    static Plan load(String text, Map<String, String> variables) throws ConfigException {
        return assemble(new ConfigText("t.conf", text, false), variables);
    }

    static Plan json(String text) throws ConfigException {
        return assemble(new ConfigText("t.json", text, true), Map.of());
    }

    private static Plan assemble(ConfigText text, Map<String, String> variables) throws ConfigException {
        Environment environment = new Environment(variables);
        ConfigText expanded = new ConfigText(text.file(), environment.expand(text.text()), text.json());
        return new Assembly(EntitySchema.standard(), new Passwords(environment)).assemble(
            text.json() ? JsonForm.parse(expanded) : TextGrammar.parse(expanded), text.file(), null);
    }

    static String problem(String text) {
        ConfigException e = assertThrows(ConfigException.class, () -> load(text));
        return String.join("\n", e.problems());
    }

    static Section section(Plan plan, String type) {
        List<Section> found = plan.sections().stream().filter(s -> s.type().sectionName().equals(type)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " sections of " + type);
        }
        return found.get(0);
    }
}

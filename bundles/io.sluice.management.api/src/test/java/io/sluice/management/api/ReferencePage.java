// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the schema as the page {@code docs/reference.md}. */
final class ReferencePage {

    private static final String HEAD = """
        # Reference: entities and their attributes

        This page is made from the schema; see [testing.md](testing.md) for how. The same names are used in the
        configuration file, in AMQP management, in MBeans and on the command line.

        Every entity has `name`, `identity` and `type`; they are not repeated below. Rules of an attribute:

        | Rule | Meaning |
        |---|---|
        | required | must be given on creation |
        | create | may be given on creation, in the file or at run time |
        | update | may be changed while the entity lives |
        | counter | a number that is worth plotting |
        | hidden | never shown |
        | unique | no two entities of the type have the same value |
        | deprecated | do not use it any more |
        | no effect | accepted for the sake of old files |
        | not yet | any value but the default is refused; for an enum the words that are |
        | before: x | `x` is accepted too, with a warning |

        """;

    private ReferencePage() {
    }

    static String of(EntitySchema schema) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("| Entity | | Section of the file |\n|---|---|---|\n");
        List<EntityType> types = schema.types().stream().filter(type -> !type.isAbstract()).toList();
        for (EntityType type : types) {
            page.append("| [").append(type.shortName()).append("](#").append(anchor(type)).append(") | ")
                .append(type.description()).append(" | ")
                .append(type.section() ? "`" + type.sectionName() + "`" : "").append(" |\n");
        }
        types.forEach(type -> entity(page, type));
        return page.toString();
    }

    private static String anchor(EntityType type) {
        return type.shortName().toLowerCase(Locale.ROOT).replace(".", "");
    }

    private static void entity(StringBuilder page, EntityType type) {
        page.append("\n## ").append(type.shortName()).append("\n\n").append(type.description()).append("\n\n");
        page.append("`").append(type.fullName()).append("` extends `").append(type.base().shortName()).append("`.");
        if (type.singleton()) {
            page.append(" There is one.");
        }
        if (type.deprecated()) {
            page.append(" Deprecated.");
        }
        if (!type.supported()) {
            page.append(" Without behaviour in this version.");
        }
        page.append(" Operations: ").append(String.join(", ", type.operations())).append(".\n");
        List<AttributeType> own = type.attributes().values().stream()
            .filter(attribute -> type.base().attribute(attribute.name()) == null).toList();
        if (!own.isEmpty()) {
            page.append("\n| Attribute | Type | Default | Rules | |\n|---|---|---|---|---|\n");
            own.forEach(attribute -> row(page, attribute));
        }
    }

    private static void row(StringBuilder page, AttributeType attribute) {
        Object value = attribute.defaultValue();
        page.append("| `").append(attribute.name()).append("` | ").append(kind(attribute)).append(" | ")
            .append(value == null ? "" : "".equals(value) ? "empty" : "`" + value + "`").append(" | ")
            .append(rules(attribute)).append(" | ").append(attribute.description()).append(" |\n");
    }

    private static String kind(AttributeType attribute) {
        return switch (attribute.kind()) {
            case ENUM -> attribute.words().stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
            case MAP -> attribute.words().isEmpty() ? "map" : "map of " + String.join(", ", attribute.words());
            case ENTITY_ID -> "identity";
            default -> attribute.kind().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String rules(AttributeType attribute) {
        List<String> rules = new ArrayList<>();
        add(rules, attribute.required(), "required");
        add(rules, attribute.creatable() && !attribute.required(), "create");
        add(rules, attribute.updatable(), "update");
        add(rules, attribute.graph(), "counter");
        add(rules, attribute.hidden(), "hidden");
        add(rules, attribute.unique(), "unique");
        add(rules, attribute.deprecated(), "deprecated");
        add(rules, attribute.unused(), "no effect");
        add(rules, !attribute.supported(), "not yet");
        String later = attribute.words().stream().filter(word -> attribute.supported() && !attribute.supports(word))
            .map(word -> "`" + word + "`").collect(Collectors.joining(", "));
        add(rules, !later.isEmpty(), "not yet " + later);
        attribute.formerNames().stream().sorted().forEach(old -> rules.add("before: `" + old + "`"));
        attribute.otherNames().stream().sorted().forEach(other -> rules.add("also: `" + other + "`"));
        return String.join(", ", rules);
    }

    private static void add(List<String> rules, boolean holds, String rule) {
        if (holds) {
            rules.add(rule);
        }
    }
}

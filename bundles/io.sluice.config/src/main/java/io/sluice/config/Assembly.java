// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import io.sluice.management.api.EntitySchema;
import io.sluice.management.api.NearestName;
import io.sluice.management.api.SchemaException;

/** Makes one configuration of written sections: checks each and all together, adds what is missing, sorts. */
final class Assembly {

    private static final List<String> ORDER = List.of(
        "log", "router", "policy", "sslProfile", "userStore", "jmx", "address", "linkRoute", "autoLink", "exchange",
        "binding", "vhost", "connector", "listener");
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+_";
    private static final int ID_RANDOM = 15;

    private final EntitySchema schema;
    private final Passwords passwords;
    private final Random random = new SecureRandom();
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Assembly(EntitySchema schema, Passwords passwords) {
        this.schema = schema;
        this.passwords = passwords;
    }

    /**
     * Assembles a configuration.
     *
     * @param written all sections in the order of the files
     * @param file what messages call the place of added sections
     * @param lastId the router id that was generated before in this process, or null
     * @throws ConfigException with all problems that were found
     */
    Plan assemble(List<RawSection> written, String file, String lastId) throws ConfigException {
        List<RawSection> all = new ArrayList<>(written);
        for (String singleton : List.of("router", "policy")) {
            if (written.stream().noneMatch(raw -> Names.section(schema, raw.type()).equals(singleton))) {
                all.add(new RawSection(singleton, file, 0, Map.of()));
            }
        }
        List<Section> sections = checkEach(all);
        stopIfRefused();
        sections = sections.stream().map(section -> withRouterId(section, lastId)).toList();
        Identities identities = new Identities(Map.of());
        sections = sections.stream().map(identities::identify)
            .sorted(Comparator.comparingInt(section -> ORDER.indexOf(section.type().sectionName()))).toList();
        duplicates(sections);
        bindings(sections);
        stopIfRefused();
        List<Section> resolved = new ArrayList<>();
        for (Section section : sections) {
            resolved.add(withPasswords(section));
        }
        stopIfRefused();
        return new Plan(List.copyOf(resolved), List.copyOf(warnings));
    }

    /** Returns what may not be meant as it is written, with file and line. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    private void stopIfRefused() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException("Configuration", problems);
        }
    }

    private List<Section> checkEach(List<RawSection> all) {
        boolean standalone = all.stream().filter(raw -> raw.type().equals("router"))
            .map(raw -> raw.attributes().get("mode")).allMatch(
                mode -> mode == null || Set.of("standalone", "0").contains(String.valueOf(mode.value())));
        List<Section> sections = new ArrayList<>();
        for (RawSection raw : all) {
            SectionCheck check = new SectionCheck(raw, standalone);
            Section section = check.check(schema);
            problems.addAll(check.problems());
            warnings.addAll(check.warnings());
            remarks.addAll(check.remarks());
            if (check.refusals().isEmpty()) {
                sections.add(section);
            }
        }
        // Of refused profiles the names still count: a listener that uses one is not wrong.
        Set<String> profiles = all.stream().filter(raw -> Names.camelCase(raw.type()).equals("sslProfile"))
            .map(raw -> raw.attributes().get("name")).filter(name -> name != null)
            .map(name -> String.valueOf(name.value())).collect(Collectors.toSet());
        String mode = sections.stream().filter(section -> section.type().sectionName().equals("router"))
            .map(section -> section.text("mode")).findFirst().orElse(null);
        SectionRules rules = new SectionRules(profiles, mode);
        for (Section section : sections) {
            rules.check(section).forEach(refusal ->
                problems.add(section.problem(refusal.attribute(), refusal.cause().line())));
        }
        return sections;
    }

    private Section withRouterId(Section section, String lastId) {
        if (!section.type().sectionName().equals("router") || section.text("id") != null) {
            return section;
        }
        String mode = section.text("mode");
        String start = Character.toUpperCase(mode.charAt(0)) + mode.substring(1) + "_";
        if (lastId != null && lastId.startsWith(start)) {
            return section.with("id", lastId);
        }
        StringBuilder id = new StringBuilder(start);
        for (int i = 0; i < ID_RANDOM; i++) {
            id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
        }
        return section.with("id", id.toString());
    }

    private void duplicates(List<Section> sections) {
        Map<String, Section> seen = new HashMap<>();
        for (Section section : sections) {
            String type = section.type().sectionName();
            if (section.type().singleton()) {
                Section first = seen.putIfAbsent(type, section);
                if (first != null) {
                    problems.add(section.problem(null, "Adding " + type + " singleton when " + type + " singleton at "
                        + first.place() + " already exists; expected one " + type + " section"));
                }
                continue;
            }
            // What a user wrote is the better explanation, so names come before generated identities.
            for (String attribute : uniqueKeys(section)) {
                Section first = seen.putIfAbsent(type + " " + attribute + " " + section.text(attribute), section);
                if (first != null) {
                    problems.add(section.problem(section.lines().containsKey(attribute) ? attribute : null, "adding "
                        + type + " '" + section.text(attribute) + "' duplicates unique attribute '" + attribute
                        + "' from existing " + type + " at " + first.place()
                        + "; expected another " + (attribute.equals("identity") ? "section" : attribute)));
                    break;
                }
            }
        }
    }

    private void bindings(List<Section> sections) {
        Set<String> exchanges = sections.stream().filter(section -> section.type().sectionName().equals("exchange"))
            .map(Section::name).collect(Collectors.toSet());
        for (Section section : sections) {
            String exchange = section.text("exchangeName");
            if (exchange != null && !exchanges.contains(exchange)) {
                problems.add(section.problem("exchangeName", new SchemaException("Named exchange does not exist",
                    "the name of an exchange section", NearestName.of(exchange, exchanges)).line()));
            }
        }
    }

    private static List<String> uniqueKeys(Section section) {
        return Section.UNIQUE.stream().filter(key -> section.mustBeUnique(key) && section.text(key) != null).toList();
    }

    private Section withPasswords(Section section) {
        int warned = warnings.size();
        try {
            Section resolved = passwords.resolve(section, warnings);
            warnings.stream().skip(warned)
                .forEach(text -> remarks.add(section.problem(Passwords.attribute(section), text)));
            return resolved;
        } catch (SchemaException e) {
            problems.add(section.problem(Passwords.attribute(section), e.line()));
            return section;
        }
    }
}

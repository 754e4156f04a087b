// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.management.api.AttributeType;
import io.sluice.management.api.EntitySchema;
import io.sluice.management.api.EntityType;
import io.sluice.management.api.SchemaException;

/** Checks one written section against the schema. One instance per section. */
final class SectionCheck {

    /** A refusal: the attribute as it was written (null: the section) and what is wrong with it. */
    record Refusal(String attribute, int line, SchemaException cause) {
    }

    private final RawSection raw;
    private final boolean standalone;
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Refusal> remarks = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Map<String, String> written = new LinkedHashMap<>();
    private EntityType type;

    /**
     * Makes a check.
     *
     * @param standalone whether the router is in standalone mode, which some roles exclude
     */
    SectionCheck(RawSection raw, boolean standalone) {
        this.raw = raw;
        this.standalone = standalone;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    /** Returns warnings about names that are going away. */
    List<String> warnings() {
        return warnings;
    }

    /** Returns the refusals as messages with file and line. */
    List<String> problems() {
        return located(refusals);
    }

    /** Returns what is not wrong, but may not be meant so, as messages with file and line. */
    List<String> remarks() {
        return located(remarks);
    }

    private List<String> located(List<Refusal> findings) {
        String section = type == null ? raw.type() : type.sectionName();
        return findings.stream()
            .map(r -> Problem.line(raw.file(), r.line(), section, r.attribute(), r.cause().line())).toList();
    }

    /**
     * Checks the section. Afterwards {@link #refusals()} is empty or the result must not be used.
     *
     * @return the section with converted values and defaults; null if not even its type is right
     */
    Section check(EntitySchema schema) {
        try {
            type = schema.section(Names.section(schema, raw.type()));
            if (!type.supported()) {
                throw new SchemaException("not supported yet" + Unsupported.because(type.sectionName()),
                    schema.expectedSections(), null);
            }
        } catch (SchemaException e) {
            refusals.add(new Refusal(null, raw.line(), e));
            return null;
        }
        raw.attributes().forEach(this::take);
        if (!written.containsKey("password") && values.containsKey("passwordFile")) {
            values.put("password", "file:" + values.remove("passwordFile"));
            lines.put("password", lines.get("passwordFile"));
        }
        for (AttributeType attribute : type.attributes().values()) {
            String name = attribute.name();
            if (attribute.required() && !name.equals("type") && !written.containsKey(name)) {
                refusals.add(new Refusal(name, raw.line(), new SchemaException(
                    "Missing required attribute '" + name + "'", attribute.expected(), null)));
            }
            if (attribute.settable() && attribute.defaultValue() != null) {
                values.putIfAbsent(name, attribute.defaultValue());
            }
        }
        return new Section(type, values, raw.file(), raw.line(), lines);
    }

    private void remark(String key, RawValue value, String text) {
        remarks.add(new Refusal(key, value.line(), new SchemaException(text, null, null)));
    }

    private void take(String key, RawValue value) {
        int warned = warnings.size();
        try {
            String name = Names.camelCase(key);
            AttributeType attribute = known(type.attribute(key) != null ? key : name);
            warnings.stream().skip(warned).forEach(text -> remark(key, value, text));
            if (attribute.unused()) {
                remark(key, value, "'" + attribute.name() + "' is accepted and has no effect");
            }
            if (written.putIfAbsent(attribute.name(), key) != null) {
                throw new SchemaException("Both '" + key + "' and '" + written.get(attribute.name())
                    + "' cannot be specified for entity '" + type.fullName() + "'", "one of them", null);
            }
            lines.put(attribute.name(), value.line());
            Object converted = attribute.convert(value.value());
            if (!attribute.supports(converted)) {
                throw unsupported(attribute, converted);
            }
            values.put(attribute.name(), converted);
        } catch (SchemaException e) {
            refusals.add(new Refusal(key, value.line(), e));
        }
    }

    private AttributeType known(String name) throws SchemaException {
        AttributeType attribute = type.attribute(name);
        if (attribute != null && attribute.deprecated()) {
            deprecated(name, name.equals("passwordFile") ? "password" : "host and port");
        } else if (attribute == null && type.formerly(name) != null) {
            attribute = type.formerly(name);
            deprecated(name, attribute.name());
        } else if (attribute == null) {
            attribute = type.otherwise(name);
        }
        if (attribute == null) {
            throw type.unknown(name);
        }
        if (!attribute.settable() || name.equals("type")) {
            throw new SchemaException(name.equals("identity") ? "'identity' attribute cannot be specified"
                : "Cannot set attribute '" + name + "' in CREATE", "no such line: the router sets it", null);
        }
        return attribute;
    }

    private void deprecated(String old, String current) {
        warnings.add("Attribute '" + old + "' of entity '" + type.shortName() + "' has been deprecated. Use '"
            + current + "' instead");
    }

    private SchemaException unsupported(AttributeType attribute, Object value) {
        if (attribute.name().equals("role") && standalone) {
            return new SchemaException(SectionRules.STANDALONE, "role normal or route-container", null);
        }
        String shown = attribute.hidden() ? "" : " '" + value + "'";
        List<String> words = attribute.words().stream().filter(attribute::supports).toList();
        String expected = !words.isEmpty() ? String.join(" or ", words)
            : attribute.defaultValue() == null ? "no such line" : "the default, " + shown(attribute.defaultValue());
        return new SchemaException(
            "not supported yet:" + shown + Unsupported.because(attribute.name()), expected, null);
    }

    private static String shown(Object value) {
        return value instanceof Boolean flag ? flag ? "yes" : "no" : "'" + value + "'";
    }
}

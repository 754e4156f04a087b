// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the schema's text format, which the head of the data file explains. */
final class SchemaReader {

    private static final Pattern ATTRIBUTE = Pattern.compile(
        "(\\w+) (\\w+)(?:\\(([^)]*)\\))?(?: = (\\S+))? \\[([^\\]]*)\\] (.+)");

    private final Map<String, EntityType> types = new LinkedHashMap<>();
    private String prefix = "";
    private String[] head;
    private Map<String, String> notes = Map.of();
    private List<AttributeType> attributes = List.of();

    private SchemaReader() {
    }

    static EntitySchema read(String resource) {
        SchemaReader reader = new SchemaReader();
        int number = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(SchemaReader.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    reader.line(line);
                }
            }
            reader.finish();
            return new EntitySchema(reader.prefix, reader.types);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SchemaException | RuntimeException e) {
            throw new IllegalStateException(resource + ":" + number + ": " + e.getMessage(), e);
        }
    }

    private void line(String line) throws SchemaException {
        if (line.startsWith("prefix ")) {
            prefix = line.substring("prefix ".length()).trim();
        } else if (line.startsWith("entity ")) {
            finish();
            head = line.split("\\s+");
            notes = new LinkedHashMap<>();
            attributes = new ArrayList<>();
        } else if (line.startsWith("  @")) {
            String[] parts = line.trim().split(" ", 2);
            notes.put(parts[0], parts[1]);
        } else {
            attributes.add(attribute(line.trim()));
        }
    }

    private static AttributeType attribute(String line) throws SchemaException {
        Matcher matcher = ATTRIBUTE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an attribute: " + line);
        }
        String kind = matcher.group(2).equals("entityId") ? "ENTITY_ID" : matcher.group(2).toUpperCase(Locale.ROOT);
        List<String> words = matcher.group(3) == null ? List.of() : List.of(matcher.group(3).split(" "));
        String defaultText = "\"\"".equals(matcher.group(4)) ? "" : matcher.group(4);
        return new AttributeType(matcher.group(1), AttributeType.Kind.valueOf(kind), words, defaultText,
            new SchemaFlags(matcher.group(5)), matcher.group(6));
    }

    private void finish() {
        if (head == null) {
            return;
        }
        EntityType base = null;
        if (head.length > 2) {
            base = types.get(head[3]);
            if (base == null) {
                throw new IllegalArgumentException("no base type " + head[3]);
            }
        }
        String name = head[1];
        String operations = notes.getOrDefault("@operations", "");
        types.put(name, new EntityType(name, name.startsWith("org.") ? name : prefix + "." + name, base,
            notes.getOrDefault("@about", ""), operations.isEmpty() ? List.of() : List.of(operations.split(" ")),
            new SchemaFlags(notes.getOrDefault("@flags", "")), attributes));
        head = null;
    }
}

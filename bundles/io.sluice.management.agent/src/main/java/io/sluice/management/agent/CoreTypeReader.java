// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.sluice.management.api.EntitySchema;

/** Reads the core's types from the data beside this class. */
final class CoreTypeReader {

    private final List<CoreType> types = new ArrayList<>();
    private String type;
    private String kind;
    private List<CoreType.Column> columns = new ArrayList<>();

    private CoreTypeReader() {}

    /** Returns the types by full name. */
    static Map<String, CoreType> read(String resource) {
        CoreTypeReader reader = new CoreTypeReader();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                CoreTypeReader.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    reader.take(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader.finish();
        return reader.types.stream()
            .collect(Collectors.toUnmodifiableMap(core -> core.type().fullName(), core -> core));
    }

    private void take(String line) {
        if (!line.startsWith(" ")) {
            finish();
            type = line.trim();
            return;
        }
        for (String word : line.trim().split(" +")) {
            if (word.endsWith(":")) {
                kind = word.substring(0, word.length() - 1);
            } else {
                String[] alias = word.split("=");
                columns.add(new CoreType.Column(alias[0], alias[alias.length - 1], kind));
            }
        }
    }

    private void finish() {
        if (type != null) {
            types.add(new CoreType(EntitySchema.standard().type(type), columns));
        }
        columns = new ArrayList<>();
    }
}

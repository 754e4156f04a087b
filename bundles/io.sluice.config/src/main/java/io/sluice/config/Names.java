// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.ArrayList;
import java.util.List;

import io.sluice.management.api.EntitySchema;

/** Spelling of section and attribute names. */
final class Names {

    private Names() {
    }

    /** Turns {@code ssl-profile}, {@code ssl_profile}, {@code ssl profile} and {@code ssl.profile} to camel case. */
    static String camelCase(String name) {
        List<String> words = new ArrayList<>();
        for (String word : name.trim().split("[-_. ]+")) {
            if (!word.isEmpty()) {
                words.add(words.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
            }
        }
        return String.join("", words);
    }

    /** Returns the schema's name of a section; a name that the schema has is left as it is. */
    static String section(EntitySchema schema, String name) {
        return schema.type(name) != null ? name : camelCase(name);
    }
}

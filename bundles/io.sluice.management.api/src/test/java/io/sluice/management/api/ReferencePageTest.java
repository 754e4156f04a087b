// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

/** The reference in the documentation is the schema as it is. */
class ReferencePageTest {

    private static final String WRITE = "mvn -f bundles/io.sluice.management.api test -Dtest=ReferencePageTest"
        + " -Dreference.write=true";

    @Test
    void shouldBeInTheDocumentationAsItIs() throws IOException {
        Path file = Path.of("../../docs/reference.md");
        String page = ReferencePage.of(EntitySchema.standard());
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(file, page);
        }
        assertEquals(page, Files.exists(file) ? Files.readString(file) : "", "docs/reference.md is not what the schema"
            + " says; write it again with: " + WRITE);
    }
}

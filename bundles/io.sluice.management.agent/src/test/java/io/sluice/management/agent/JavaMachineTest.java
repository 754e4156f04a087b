// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import io.sluice.management.api.EntitySchema;
import io.sluice.management.api.ManagedEntity;

/** What is told of the Java machine. */
class JavaMachineTest {

    private final ManagedEntity machine = new JavaMachine().entities().iterator().next();

    @Test
    void shouldHaveAValueForEachAttribute() {
        EntitySchema.standard().type("jvm").attributes().keySet()
            .forEach(name -> assertNotNull(machine.attribute(name), name));
    }

    @Test
    void shouldTellOfThisProcess() {
        assertEquals(ProcessHandle.current().pid(), machine.attribute("pid"));
        assertTrue((Long) machine.attribute("heapUsed") > 0);
        assertTrue((Integer) machine.attribute("threads") > 0);
    }
}

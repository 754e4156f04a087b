// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

/** Every bundle of the distribution resolves and starts. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ResolveIT {

    /** Called by the runner. */
    @Configuration
    public Option[] configuration() throws Exception {
        return Setup.router();
    }

    private final Node node = new Node(ResolveIT.class);

    @Test
    public void shouldStartEveryBundleOfTheDistribution() throws Exception {
        node.awaitReady();
        List<String> idle = new ArrayList<>();
        int active = 0;
        for (Bundle bundle : node.context().getBundles()) {
            if (bundle.getLocation().startsWith("reference:")) {
                if (bundle.getState() == Bundle.ACTIVE) {
                    active++;
                } else {
                    idle.add(bundle + " is in state " + bundle.getState());
                }
            }
        }
        assertTrue(idle.toString(), idle.isEmpty());
        assertEquals(Distribution.bundles().size(), active);
    }

    @Test
    public void shouldLeaveNoRequirementOpen() {
        List<String> open = new ArrayList<>();
        for (Bundle bundle : sluice()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            for (BundleRequirement requirement : bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
                boolean effective = !"active".equals(requirement.getDirectives().get("effective"))
                        && !"dynamic".equals(requirement.getDirectives().get("resolution"))
                        && !requirement.getNamespace().equals("osgi.ee");
                boolean wired = wiring.getRequiredWires(requirement.getNamespace()).stream()
                        .anyMatch(wire -> wire.getRequirement().equals(requirement));
                if (effective && !wired) {
                    open.add(bundle.getSymbolicName() + ": " + requirement);
                }
            }
        }
        assertTrue(open.toString(), open.isEmpty());
    }

    @Test
    public void shouldOpenBothListeners() {
        assertTrue(node.port("plain") > 0);
        assertTrue(node.port("tls") > 0);
        assertFalse(node.entities("router").isEmpty());
    }

    private List<Bundle> sluice() {
        return Arrays.stream(node.context().getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("io.sluice.")).toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.shell;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import io.sluice.management.api.DrainReport;
import io.sluice.management.api.Drainable;

/** {@code sluice:drain}: empties a part of the router before it is stopped. */
@Component(
        service = DrainCommands.class,
        property = {"osgi.command.scope=sluice", "osgi.command.function=drain"})
public final class DrainCommands {

    @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Drainable> drainables;

    /** Lists what can be drained. */
    public String drain() {
        return "drain NAME SECONDS, with NAME one of: " + names();
    }

    /**
     * Drains everything of a name.
     *
     * @param name as {@link #drain()} lists it
     * @param seconds the longest wait, at least 0
     */
    public String drain(String name, int seconds) {
        if (seconds < 0) {
            return "SECONDS is at least 0";
        }
        List<Drainable> chosen = drainables.stream().filter(one -> one.drainName().equals(name)).toList();
        if (chosen.isEmpty()) {
            return "Nothing to drain is called '" + name + "', expected one of: " + names();
        }
        StringBuilder text = new StringBuilder();
        for (Drainable one : chosen) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(tell(name, one.drain(TimeUnit.SECONDS.toMillis(seconds))));
        }
        return text.toString();
    }

    static String tell(String name, DrainReport report) {
        return "Drained " + name + " in " + report.elapsedMillis() + " ms: " + report.connectionsClosed()
                + " connections closed, " + report.deliveriesSettled() + " deliveries settled, "
                + report.deliveriesReleased() + " released";
    }

    private String names() {
        return String.join(", ", drainables.stream().map(Drainable::drainName).distinct().sorted().toList());
    }

    /** Sets what can be drained, as the component runtime does. */
    void drainables(List<Drainable> newDrainables) {
        drainables = newDrainables;
    }
}

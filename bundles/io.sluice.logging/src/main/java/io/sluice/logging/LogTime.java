// SPDX-License-Identifier: Apache-2.0
package io.sluice.logging;

import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import io.sluice.launcher.log.LogClock;

/** The form of the time in log lines, which is an attribute of the router. */
@Component(
        service = LogTime.class,
        immediate = true,
        configurationPid = "io.sluice.router",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class LogTime {

    private final LogBook book;

    /** Applies the router's attributes. */
    @Activate
    public LogTime(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) LogBook book, Map<String, ?> values) {
        this.book = book;
        change(values);
    }

    @Modified
    void change(Map<String, ?> values) {
        book.clock(LogClock.of(
                (String) values.get("timestampFormat"), Boolean.TRUE.equals(values.get("timestampsInUTC"))));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.logging;

import java.util.List;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import io.sluice.management.api.LogHistory;

/** The latest lines of the log for management. */
@Component(service = LogHistory.class)
public final class LatestLines implements LogHistory {

    private final LogBook book;

    /** Called by the component runtime. */
    @Activate
    public LatestLines(@Reference(policyOption = ReferencePolicyOption.GREEDY) LogBook book) {
        this.book = book;
    }

    @Override
    public List<Entry> latest(int limit) {
        return book.latest(limit).stream().map(line -> new Entry(line.module(), line.level().text(), line.text(),
                line.file(), line.file() == null ? null : line.line(), line.epochSecond())).toList();
    }
}

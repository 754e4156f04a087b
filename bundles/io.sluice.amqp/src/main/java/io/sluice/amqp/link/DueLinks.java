// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.LinkGrant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The links of a connection that have something to put into the engine at its next flush. Owner loop only. */
final class DueLinks {

    private static final Comparator<BaseLink> BY_PRIORITY = Comparator.comparingInt(BaseLink::priority).reversed();

    private List<BaseLink> due = new ArrayList<>();
    private List<BaseLink> spare = new ArrayList<>();
    private boolean prioritised;

    /** A link is due at the next flush. */
    void add(BaseLink link) {
        due.add(link);
    }

    /** A link has a priority: from the first that is not like all others, links are served in their order. */
    void prioritise(int priority) {
        prioritised |= priority != LinkGrant.DEFAULT_PRIORITY;
    }

    /** Has all that are due put what they have into the engine; returns true if one stopped at a limit. */
    boolean flush() {
        boolean more = false;
        List<BaseLink> batch = due;
        due = spare;
        spare = batch;
        for (BaseLink link : batch) {
            link.clearReady();
        }
        if (prioritised && batch.size() > 1) {
            batch.sort(BY_PRIORITY);
        }
        for (BaseLink link : batch) {
            if (link.flush()) {
                more = true;
                link.stayReady();
            }
        }
        batch.clear();
        return more;
    }

    void clear() {
        due.clear();
    }
}

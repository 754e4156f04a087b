// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.security.api.ConnectionPolicy;
import io.sluice.security.api.PolicyGrant;
import io.sluice.security.api.PolicyRequest;
import io.sluice.security.api.PolicySettings;
import io.sluice.security.api.PolicyTotals;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Says what the test says, and notes what it hears. */
final class FakePolicy implements ConnectionPolicy {
    private final PolicySettings settings;
    final List<String> heard = new CopyOnWriteArrayList<>();

    FakePolicy(PolicySettings settings) {
        this.settings = settings;
    }

    @Override
    public boolean enforced() {
        return true;
    }

    @Override
    public PolicyGrant open(PolicyRequest request) {
        return settings == null ? PolicyGrant.DENIED
            : new PolicyGrant(true, true, "v", "v", "anonymous", request.remoteAddress(), "h", settings);
    }

    @Override
    public void adopt(long connection, PolicyGrant grant) {
        heard.add("adopt " + connection + " " + grant.vhost());
    }

    @Override
    public void closed(long connection) {
        heard.add("closed " + connection);
    }

    @Override
    public void denied(long connection, Denial what) {
        heard.add("denied " + connection + " " + what);
    }

    @Override
    public PolicyTotals totals() {
        return new PolicyTotals(0, 0);
    }
}

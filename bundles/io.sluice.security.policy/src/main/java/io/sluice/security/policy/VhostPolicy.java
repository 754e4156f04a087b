// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.policy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.ConfigurationReport;
import io.sluice.security.api.ConnectionPolicy;
import io.sluice.security.api.PolicyGrant;
import io.sluice.security.api.PolicyRequest;
import io.sluice.security.api.PolicyTotals;

/** Judges connections by the vhosts, if the {@code policy} section says so. Any thread. */
@Component(
        service = ConnectionPolicy.class,
        immediate = true,
        configurationPid = "io.sluice.policy",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class VhostPolicy implements ConnectionPolicy {

    private static final Logger LOG = LoggerFactory.getLogger("POLICY");

    private record Rules(boolean enforced, boolean patterns, String defaultVhost, long maxMessageSize) {}

    /** A connection that counts, and where. */
    private record Counted(Counts counts, PolicyGrant grant) {}

    private final VhostTable table;
    private final Map<Long, Counted> open = new ConcurrentHashMap<>();
    private final AtomicLong links = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private volatile Rules rules = new Rules(false, false, "", 0);

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ConfigurationReport report;

    /** Called by the component runtime; {@link #start} takes the configuration. */
    @Activate
    public VhostPolicy(@Reference(policyOption = ReferencePolicyOption.GREEDY) VhostTable table) {
        this.table = table;
    }

    @Activate
    @Modified
    void start(Map<String, Object> values) {
        rules = new Rules(Boolean.TRUE.equals(values.get("enableVhostPolicy")),
            Boolean.TRUE.equals(values.get("enableVhostNamePatterns")),
            String.valueOf(values.getOrDefault("defaultVhost", Vhost.DEFAULT_GROUP)),
            values.get("maxMessageSize") instanceof Number size ? size.longValue() : 0);
        LOG.info("Policy configured maxConnections: {}, policyDir: '{}',access rules enabled: '{}', use hostname"
            + " patterns: '{}'", values.get("maxConnections"), values.getOrDefault("policyDir", ""), rules.enforced(),
            rules.patterns());
        if (rules.enforced() && !rules.defaultVhost().isEmpty()) {
            LOG.info("Policy fallback defaultVhost is defined: '{}'", rules.defaultVhost());
        }
        ConfigurationReport to = report;
        if (to != null) {
            to.applied((String) values.get(Constants.SERVICE_PID), null);
        }
    }

    @Override
    public boolean enforced() {
        return rules.enforced();
    }

    @Override
    public PolicyGrant open(PolicyRequest request) {
        Rules now = rules;
        if (!now.enforced() || request.role().equals("inter-router")) {
            return null;
        }
        if (request.outgoing()) {
            return request.policyVhost() == null || request.role().equals("edge") ? null : dialled(request, now);
        }
        String asked = request.policyVhost() != null ? request.policyVhost()
            : request.hostname() == null ? "" : request.hostname();
        String host = host(request.remoteAddress());
        String user = request.user() == null ? "" : request.user();
        VhostEntity entity = find(asked, now);
        Vhost vhost = entity == null ? null : entity.rules();
        if (vhost == null) {
            return refuse(null, asked, user, host, "No policy defined for vhost");
        }
        String name = asked;
        Group group = vhost.groupOf(user);
        if (group == null) {
            return refuse(entity, name, user, host, "User is not in a user group and unknown users are denied");
        }
        if (!group.hosts().allow(host)) {
            return refuse(entity, name, user, host, "User is not allowed to connect from this network host");
        }
        String limit = entity.counts().open(vhost, group, user, host, request.remoteAddress());
        if (limit != null) {
            return refuse(entity, name, user, host, limit);
        }
        LOG.trace("[C{}] ALLOW AMQP Open lookup_user: {}, rhost: {}, vhost: {}, connection: {}. Usergroup: '{}'",
            request.connection(), user, host, name, request.remoteAddress(), group.name());
        PolicyGrant grant = grant(vhost, group, request, asked, true, now);
        open.put(request.connection(), new Counted(entity.counts(), grant));
        return grant;
    }

    /** A connection that this router dials has the rights of a group of its own. */
    private PolicyGrant dialled(PolicyRequest request, Rules now) {
        String host = host(request.remoteAddress());
        String user = request.user() == null ? "" : request.user();
        VhostEntity entity = table.find(request.policyVhost(), now.patterns());
        Vhost vhost = entity == null ? null : entity.rules();
        Group group = vhost == null ? null : vhost.groups().get(Vhost.CONNECTOR_GROUP);
        if (group == null) {
            return refuse(entity, request.policyVhost(), user, host, vhost == null ? "No policy defined for vhost"
                : "Group " + Vhost.CONNECTOR_GROUP + " is not defined");
        }
        return grant(vhost, group, request, request.policyVhost(), false, now);
    }

    private static PolicyGrant grant(
            Vhost vhost, Group group, PolicyRequest request, String asked, boolean counted, Rules now) {
        String user = request.user() == null ? "" : request.user();
        long size = vhost.maxMessageSize() == null ? now.maxMessageSize() : vhost.maxMessageSize();
        return new PolicyGrant(true, counted, vhost.hostname(), request.hostname() == null ? asked : request.hostname(),
            user, request.remoteAddress(), host(request.remoteAddress()), group.settings(user, size));
    }

    private VhostEntity find(String name, Rules now) {
        VhostEntity found = table.find(name, now.patterns());
        return found != null || now.defaultVhost().isEmpty() ? found : table.find(now.defaultVhost(), false);
    }

    private PolicyGrant refuse(VhostEntity entity, String vhost, String user, String host, String reason) {
        if (entity != null) {
            entity.counts().refused();
        }
        LOG.info("DENY AMQP Open for user '{}', rhost '{}', vhost '{}': {}", user, host, vhost, reason);
        return PolicyGrant.DENIED;
    }

    /** Returns an address without its port. */
    static String host(String remoteAddress) {
        int colon = remoteAddress.lastIndexOf(':');
        String host = colon < 0 || remoteAddress.endsWith("]") ? remoteAddress : remoteAddress.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public void adopt(long connection, PolicyGrant grant) {
        Counts counts = grant.counted() ? table.counts(grant.vhost()) : null;
        if (counts != null && open.putIfAbsent(connection, new Counted(counts, grant)) == null) {
            counts.adopt(grant);
        }
    }

    @Override
    public void closed(long connection) {
        Counted counted = open.remove(connection);
        if (counted != null) {
            counted.counts().leave(counted.grant());
        }
    }

    @Override
    public void denied(long connection, Denial what) {
        (what == Denial.MESSAGE_SIZE ? messages : links).addAndGet(what == Denial.SESSION ? 0 : 1);
        Counted counted = open.get(connection);
        if (counted != null) {
            counted.counts().denied(what);
        }
    }

    @Override
    public PolicyTotals totals() {
        return new PolicyTotals(links.get(), messages.get());
    }
}

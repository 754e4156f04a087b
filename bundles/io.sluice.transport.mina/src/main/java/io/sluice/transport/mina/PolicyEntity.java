// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.sluice.management.api.AttributeType;
import io.sluice.management.api.EntitySchema;
import io.sluice.management.api.EntityType;
import io.sluice.management.api.ManagedEntity;
import io.sluice.security.api.ConnectionPolicy;
import io.sluice.security.api.PolicyTotals;

/** The limits that hold for the whole router, and what they did to accepted connections. Any thread. */
final class PolicyEntity implements ManagedEntity {

    static final String TYPE = "policy";

    private static final PolicyTotals NOTHING = new PolicyTotals(0, 0);
    private static final String IDENTITY = "policy/None";
    /** What the router itself sets also stands in the properties of this component. */
    private static final Set<String> COMMON = Set.of("name", "identity", "type");

    private final EntityType type = EntitySchema.standard().type(TYPE);
    private final AtomicLong processed = new AtomicLong();
    private final AtomicLong denied = new AtomicLong();
    private final AtomicInteger current = new AtomicInteger();
    private volatile ConnectionPolicy judge;
    private volatile Map<String, Object> configured = Map.of();

    void configure(Map<String, Object> properties) {
        configured = Map.copyOf(properties);
    }

    /** The service that judges connections when they open, null if there is none. */
    void judge(ConnectionPolicy policy) {
        judge = policy;
    }

    void judgeGone(ConnectionPolicy policy) {
        if (judge == policy) {
            judge = null;
        }
    }

    private PolicyTotals totals() {
        ConnectionPolicy present = judge;
        return present == null ? NOTHING : present.totals();
    }

    void accepted() {
        processed.incrementAndGet();
        current.incrementAndGet();
    }

    void ended() {
        current.decrementAndGet();
    }

    void denied() {
        processed.incrementAndGet();
        denied.incrementAndGet();
    }

    @Override
    public String entityType() {
        return TYPE;
    }

    @Override
    public String identity() {
        return IDENTITY;
    }

    @Override
    public String name() {
        return IDENTITY;
    }

    @Override
    public Object attribute(String attribute) {
        return switch (attribute) {
            case "name", "identity" -> IDENTITY;
            case "type" -> type.fullName();
            case "connectionsProcessed" -> processed.get();
            case "connectionsCurrent" -> current.get();
            case "connectionsDenied" -> denied.get();
            case "linksDenied" -> totals().links();
            case "maxMessageSizeDenied" -> totals().messages();
            case "totalDenials" -> denied.get() + totals().links() + totals().messages();
            default -> configured(attribute);
        };
    }

    private Object configured(String attribute) {
        AttributeType known = COMMON.contains(attribute) ? null : type.attribute(attribute);
        Object value = known == null ? null : configured.get(attribute);
        return value != null || known == null ? value : known.defaultValue();
    }
}

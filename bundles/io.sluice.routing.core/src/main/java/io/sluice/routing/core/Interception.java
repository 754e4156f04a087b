// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.InterceptedMessage;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.MessageSections;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterAnnotations;

/** One message while interceptors look at it. What they decide takes effect when all have seen it. */
final class Interception implements InterceptedMessage {

    /**
     * What was decided so far. Immutable, so that it can be taken back.
     *
     * @param annotations to be added; null for none
     * @param address to route by; null for the one that the message came with
     * @param rejection to settle with; null if it is to be routed
     */
    record Decision(Map<String, Object> annotations, String address, Outcome rejection) {
        static final Decision NONE = new Decision(null, null, null);
    }

    private final IncomingLink link;
    private final Delivery delivery;
    private MessageSections sections;
    private Decision decision = Decision.NONE;

    Interception(IncomingLink link, Delivery delivery) {
        this.link = link;
        this.delivery = delivery;
    }

    Decision decision() {
        return decision;
    }

    void decision(Decision other) {
        decision = other;
    }

    @Override
    public ConnectionDescriptor connection() {
        return link.connection().descriptor();
    }

    @Override
    public String linkName() {
        return link.descriptor().name();
    }

    @Override
    public String address() {
        if (decision.address() != null) {
            return decision.address();
        }
        return anonymous() ? delivery.to() : link.address();
    }

    @Override
    public boolean anonymous() {
        return link.isAnonymous();
    }

    @Override
    public boolean presettled() {
        return delivery.presettled();
    }

    @Override
    public MessageSections sections() {
        if (sections == null) {
            sections = MessageSections.of(delivery);
        }
        return sections;
    }

    @Override
    public void annotate(String key, Object value) {
        if (key.isEmpty() || key.startsWith(RouterAnnotations.PREFIX)
                || !StandardCharsets.US_ASCII.newEncoder().canEncode(key)) {
            throw new IllegalArgumentException("Not a key of an annotation: '" + key + "'");
        }
        if (!MessageContent.annotationValue(value)) {
            throw new IllegalArgumentException("Not a value of an annotation: " + value.getClass().getName());
        }
        Map<String, Object> all = new LinkedHashMap<>();
        if (decision.annotations() != null) {
            all.putAll(decision.annotations());
        }
        all.put(key, value);
        decision = new Decision(all, decision.address(), decision.rejection());
    }

    @Override
    public void redirect(String address) {
        if (address.isEmpty()) {
            throw new IllegalArgumentException("An address cannot be empty");
        }
        decision = new Decision(decision.annotations(), address, decision.rejection());
    }

    @Override
    public void reject(String condition, String description) {
        Objects.requireNonNull(condition);
        if (condition.isEmpty() || !StandardCharsets.US_ASCII.newEncoder().canEncode(condition)) {
            throw new IllegalArgumentException("Not a condition: '" + condition + "'");
        }
        decision = new Decision(
                decision.annotations(), decision.address(), Outcome.rejected(condition, description));
    }
}

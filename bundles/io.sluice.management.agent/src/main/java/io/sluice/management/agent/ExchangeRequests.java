// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.Map;
import java.util.Set;

import io.sluice.management.api.ManagementException;

/** What refusals of exchanges and bindings say, in the words that clients know. Stateless. */
final class ExchangeRequests {

    private static final String EXCHANGE = "router.config.exchange";
    private static final String BINDING = "router.config.binding";
    private static final Set<String> METHODS = Set.of("amqp", "mqtt");

    private ExchangeRequests() {}

    /** Returns the refusal of a name that another entity of the type has. */
    static String duplicateName(String type) {
        return switch (type) {
            case EXCHANGE -> "duplicate exchange name";
            case BINDING -> "Duplicate next hop name";
            default -> "Name conflicts with an existing entity";
        };
    }

    /** Refuses a creation that lacks what it has to say. */
    static void check(String type, String name, Map<?, ?> body) throws ManagementException {
        if (type.equals(EXCHANGE)) {
            need(name, "exchange requires a unique name");
            need(body.get("address"), "exchange address is mandatory");
            Object method = body.get("matchMethod");
            if (method != null && !METHODS.contains(method.toString())) {
                throw refused("Exchange matchMethod must be either 'amqp' or 'mqtt'");
            }
            phase(body.get("phase"));
            phase(body.get("alternatePhase"));
        } else if (type.equals(BINDING)) {
            need(body.get("exchangeName"), "Binding configuration requires an exchange");
            need(body.get("nextHopAddress"), "No next hop specified");
            phase(body.get("nextHopPhase"));
        }
    }

    private static void need(Object value, String otherwise) throws ManagementException {
        if (value == null || value.toString().isEmpty()) {
            throw refused(otherwise);
        }
    }

    private static void phase(Object value) throws ManagementException {
        if (value != null && !value.toString().matches("\\d")) {
            throw refused("phase must be in the range 0-9");
        }
    }

    private static ManagementException refused(String text) {
        return new ManagementException(ManagementException.BAD_REQUEST, text);
    }
}

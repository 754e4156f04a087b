// SPDX-License-Identifier: Apache-2.0
package com.example.sluice;

import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import io.sluice.routing.api.InterceptedMessage;
import io.sluice.routing.api.MessageInterceptor;

/**
 * Looks at messages to addresses below {@code orders}: says who sent them, sends urgent ones to {@code orders/urgent},
 * and rejects those without a {@code customer}.
 */
@Component(property = {MessageInterceptor.NAME + "=order-gate", "required=customer"})
public final class OrderGate implements MessageInterceptor {

    private final String required;

    /** Reads the component's properties. */
    @Activate
    public OrderGate(Map<String, ?> properties) {
        required = String.valueOf(properties.get("required"));
    }

    @Override
    public void intercept(InterceptedMessage message) {
        String address = message.address();
        if (address == null || !address.startsWith("orders")) {
            return;
        }
        if (!message.sections().applicationProperties().containsKey(required)) {
            message.reject("example:incomplete", "An order needs the property " + required);
            return;
        }
        message.annotate("x-opt-container", message.connection().container());
        if (message.sections().header() != null && message.sections().header().priority() > 7) {
            message.redirect("orders/urgent");
        }
    }
}

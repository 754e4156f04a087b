// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.EntityRegistry;
import io.sluice.routing.api.MessageInterceptor;

/** The message interceptors that are there now. Holds none that has left. */
final class Interceptors {

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final EntityRegistry<InterceptorEntity> entities = new EntityRegistry<>(EntityTypes.INTERCEPTOR);
    private final List<InterceptorSlot> slots = new ArrayList<>();
    /** Null while there is none, so that a message costs one read then. */
    private volatile InterceptorChain chain;

    /** Returns the present ones, null if there are none. Any thread. */
    InterceptorChain chain() {
        return chain;
    }

    EntityRegistry<InterceptorEntity> entities() {
        return entities;
    }

    /**
     * Takes an interceptor in.
     *
     * @param ranking the highest comes first
     * @param serviceId of equal ones the oldest comes first
     */
    synchronized void bind(MessageInterceptor service, String name, int ranking, long serviceId) {
        InterceptorSlot slot = new InterceptorSlot(service, name, ranking, serviceId);
        slots.add(slot);
        slots.sort(Comparator.comparingInt(InterceptorSlot::ranking).reversed()
                .thenComparingLong(InterceptorSlot::serviceId));
        publish();
        entities.add(new InterceptorEntity(slot));
        log.info("Message interceptor '{}' is in use", name);
    }

    synchronized void unbind(MessageInterceptor service) {
        for (InterceptorSlot slot : List.copyOf(slots)) {
            if (slot.service() == service) {
                slots.remove(slot);
                publish();
                InterceptorEntity entity = entities.get(InterceptorEntity.identity(slot));
                if (entity != null) {
                    entities.remove(entity);
                }
                log.info("Message interceptor '{}' has left", slot.name());
            }
        }
    }

    private void publish() {
        chain = slots.isEmpty() ? null : new InterceptorChain(slots);
    }
}

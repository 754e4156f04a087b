// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.sluice.management.agent.codec.DecodeException;
import io.sluice.management.api.ConnectionEntities;
import io.sluice.management.api.Configurator;
import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;

/** An agent at work, with a router and entities that tests make. */
final class AgentFixture implements AutoCloseable {

    static final String SCOPED = "router.connection.linkRoute";

    final ManagementAgent agent = new ManagementAgent();
    final FakeRouter router = new FakeRouter();
    final List<String> changes = new ArrayList<>();
    private final Map<String, EntityRegistry<FakeEntity>> registries = new HashMap<>();
    private FakeEntity next;
    private ManagementException refusal;

    /** What the agent asks the configuration for. */
    private final class FakeConfigurator implements Configurator {

        @Override
        public String create(String type, String name, Map<String, ?> attributes) throws ManagementException {
            changes.add("create " + type + " " + name + " " + attributes);
            if (refusal != null) {
                throw refusal;
            }
            registry(type).add(next);
            return next.identity();
        }

        @Override
        public void delete(String type, String identity) {
            changes.add("delete " + type + " " + identity);
        }
    }

    /** Entities that belong to the connection. */
    private final class FakeScoped implements ConnectionEntities {

        @Override
        public String entityType() {
            return SCOPED;
        }

        @Override
        public Collection<? extends ManagedEntity> entities(long connectionId) {
            return connectionId == FakeRouter.CONNECTION ? registry(SCOPED).entities() : List.of();
        }

        @Override
        public void mayCreate(long connectionId) throws ManagementException {
            if (refusal != null) {
                throw refusal;
            }
        }

        @Override
        public ManagedEntity create(long connectionId, String name, Map<String, ?> attributes) {
            changes.add("create on " + connectionId + " " + name + " " + attributes);
            registry(SCOPED).add(next);
            return next;
        }

        @Override
        public void delete(long connectionId, String identity) {
            changes.add("delete on " + connectionId + " " + identity);
        }
    }

    AgentFixture() {
        agent.configurator(new FakeConfigurator());
        agent.bindScoped(new FakeScoped());
        agent.bindRouter(router);
        agent.activate();
    }

    /** Makes the entities that every router has. */
    void base() {
        add(new FakeEntity("listener", "listener/127.0.0.1:21801:main", "main", Map.of("port", "21801")));
        add(new FakeEntity("log", "log/ROUTER", "log/ROUTER", Map.of("module", "ROUTER")));
        add(new FakeEntity("policy", "policy/None", "policy/None", Map.of()));
        add(new FakeEntity("router", "1", "QDR", Map.of("id", "QDR", "mode", "interior")));
    }

    EntityRegistry<FakeEntity> registry(String type) {
        return registries.computeIfAbsent(type, name -> {
            EntityRegistry<FakeEntity> made = new EntityRegistry<>(name);
            if (!name.equals(SCOPED)) {
                agent.bindSource(made);
            }
            return made;
        });
    }

    FakeEntity add(FakeEntity entity) {
        registry(entity.entityType()).add(entity);
        return entity;
    }

    void creates(FakeEntity entity) {
        next = entity;
    }

    void refuses(ManagementException cause) {
        refusal = cause;
    }

    /** Sends a request and returns the reply. */
    byte[] ask(byte[] request) throws InterruptedException {
        assertTrue(router.offer(request, new FakeRouter.Origin()));
        return router.reply();
    }

    /** Sends a request and returns what is in the reply. */
    Messages.Answer ask(Map<String, ?> application, Object body) throws InterruptedException, DecodeException {
        return Messages.answer(ask(Messages.request("temp.reply", application, body)));
    }

    @Override
    public void close() {
        agent.deactivate();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.sluice.management.api.ConfigurationReport;
import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.core.rule.RuleFactory;

class ExchangeRulesTest {

    private final CoreFixture fixture = new CoreFixture();
    private final List<String> refusals = new ArrayList<>();

    @BeforeEach
    void configure() {
        fixture.reports.bind(new ConfigurationReport() {
            @Override
            public void applied(String pid, String summary) {
                refusals.remove(pid);
            }

            @Override
            public void rejected(String pid, String attribute, String reason) {
                refusals.add(attribute + ": " + reason);
            }
        });
        fixture.configure(fixture.exchanges, "ex", "address", "pub");
        fixture.configure(fixture.exchanges, "mq", "address", "mq", "matchMethod", "mqtt", "alternateAddress", "alt");
        fixture.configure(fixture.bindings, "b", "exchangeName", "ex", "bindingKey", "#.*", "nextHopAddress", "h");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private String refusal(RuleFactory<?> factory, String properties) {
        Map<String, String> all = new HashMap<>();
        Arrays.stream(properties.split(" ")).map(pair -> pair.split("=", 2)).forEach(p -> all.put(p[0], p[1]));
        String name = all.getOrDefault("name", "");
        Object[] flat = all.entrySet().stream().flatMap(e -> java.util.stream.Stream.of(e.getKey(), e.getValue()))
            .toArray();
        refusals.clear();
        fixture.configure(factory, name + "pid", flat);
        return String.join("; ", refusals);
    }

    @ParameterizedTest
    @CsvSource({
        "name= address=x, name: exchange requires a unique name",
        "name=x, address: exchange address is mandatory",
        "name=ex address=x, name: duplicate exchange name",
        "name=x address=/pub, address: duplicate exchange address",
        "name=x address=pub phase=1, ''",
        "name=x address=x matchMethod=zork, matchMethod: Exchange matchMethod must be either 'amqp' or 'mqtt'",
        "name=x address=x phase=10, phase: phase must be in the range 0-9",
        "name=x address=x alternatePhase=-1, alternatePhase: phase must be in the range 0-9",
        "name=x address=x phase=one, phase: Invalid value for 'phase': 'one'; expected an integer",
    })
    void shouldRefuseExchanges(String properties, String refusal) {
        assertEquals(refusal.replace("\"", ""), refusal(fixture.exchanges, properties));
    }

    @ParameterizedTest
    @CsvSource({
        "name=x nextHopAddress=x, exchangeName: Binding configuration requires an exchange",
        "name=x exchangeName=no nextHopAddress=x, exchangeName: Named exchange does not exist",
        "name=x exchangeName=ex, nextHopAddress: No next hop specified",
        "name=x exchangeName=ex nextHopAddress=h nextHopPhase=10, nextHopPhase: phase must be in the range 0-9",
        "name=x exchangeName=mq nextHopAddress=h bindingKey=a/#/b, bindingKey: The binding key pattern is invalid",
        "name=x exchangeName=mq nextHopAddress=h bindingKey=, bindingKey: The binding key pattern is invalid",
        "name=x exchangeName=ex nextHopAddress=h bindingKey=., bindingKey: The binding key pattern is invalid",
        "name=b exchangeName=mq nextHopAddress=x, name: Duplicate next hop name",
        "name=x exchangeName=ex nextHopAddress=h bindingKey=*.#, bindingKey: Next hop for key already exists",
        "name=x exchangeName=ex nextHopAddress=h nextHopPhase=1 bindingKey=*.#, ''",
        "name=x exchangeName=ex nextHopAddress=h2 bindingKey=*.#, ''"
    })
    void shouldRefuseBindings(String properties, String refusal) {
        assertEquals(refusal, refusal(fixture.bindings, properties));
    }

    @Test
    void shouldShowBoth() {
        ManagedEntity mq = entity(fixture.exchanges, "mq");
        assertEquals("mqtt", mq.attribute("matchMethod"));
        assertEquals(0, mq.attribute("phase"));
        assertEquals(0, mq.attribute("alternatePhase"));
        assertEquals(0, mq.attribute("bindingCount"));
        ManagedEntity ex = entity(fixture.exchanges, "ex");
        assertEquals(null, ex.attribute("alternatePhase"));
        assertEquals(1, ex.attribute("bindingCount"));
        ManagedEntity binding = entity(fixture.bindings, "b");
        assertEquals("#.*", binding.attribute("bindingKey"));
        assertEquals("ex", binding.attribute("exchangeName"));
        assertEquals("h", binding.attribute("nextHopAddress"));
        fixture.configure(fixture.bindings, "all", "exchangeName", "mq", "nextHopAddress", "h");
        assertEquals("#", entity(fixture.bindings, "all").attribute("bindingKey"));
    }

    private static ManagedEntity entity(RuleFactory<?> factory, String name) {
        return factory.entities().entities().stream().filter(e -> name.equals(e.name())).findFirst().orElseThrow();
    }

    @Test
    void shouldTakeChangesOfAnExchangeOver() {
        fixture.configure(fixture.exchanges, "ex", "address", "moved");
        assertEquals(1, entity(fixture.exchanges, "ex").attribute("bindingCount"));
        assertEquals(null, fixture.core.table().get("M0pub"));
        fixture.configure(fixture.bindings, "b", "exchangeName", "mq", "bindingKey", "a/+", "nextHopAddress", "h");
        assertEquals(0, entity(fixture.exchanges, "ex").attribute("bindingCount"));
        assertEquals(1, entity(fixture.exchanges, "mq").attribute("bindingCount"));
    }
}

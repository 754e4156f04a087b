// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
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
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.core.address.Treatment;

class AddressRulesTest {

    private final CoreFixture fixture = new CoreFixture();
    private final Recorder recorder = new Recorder();

    /** Notes reports as text. */
    private static final class Recorder implements ConfigurationReport {
        final List<String> lines = new ArrayList<>();

        @Override
        public synchronized void applied(String pid, String summary) {
            lines.add(pid + " applied");
        }

        @Override
        public synchronized void rejected(String pid, String attribute, String reason) {
            lines.add(pid + " rejected " + attribute + ": " + reason);
        }
    }

    @BeforeEach
    void bind() {
        fixture.reports.bind(recorder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private String distribution(String address) {
        FakePeer peer = new FakePeer();
        RouterLink link = fixture.sender(address, peer);
        if (peer.error != null) {
            return "refused";
        }
        String treatment = fixture.core.table().get(peer.owningAddress).treatment().toString();
        link.detached(null);
        fixture.sync();
        return treatment;
    }

    @Test
    void shouldApplyToNewAddressesAtOnce() {
        assertEquals("balanced", distribution("a.b"));
        String pid = fixture.address("prefix", "a", "multicast");
        fixture.address("pattern", "*.b", "closest");
        assertEquals("multicast", distribution("a.b"));
        assertEquals("closest", distribution("x.b"));
        fixture.rules.deleted(pid);
        fixture.sync();
        assertEquals("closest", distribution("a.b"));
        fixture.address(pid, Map.of("prefix", "a", "distribution", "unavailable"));
        assertEquals("refused", distribution("a.b"));
    }

    @Test
    void shouldLeaveAddressesInUseAsTheyAre() {
        fixture.sender("a", new FakePeer());
        fixture.address("prefix", "a", "multicast");
        fixture.sender("a", new FakePeer());
        assertEquals(Treatment.BALANCED, fixture.core.table().get("M0a").treatment());
    }

    @Test
    void shouldReplaceARuleOfTheSameConfiguration() {
        String pid = fixture.address("prefix", "a", "multicast");
        fixture.address(pid, Map.of("prefix", "a", "distribution", "closest"));
        assertEquals("closest", distribution("a"));
        fixture.address(pid, Map.of("pattern", "b", "distribution", "closest"));
        assertEquals("balanced", distribution("a"));
        assertEquals("closest", distribution("b"));
        assertEquals(1, fixture.rules.entities().size());
    }

    @Test
    void shouldTakeTheSameConfigurationTwiceWithoutEffect() {
        String pid = fixture.address("prefix", "a", "multicast");
        ManagedEntity entity = fixture.rules.entities().get("1");
        fixture.address(pid, Map.of("prefix", "a", "distribution", "multicast"));
        assertSame(entity, fixture.rules.entities().get("1"));
        assertEquals(List.of(pid + " applied", pid + " applied"), recorder.lines);
    }

    @Test
    void shouldRefuseAnEqualPattern() {
        String first = fixture.address("prefix", "a.b", "multicast");
        String second = fixture.address("pattern", "/a/b/#/", "closest");
        assertEquals(first + " applied", recorder.lines.get(0));
        assertTrue(recorder.lines.get(1).startsWith(second + " rejected pattern: Already exists"));
        assertEquals("multicast", distribution("a.b"));
        fixture.rules.deleted(second);
        fixture.sync();
        assertEquals("multicast", distribution("a.b"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "x=1 | null: Either a 'prefix' or 'pattern' attribute must be provided",
        "prefix=a,pattern=b | pattern: Cannot specify both a 'prefix' and a 'pattern' attribute",
        "prefix=/ | prefix: Prefix invalid - no tokens",
        "pattern=.. | pattern: Pattern invalid - no tokens",
        "prefix=a,ingressPhase=10 | ingressPhase: Phase values must be between 0 and 9",
        "prefix=a,egressPhase=-1 | egressPhase: Phase values must be between 0 and 9",
        "prefix=a,priority=10 | priority: Priority value, if present, must be between 0 and 9",
        "prefix=a,priority=x | priority: Invalid value for 'priority': 'x'; expected an integer",
        "prefix=a,distribution=flood | distribution: Invalid value for 'distribution': 'flood'; expected multicast, "
            + "closest, balanced, unavailable or plugin:<name>",
        "prefix=a,enableFallback=true,waypoint=true | enableFallback: Fallback cannot be specified with waypoint or"
            + " non-zero ingress and egress phases"
    })
    void shouldSayWhatIsWrong(String properties, String expected) {
        Map<String, Object> map = new HashMap<>();
        for (String one : properties.split(",")) {
            map.put(one.split("=")[0].strip(), one.split("=")[1].strip());
        }
        fixture.address("p", map);
        assertEquals(List.of("p rejected " + expected), recorder.lines);
        assertEquals(0, fixture.rules.entities().size());
    }

    @Test
    void shouldRepeatResultsToAReceiverThatComesLater() {
        fixture.address("prefix", "a", "multicast");
        fixture.reports.unbind(recorder);
        Recorder later = new Recorder();
        fixture.reports.bind(later);
        fixture.reports.unbind(recorder);
        assertEquals(1, later.lines.size());
        fixture.address("prefix", "b", "multicast");
        assertEquals(2, later.lines.size());
        assertEquals(1, recorder.lines.size());
    }

    @Test
    void shouldShowItselfToManagement() {
        fixture.address("p", Map.of("prefix", "a/", "distribution", "plugin:x-1", "name", "n", "priority", 7));
        ManagedEntity entity = fixture.rules.entities().get("1");
        assertEquals("n", entity.name());
        assertEquals("a", entity.attribute("prefix"));
        assertNull(entity.attribute("pattern"));
        assertEquals("plugin:x-1", entity.attribute("distribution"));
        assertEquals(7, entity.attribute("priority"));
        assertEquals(false, entity.attribute("waypoint"));
        assertEquals(0, entity.attribute("egressPhase"));
        assertEquals("org.apache.qpid.dispatch.router.config.address", entity.attribute("type"));
        FakePeer peer = new FakePeer();
        fixture.sender("a/b", peer);
        assertEquals(7, peer.priority);
        // Clients' links all show the same; the address shows its own.
        assertEquals(4, fixture.core.linkEntities().get(Long.toString(peer.linkId)).attribute("priority"));
        assertEquals(7, fixture.core.addressEntities().get("M0a/b").attribute("priority"));
    }

    @Test
    void shouldTakeTheDefaultDistributionOfTheRouter() {
        try (CoreFixture own = new CoreFixture(Map.of("defaultDistribution", "unavailable"), 10)) {
            FakePeer peer = new FakePeer();
            own.sender("a", peer);
            assertEquals("amqp:not-found", peer.error.condition());
            own.address("prefix", "a", "closest");
            FakePeer second = new FakePeer();
            own.sender("a", second);
            assertNull(second.error);
        }
    }
}

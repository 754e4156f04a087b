// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActivationTest {

    private static final String TEXT = "router {\nid: R\n}\nlistener {\nname: l\nport: 1\n}\n"
        + "connector {\nname: c\n}\naddress {\nprefix: a\n}\nlog {\nmodule: ERROR\n}\n";

    private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
    private final ReportBoard board = new ReportBoard();
    private final Pusher pusher = new Pusher(admin.service(), board, "1@1");

    @BeforeEach
    void answerEverything() {
        admin.onUpdate = (pid, properties) ->
            board.applied(pid, pid.contains("listener") ? "amqp://:1 (normal)" : null);
    }

    private Activation apply(String text) throws Exception {
        Activation activation = new Activation(pusher, board, 50, true);
        activation.apply(Configs.load(text), () -> admin.calls.add("logging"));
        return activation;
    }

    @Test
    void shouldPushInOrderAndCollectSummaries() throws Exception {
        Activation activation = apply(TEXT);
        assertEquals(List.of("update io.sluice.log~log_2f_ERROR", "logging", "update io.sluice.router",
            "update io.sluice.policy", "update io.sluice.address~prefix_20_a", "update io.sluice.connector~c",
            "update io.sluice.listener~l"), admin.calls);
        assertEquals(List.of("amqp://:1 (normal)"), activation.summaries());
        assertTrue(activation.changed());
        assertEquals("1", admin.stored.get("io.sluice.listener~l").get("port"));
        assertEquals("listener/:1:l", admin.stored.get("io.sluice.listener~l").get("identity"));
    }

    @Test
    void shouldLeaveEqualConfigurationsAlone() throws Exception {
        apply(TEXT);
        admin.calls.clear();
        assertFalse(apply(TEXT).changed());
        assertEquals(List.of("logging"), admin.calls);
        assertEquals("R", pusher.lastRouterId());
    }

    @Test
    void shouldChangeOnlyDifferencesAndDeleteWhatIsGone() throws Exception {
        apply(TEXT);
        admin.stored.put("io.sluice.listener~foreign", new Hashtable<>(
            Map.of("service.pid", "io.sluice.listener~foreign")));
        admin.calls.clear();
        apply(TEXT.replace("connector {\nname: c\n}\n", "").replace("port: 1", "port: 2"));
        assertEquals(List.of("delete io.sluice.connector~c", "logging", "update io.sluice.listener~l"), admin.calls);
        assertTrue(admin.stored.containsKey("io.sluice.listener~foreign"));
    }

    @Test
    void shouldLeaveWhatManagementHasChangedInThisProcess() throws Exception {
        String text = "vhost {\nhostname: v\nmaxConnections: 1\n}\n";
        apply(text);
        String pid = admin.stored.keySet().stream().filter(one -> one.contains("vhost")).findFirst().orElseThrow();
        new RuntimeConfigurator(admin.service(), board, 50).update("vhost", "vhost/v", Map.of("maxConnections", 2));
        new Activation(new Pusher(admin.service(), board, ProcessMark.text()), board, 50, true)
            .apply(Configs.load(text), () -> { });
        assertEquals(2, admin.stored.get(pid).get("maxConnections"));
    }

    @Test
    void shouldReplaceLeftoversOfAnEarlierProcess() throws Exception {
        apply(TEXT);
        admin.calls.clear();
        new Activation(new Pusher(admin.service(), board, "2@2"), board, 50, true)
            .apply(Configs.load(TEXT), () -> { });
        assertEquals(6, admin.calls.size());
    }

    @Test
    void shouldWriteMapsAsJson() throws Exception {
        apply("listener {\nname: l\nopenProperties: {\n\"a\": {\n\"b\": 1\n}\n}\n}\n");
        assertEquals("{\"a\":{\"b\":1}}", admin.stored.get("io.sluice.listener~l").get("openProperties"));
    }

    @Test
    void shouldNotOpenListenersWhenSomethingBeforeIsRejected() {
        admin.onUpdate = (pid, properties) -> {
            if (pid.contains("sslProfile")) {
                board.rejected(pid, "certFile", "cannot read /x; expected a PEM file");
            } else {
                board.applied(pid, null);
            }
        };
        ConfigException e = assertThrows(ConfigException.class,
            () -> apply("sslProfile {\nname: p\ncertFile: /x\n}\n" + TEXT));
        assertEquals("t.conf:3: sslProfile: certFile: cannot read /x; expected a PEM file", e.getMessage());
        assertFalse(admin.stored.containsKey("io.sluice.listener~l"));
    }

    @Test
    void shouldSayWhatIsExpectedWhereTheResourceDoesNot() {
        admin.onUpdate = (pid, properties) -> {
            if (pid.contains("listener")) {
                board.rejected(pid, "port", "in use");
            } else {
                board.applied(pid, null);
            }
        };
        ConfigException e = assertThrows(ConfigException.class, () -> apply(TEXT));
        assertEquals("t.conf:6: listener: port: in use; expected an address of this machine and a free port",
            e.getMessage());
    }

    @Test
    void shouldNameSectionThatNobodyTakes() {
        admin.onUpdate = (pid, properties) -> {
            if (!pid.contains("listener")) {
                board.applied(pid, null);
            }
        };
        ConfigException e = assertThrows(ConfigException.class, () -> apply(TEXT));
        assertEquals("t.conf:4: listener: nothing took this configuration within 50 ms; expected the bundle that serves"
            + " listener to be installed and started", e.getMessage());
    }
}

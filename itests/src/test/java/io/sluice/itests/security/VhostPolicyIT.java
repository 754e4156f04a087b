// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.security;

import static io.sluice.itests.security.PolicyUsers.closed;
import static io.sluice.itests.security.PolicyUsers.connect;
import static io.sluice.itests.security.PolicyUsers.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.SenderOptions;
import org.apache.qpid.protonj2.client.Tracker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** What clients of virtual hosts may do, and what they are told when they may not. */
class VhostPolicyIT {

    private static final String NO_CONNECTION = "amqp:resource-limit-exceeded connection disallowed by local policy";
    private static final String NO_LINK = "amqp:unauthorized-access link disallowed by local policy";
    private static final String NO_MORE_LINKS = "amqp:resource-limit-exceeded link disallowed by local policy";

    private static SluiceProcess router;

    @BeforeAll
    static void startRouter() throws Exception {
        Path folder = Distribution.workFolder("policy");
        Path more = Files.createDirectories(folder.resolve("vhosts"));
        Files.writeString(more.resolve("more.json"), """
            [["vhost", {"hostname": "far", "groups": {"all": {"users": "*",
                "remoteHosts": "10.0.0.1-10.0.0.99, 192.168.0.7", "sources": "*", "targets": "*"}}}],
             ["vhost", {"hostname": "near", "aliases": "next", "groups": {"all": {"users": "*",
                "remoteHosts": "127.0.0.0-127.0.0.9", "sources": "a", "targets": "a"}}}]]
            """);
        String all = group("all", "users", "*", "sources", "*", "targets", "*");
        Conf conf = Conf.router("ITEST.POLICY")
            .section("userStore", "path: " + PolicyUsers.file(folder, "ann", "bob"))
            .section("policy", "enableVhostPolicy: yes", "policyDir: " + more)
            .section("vhost", "hostname: shop", "groups: {",
                group("clerks", "users", "ann@sluice", "sources", "orders.*, ${user}.replies",
                    "targets", "orders.*, in.${user}", "maxSenders", 2, "maxReceivers", 1) + ",",
                group("agents", "users", "bob@sluice", "sources", "orders.*", "targetPattern", "orders.*.#",
                    "allowAnonymousSender", true, "allowDynamicSource", true, "allowWaypointLinks", false,
                    "allowFallbackLinks", false), "}")
            .section("vhost", "hostname: few", "maxConnections: 2", "groups: {", all, "}")
            .section("vhost", "hostname: fewEach", "maxConnectionsPerUser: 1", "groups: {", all, "}")
            .section("vhost", "hostname: fewThere", "maxConnectionsPerHost: 1", "groups: {", all, "}")
            .listener("amqp", "authenticatePeer: yes", "saslMechanisms: PLAIN ANONYMOUS");
        router = new SluiceProcess.Start(conf).in(folder).start();
    }

    /** Returns a group as it is written in a file. */
    private static String group(String name, Object... settings) {
        StringBuilder text = new StringBuilder('"' + name + "\": {\n");
        for (int i = 0; i < settings.length; i += 2) {
            text.append('"').append(settings[i]).append("\": ");
            text.append(settings[i + 1] instanceof String ? "\"" + settings[i + 1] + '"' : settings[i + 1]);
            text.append(",\n");
        }
        return text.append("\"remoteHosts\": \"127.0.0.1\"\n}").toString();
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    private static Peer connectTo(String vhost, String user) throws Exception {
        return connect(router.port(), vhost, user);
    }

    @Test
    void shouldPassMessagesBetweenUsersThatMay() throws Exception {
        try (Peer ann = connectTo("shop", "ann"); Peer bob = connectTo("shop", "bob")) {
            Peer.pass(ann.sender("orders.new"), bob.receiver("orders.new", 1), "m");
            Peer.pass(bob.sender("orders.done.x"), ann.receiver("orders.done.x", 1), "m");
        }
    }

    @Test
    void shouldPutTheUsersNameIntoAddresses() throws Exception {
        try (Peer ann = connectTo("shop", "ann")) {
            ann.receiver("ann@sluice.replies", 1);
            ann.sender("in.ann@sluice");
            assertEquals(NO_LINK, refused(() -> ann.sender("in.bob@sluice")));
            assertEquals(NO_LINK, refused(() -> ann.sender("in.${user}")));
        }
    }

    @Test
    void shouldRefuseOtherAddressesAndSayWhatInTheLog() throws Exception {
        try (Peer ann = connectTo("shop", "ann"); Peer bob = connectTo("shop", "bob")) {
            assertEquals(NO_LINK, refused(() -> ann.sender("order")));
            assertEquals(NO_LINK, refused(() -> ann.receiver("bob@sluice.replies", 0)));
            assertEquals(NO_LINK, refused(() -> bob.sender("orders")));
            bob.sender("orders.a.b");
            bob.sender("orders.a");
        }
        String whom = " for user 'ann@sluice', rhost '127.0.0.1', vhost 'shop' based on link ";
        router.log().await("POLICY \\(info\\) \\[C\\d+\\] DENY AMQP Attach sender link 'order'" + whom + "target name");
        router.log().await("\\[C\\d+\\] DENY AMQP Attach receiver link 'bob@sluice.replies'" + whom + "source name");
    }

    @Test
    void shouldRefuseAnonymousSendersAndDynamicSourcesToThoseThatMayNot() throws Exception {
        try (Peer ann = connectTo("shop", "ann")) {
            assertEquals(NO_LINK, refused(() -> ann.connection().openAnonymousSender().openFuture()
                .get(20, TimeUnit.SECONDS)));
            assertEquals(NO_LINK, refused(() -> ann.connection().openDynamicReceiver().openFuture()
                .get(20, TimeUnit.SECONDS)));
        }
        router.log().await("DENY AMQP Attach anonymous sender for user 'ann@sluice'");
        router.log().await("DENY AMQP Attach receiver dynamic source for user 'ann@sluice'");
    }

    @ParameterizedTest
    @CsvSource({"qd.waypoint.1,Waypoint", "qd.waypoint,Waypoint", "qd.fallback,Fallback"})
    void shouldRefuseCapabilitiesToThoseThatMayNot(String capability, String word) throws Exception {
        SenderOptions options = new SenderOptions();
        options.targetOptions().capabilities(capability);
        try (Peer bob = connectTo("shop", "bob")) {
            assertEquals(NO_LINK, refused(() -> bob.connection().openSender("orders.x." + capability, options)
                .openFuture().get(20, TimeUnit.SECONDS)));
        }
        router.log().await("sender link 'orders.x." + capability + "' for user .*\\. +" + word
            + " capability not permitted");
    }

    private static Message<String> message(String to) throws Exception {
        return Message.create("m").to(to);
    }

    private static DeliveryState.Type outcome(Tracker tracker) throws Exception {
        return tracker.awaitSettlement(20, TimeUnit.SECONDS).remoteState().getType();
    }

    @Test
    void shouldRejectMessagesOfAnonymousSendersToOtherTargets() throws Exception {
        try (Peer bob = connectTo("shop", "bob"); Peer ann = connectTo("shop", "ann")) {
            Receiver receiver = ann.receiver("orders.free", 5);
            Sender sender = bob.connection().openAnonymousSender().openFuture().get(20, TimeUnit.SECONDS);
            assertEquals(DeliveryState.Type.REJECTED, outcome(sender.send(message("elsewhere"))));
            assertEquals(DeliveryState.Type.REJECTED,
                outcome(sender.send(message("orders.free").userId("eve".getBytes(StandardCharsets.UTF_8)))));
            Tracker allowed = sender.send(
                message("orders.free").userId("bob@sluice".getBytes(StandardCharsets.UTF_8)));
            Peer.takeText(receiver);
            assertEquals(DeliveryState.Type.ACCEPTED, outcome(allowed));
        }
        router.log().await("DENY AMQP message to 'elsewhere' for user 'bob@sluice'.* based on target address");
    }

    @Test
    void shouldLimitTheLinksOfAConnection() throws Exception {
        try (Peer ann = connectTo("shop", "ann"); Peer again = connectTo("shop", "ann")) {
            Sender first = ann.sender("orders.1");
            ann.sender("orders.2");
            assertEquals(NO_MORE_LINKS, refused(() -> ann.sender("orders.3")));
            ann.receiver("orders.1", 0);
            assertEquals(NO_MORE_LINKS, refused(() -> ann.receiver("orders.2", 0)));
            again.sender("orders.3");
            first.closeAsync().get(20, TimeUnit.SECONDS);
            ann.sender("orders.3");
        }
        router.log().await("DENY AMQP Attach sender for user 'ann@sluice'.* based on maxSenders limit");
        router.log().await("DENY AMQP Attach receiver for user 'ann@sluice'.* based on maxReceivers limit");
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere,ann,ann@sluice,No policy defined for vhost",
        "shop,,anonymous,User is not in a user group and unknown users are denied",
        "far,ann,ann@sluice,User is not allowed to connect from this network host"})
    void shouldCloseConnectionsThatMayNotBe(String vhost, String login, String user, String reason) throws Exception {
        assertEquals(NO_CONNECTION, closed(router.port(), vhost, login));
        router.log().await("POLICY \\(info\\) DENY AMQP Open for user '" + user + "', rhost '127.0.0.1', vhost '"
            + vhost + "': " + reason);
    }

    @Test
    void shouldLimitConnections() throws Exception {
        try (Peer one = connectTo("few", "ann"); Peer two = connectTo("few", "bob")) {
            assertEquals(NO_CONNECTION, closed(router.port(), "few", null));
        }
        router.log().await("DENY AMQP Open for user 'anonymous'.* 'few': Connection denied by application connection");
        try (Peer one = connectTo("fewEach", "ann"); Peer two = connectTo("fewEach", "bob")) {
            assertEquals(NO_CONNECTION, closed(router.port(), "fewEach", "ann"));
        }
        router.log().await("'fewEach': Connection denied by application per user limit");
        try (Peer one = connectTo("fewThere", "ann")) {
            assertEquals(NO_CONNECTION, closed(router.port(), "fewThere", "bob"));
        }
        router.log().await("'fewThere': Connection denied by application per host limit");
    }

    @Test
    void shouldTakeVhostsFromTheFolder() throws Exception {
        try (Peer ann = connectTo("near", "ann"); Peer nobody = connectTo("next", null)) {
            Peer.pass(ann.sender("a"), nobody.receiver("a", 1), "m");
            assertEquals(NO_LINK, refused(() -> nobody.sender("b")));
        }
    }
}

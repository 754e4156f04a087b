// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.amqp.link.RouterGate;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkGrant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plays one end of a recorded connection between two routers to the codec, each frame as soon as everything that was
 * recorded before it from the other end has come, and keeps what the codec has written and what it should have.
 */
final class RouterReplay implements AutoCloseable {

    /** What differs from run to run, and what engines write differently that means the same, or is up to them. */
    private static final Map<Pattern, String> OWN_WAYS = Map.of(
        Pattern.compile("(:qd.conn-id=)\\d+"), "$1...",
        // The host name in a SASL init.
        Pattern.compile("( @65\\[:ANONYMOUS, \\w+), .*"), "$1]",
        // Numbers that a session begins with, its windows, the largest handle.
        Pattern.compile("( @17\\[\\w+), .*"), "$1]",
        // What an attach says of unsettled deliveries, of the receiving end's count, and of there being no limit.
        Pattern.compile("( @18\\[.*?)(?:, null)+(?:, false)?(?:, (?:null|0))*\\]$"), "$1]",
        // The end of a range of one, and that it is not settled.
        Pattern.compile("( @21\\[true, \\d+), (?:null|\\d+)(, true)?(?:, null|, false)?"), "$1$2",
        Pattern.compile("(/temp\\.)[^\"]{15}\""), "$1...\"",
        // Sessions' numbers and windows again, and that nothing is drained.
        Pattern.compile("( @19\\[)\\d+, \\d+, \\d+, \\d+, (\\d+, \\d+, \\d+)(?:, null, false)?\\]"), "$1$2]");
    private static final Pattern PERFORMATIVE = Pattern.compile("\\d+ @(\\d+)\\[(.*)");
    private static final Pattern NAME = Pattern.compile("\\d+ @18\\[\"([^\"]*)\".*");
    private static final Map<String, String> PERFORMATIVES = Map.of("begin", "17", "attach", "18", "flow", "19",
        "transfer", "20", "disposition", "21", "detach", "22");

    private final FakeRouter router = new FakeRouter();
    private final AmqpHandlerFactory factory;
    private final LoopbackServer server;
    private final List<Recorded> frames;
    private final boolean dialling;
    private final List<String> expected = new ArrayList<>();
    private final List<String> actual = new ArrayList<>();
    private RawPeer peer;
    private int next;

    /**
     * Makes a replay.
     *
     * @param dialling the codec plays the router that has dialled
     */
    RouterReplay(String recording, int connection, boolean dialling) throws IOException {
        this.frames = Recorded.read(recording, connection);
        this.dialling = dialling;
        factory = new AmqpHandlerFactory(new RouterGate(), "qpid-dispatch-router", "1.19.0", false);
        server = new LoopbackServer(factory);
    }

    LoopbackServer server() {
        return server;
    }

    RawPeer peer() {
        return peer;
    }

    FakeRouter router() {
        return router;
    }

    /** Returns what is granted to a link that is not addressed or names its address. */
    static LinkGrant grant(LinkDescriptor link) {
        return new LinkGrant(1, link.address(), null, LinkGrant.DEFAULT_PRIORITY);
    }

    /** Returns the names of the first links that the played router has attached. */
    List<String> attachNames(int count) {
        return frames.stream().filter(frame -> frame.dialler() == dialling).map(Recorded::text).map(NAME::matcher)
            .filter(Matcher::matches).map(match -> match.group(1)).limit(count).toList();
    }

    /** Connects the codec, in its role. */
    void start(String role, Object... more) throws IOException {
        factory.bindMechanism(new TestMechanism("ANONYMOUS"), Map.of("service.ranking", 1, "service.id", 1L));
        factory.bindRouter(router);
        Map<String, Object> settings = RawPeer.settings("role", role, "saslMechanisms", "ANONYMOUS");
        settings.putAll(RawPeer.settings(more));
        if (dialling) {
            try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                server.dial(listener.getLocalPort(), settings);
                peer = new RawPeer(listener.accept());
            }
        } else {
            peer = new RawPeer(server.listen(settings));
        }
    }

    /** Plays until the codec has written so many frames of a kind. */
    void playTo(String performative, int count) throws IOException {
        int left = count;
        while (left > 0) {
            Recorded frame = frames.get(next++);
            if (frame.dialler() != dialling) {
                peer.send(frame.bytes());
                continue;
            }
            expected.add(common(frame.text()));
            String text = peer.text();
            actual.add(common(text));
            left -= is(frame.text(), performative) ? 1 : 0;
        }
    }

    private static boolean is(String text, String performative) {
        Matcher match = PERFORMATIVE.matcher(text);
        return match.matches() && match.group(1).equals(PERFORMATIVES.get(performative));
    }

    static String common(String text) {
        String common = text;
        for (Map.Entry<Pattern, String> way : OWN_WAYS.entrySet()) {
            common = way.getKey().matcher(common).replaceAll(way.getValue());
        }
        return common;
    }

    /** Returns what is left to be played and expected, and plays no more of it. */
    List<Recorded> rest() {
        List<Recorded> rest = frames.subList(next, frames.size());
        next = frames.size();
        return rest;
    }

    /** Returns the frames that were recorded and not written, and those that were written instead; in any order. */
    String difference() {
        List<String> missing = new ArrayList<>(expected);
        List<String> more = new ArrayList<>();
        for (String frame : actual) {
            if (!missing.remove(frame)) {
                more.add("+ " + frame);
            }
        }
        return Stream.concat(missing.stream().map(frame -> "- " + frame), more.stream())
            .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() throws Exception {
        peer.close();
        factory.deactivate();
        server.close();
    }
}

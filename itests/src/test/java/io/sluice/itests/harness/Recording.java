// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;

/**
 * Plays what clients said to a router once, and compares what a router answers now. Each line of a recording is
 * {@code CONNECTION > FRAME} or {@code CONNECTION < FRAME}, the frame in hexadecimal digits from its performative on,
 * all in the first session of the connection; lines with {@code #} say what goes on.
 *
 * <p>Not compared: delivery tags, session windows, how many flow frames a sender's credit comes in, and the sequence of
 * frames that one frame of a client has brought about.
 */
public final class Recording implements AutoCloseable {

    private final int port;
    private final Map<String, Player> players = new TreeMap<>();
    private String step = "";
    private Player speaker;

    /** Prepares for a router. */
    public Recording(int port) {
        this.port = port;
    }

    /** Plays a recording that stands beside a class. */
    public void play(Class<?> owner, String name) throws IOException {
        List<String> lines;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                owner.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            lines = reader.lines().toList();
        }
        Map<String, List<Object>> answers = new TreeMap<>();
        for (String line : lines) {
            String[] fields = line.split(" ");
            if (fields[1].equals("<")) {
                byte[] frame = HexFormat.of().parseHex(fields[2]);
                answers.computeIfAbsent(fields[0], key -> new ArrayList<>()).add(RawPeer.decode(frame));
                continue;
            }
            expect(answers);
            if (line.startsWith("#")) {
                step = line;
            } else {
                if (!players.containsKey(fields[0])) {
                    players.put(fields[0], new Player(RawPeer.open(port).begin(0)));
                }
                turnTo(players.get(fields[0]));
                speaker.send(HexFormat.of().parseHex(fields[2]));
            }
        }
        expect(answers);
        for (Player player : players.values()) {
            player.sync();
            assertTrue(player.early.stream().allMatch(Player::isCredit), "more than was recorded");
        }
    }

    /** Before another client speaks the router has done what it was told. */
    private void turnTo(Player next) throws IOException {
        if (speaker != null && speaker != next) {
            speaker.sync();
            next.sync();
        }
        speaker = next;
    }

    private void expect(Map<String, List<Object>> answers) throws IOException {
        for (Map.Entry<String, List<Object>> entry : answers.entrySet()) {
            players.get(entry.getKey()).expect(entry.getValue(), step);
        }
        answers.clear();
    }

    @Override
    public void close() throws IOException {
        for (Player player : players.values()) {
            player.peer.close();
        }
    }

    /** One of the clients. */
    private static final class Player {

        private final RawPeer peer;
        /** By the router's handle: up to which delivery count the client may send, as far as it was told. */
        private final Map<Integer, Integer> limits = new TreeMap<>();

        /** What came while this client waited for something else. */
        private final Queue<Object> early = new ArrayDeque<>();

        Player(RawPeer peer) {
            this.peer = peer;
        }

        /** Waits until the router has answered a question that has nothing to do with the rest. */
        void sync() throws IOException {
            peer.frame(1, RawPeer.newBegin());
            await(Begin.class);
            // The answer to an attach comes from where consumers come and go.
            Attach attach = new Attach();
            attach.setName("sync");
            attach.setHandle(UnsignedInteger.ZERO);
            attach.setRole(Role.SENDER);
            attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
            attach.setSource(new Source());
            attach.setTarget(new Target());
            peer.frame(1, attach);
            await(Attach.class);
            peer.frame(1, new End());
            await(End.class);
        }

        private void await(Class<?> type) throws IOException {
            RawPeer.Frame frame = peer.readFrame();
            while (frame.channel() == 0 || !type.isInstance(frame.body())) {
                if (frame.channel() == 0) {
                    early.add(frame.body());
                }
                frame = peer.readFrame();
            }
        }

        void send(byte[] frame) throws IOException {
            byte[] head = ByteBuffer.allocate(8).putInt(8 + frame.length).put(new byte[] {2, 0, 0, 0}).array();
            peer.send(ByteBuffer.allocate(8 + frame.length).put(head).put(frame).array());
        }

        void expect(List<Object> recorded, String step) throws IOException {
            List<String> expected = new ArrayList<>();
            Map<Integer, Integer> credit = new TreeMap<>();
            for (Object body : recorded) {
                if (isCredit(body)) {
                    credit.put(((Flow) body).getHandle().intValue(), limit((Flow) body));
                } else {
                    expected.add(text(body));
                }
            }
            List<String> received = new ArrayList<>();
            // Credit that only replaces what was used up may come later, with more.
            while (received.size() < expected.size() || !limits.keySet().containsAll(credit.keySet())) {
                Object body = early.isEmpty() ? peer.readFrame().body() : early.remove();
                if (!isCredit(body)) {
                    received.add(text(body));
                    if (body instanceof Flow flow) {
                        limits.remove(flow.getHandle().intValue());
                    }
                } else if (limits.put(((Flow) body).getHandle().intValue(), limit((Flow) body)) == null) {
                    // The first one, and the first after a drain.
                    assertEquals(credit.get(((Flow) body).getHandle().intValue()), limit((Flow) body), step);
                }
            }
            Collections.sort(expected);
            Collections.sort(received);
            assertEquals(expected, received, step);
        }

        private static boolean isCredit(Object body) {
            return body instanceof Flow flow && flow.getHandle() != null && !flow.getDrain();
        }

        private static int limit(Flow flow) {
            return flow.getDeliveryCount().intValue() + flow.getLinkCredit().intValue();
        }

        /** Returns what is compared. */
        private static String text(Object body) {
            if (body instanceof Attach attach) {
                return "attach " + attach.getName() + " " + attach.getHandle() + " " + attach.getRole() + " "
                    + attach.getSndSettleMode() + " " + attach.getRcvSettleMode() + " " + attach.getSource() + " "
                    + attach.getTarget() + " "
                    + (attach.getRole() == Role.SENDER ? attach.getInitialDeliveryCount() : null);
            }
            if (body instanceof Transfer transfer) {
                return "transfer " + transfer.getHandle() + " " + transfer.getDeliveryId() + " "
                    + transfer.getMessageFormat() + " " + Boolean.TRUE.equals(transfer.getSettled()) + " "
                    + transfer.getMore();
            }
            if (body instanceof Disposition disposition) {
                return "disposition " + disposition.getRole() + " " + disposition.getFirst() + " "
                    + Boolean.TRUE.equals(disposition.getSettled()) + " " + disposition.getState();
            }
            if (body instanceof Flow flow) {
                return "drain " + flow.getHandle() + " " + flow.getDeliveryCount() + " " + flow.getLinkCredit() + " "
                    + flow.getDrain();
            }
            if (body instanceof Detach detach) {
                return "detach " + detach.getHandle() + " " + detach.getClosed() + " " + detach.getError();
            }
            return String.valueOf(body);
        }
    }
}
